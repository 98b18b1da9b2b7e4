"""The command line of the server, from an empty folder to a published result."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ballot_server.board import closing
from ballot_server.board.board import open_board
from ballot_server.cli import server
from ballot_server.commands import output
from ballot_server.commands import run as run_command
from ballot_server.config import ServerConfig
from ballot_server.problems import commands, refusals
from ballot_server.problems.commands import PortTaken
from ballot_server.serving.server import check_address
from ballot_server.store import chain
from ballot_server.web.app import create_app
from crypto.election.election import new_uuid
from crypto.groups.named import group_named
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from demo.process import free_port
from meeting.definition.meeting import SCHEMA
from meeting.problem import Problem
from meeting.published.box_setup import SetupTexts
from meeting.published.definition_file import definition_hash, election_for, published
from meeting.registrar.credentials import make_slips
from meeting.registrar.prepared_folder import (
    TRUSTEES_FILE,
    check_box,
    load_prepared,
    write_prepared,
)
from tests.ballot_server.fixtures.published_folders import published_folder
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Slip, small_meeting
from tests.crypto.fixtures.tellers_example import tellers
from tests.fixtures.enrolled_kiosk import enrol_kiosks


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(server, [str(word) for word in words])


def said(*words: str | Path) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output or result.exception
    return result.output


def refused(*words: str | Path) -> Problem:
    result = run(*words)
    assert isinstance(result.exception, Problem), result.output
    return result.exception


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "server"


def prepared(target: Path, server_key: str, schema: int = SCHEMA) -> dict[str, list[Slip]]:
    """Do the tellers' and the registrar's work for a server key."""
    meeting = replace(small_meeting(server_key, slips=6), schema=schema)
    definition = published(meeting)
    hash_of_definition = definition_hash(definition)
    trustees = tellers(size=2, threshold=2).trustees
    key = trustees.joint_key(group_named("Ed25519"))
    boxes, slips = [], {}
    for box in meeting.boxes():
        made = make_slips(meeting, box, new_uuid())
        election = election_for(meeting, hash_of_definition, box, made.uuid, key)
        texts = SetupTexts.of(election, trustees, made.public_list())
        boxes.append(check_box(meeting, hash_of_definition, box, texts))
        slips[box.id] = [Slip(election, each, "") for each in made.private_credentials]
    write_prepared(target, definition, boxes)
    return slips


def test_a_meeting_of_an_earlier_release_is_loaded_only_on_purpose(
    folder: Path, tmp_path: Path
) -> None:
    """The attack: today's registrar writes schema 1, and no word says that less is checked."""
    key = said("init", folder).splitlines()[0]
    prepared(tmp_path / "prepared", key, schema=1)
    refusal = refused("load", folder, tmp_path / "prepared")
    assert isinstance(refusal, commands.LoadedEarlierRules)
    assert "schema 1" in refusal.text("zh")
    assert "丁堡镇" in said("load", folder, tmp_path / "prepared", "--earlier-rules")


def test_a_whole_meeting_by_commands(folder: Path, tmp_path: Path) -> None:
    key = said("init", folder).splitlines()[0]
    assert len(bytes.fromhex(key)) == 32
    slips = prepared(tmp_path / "prepared", key)
    option = "--meeting-fingerprint"
    refusal = refused("load", folder, tmp_path / "prepared", option, "0" * 64)
    assert isinstance(refusal, commands.LoadedForeign)
    given = load_prepared(tmp_path / "prepared").meeting_fingerprint
    loaded = said("load", folder, tmp_path / "prepared", option, given)
    assert "丁堡镇届末民主测评会" in loaded
    assert f"    {given}\n" in loaded
    assert said("open", folder, "--box", BOX).count("正在投票") == 1
    assert said("open", folder).count("正在投票") == 2
    config = ServerConfig(folder, reserve_bytes=0)
    enrol_kiosks(config)
    app = create_app(config)
    client = app.test_client()
    for slip in slips[BOX]:
        answer = client.post(
            f"/api/boxes/{BOX}/ballots", data=slip.text(), content_type="application/json"
        )
        assert answer.status_code == 200
    assert "已收 6 票；应到 6 人；印制票码条 6 张" in said("status", folder)
    assert said("close", folder, "--box", BOX, "--yes").count("已封箱") == 1
    assert said("close", folder, "--yes").count("已封箱") == 2
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    assert (record.stage, len(record.ballots)) == (Stage.TALLIED, 6)
    assert record.head.hash in said("status", folder)
    out = published_folder(tmp_path / "out", app.extensions["board"])
    assert "/result/" in said("show", folder, out)
    with client.get("/result/") as page:
        assert page.status_code == 200
    app.extensions["board"].store.dispose()


def test_the_folder_keeps_its_secrets(folder: Path) -> None:
    said("init", folder)
    config = ServerConfig(folder)
    assert config.server_key.stat().st_mode & 0o777 == 0o600
    assert config.keys.stat().st_mode & 0o777 == 0o700
    key = config.server_key.read_bytes()
    assert isinstance(refused("init", folder), commands.FolderNotEmpty)
    assert config.server_key.read_bytes() == key


def test_commands_refuse_what_is_not_possible(folder: Path, tmp_path: Path) -> None:
    assert isinstance(refused("status", folder), commands.FolderNotServer)
    key = said("init", folder).splitlines()[0]
    assert isinstance(refused("open", folder), refusals.MeetingNotLoaded)
    prepared(tmp_path / "foreign", "58" + "66" * 31)
    assert isinstance(refused("load", folder, tmp_path / "foreign"), commands.MeetingOfOtherServer)
    slips = prepared(tmp_path / "prepared", key)
    assert set(slips) == {BOX, OTHER_BOX}
    (tmp_path / "prepared" / "boxes" / BOX / TRUSTEES_FILE).write_text("[]")
    assert run("load", folder, tmp_path / "prepared").exit_code != 0
    config = ServerConfig(folder)
    board = open_board(config)
    with pytest.raises(refusals.MeetingNotLoaded):
        board.meeting()  # nothing half loaded
    board.store.dispose()
    prepared(tmp_path / "good", key)
    said("load", folder, tmp_path / "good")
    again = refused("load", folder, tmp_path / "good")
    assert isinstance(again, commands.MeetingLoadedAlready)
    assert isinstance(refused("close", folder, "--yes"), refusals.BoxNotOpen)
    assert isinstance(refused("open", folder, "--box", "r9-Z"), refusals.BoxUnknown)
    said("open", folder)
    assert isinstance(refused("open", folder), refusals.BoxOpenAlready)
    for answer in ("n\n", ""):
        aborted = CliRunner().invoke(server, ["close", str(folder)], input=answer)
        assert aborted.exit_code == 1
        assert "未确认，没有封箱。" in aborted.output
    assert said("status", folder).count("正在投票") == 2
    said("close", folder, "--yes")
    assert isinstance(refused("open", folder), refusals.BoxClosed)
    assert isinstance(refused("close", folder, "--yes"), refusals.BoxClosed)


def test_what_is_tried_too_early_or_with_another_folder_names_the_command(
    folder: Path, tmp_path: Path
) -> None:
    key = said("init", folder).splitlines()[0]
    load = f"piaoxiang server load {folder}"
    for command in (("open",), ("close", "--yes")):
        assert f"{load} opening/prepared" in refused(*command, folder).text("zh")
    opening = tmp_path / "opening"
    opening.mkdir()
    nothing = refused("load", folder, opening)
    assert nothing.code == "prepared-none"
    prepared(opening / "prepared", key)
    inside = refused("load", folder, opening)
    assert inside.code == "prepared-inside"
    assert f"{load} {opening / 'prepared'}" in inside.text("zh")
    said("load", folder, opening / "prepared")
    early = refused("close", folder, "--yes")
    assert f"piaoxiang server open {folder}" in early.text("zh")
    said("open", folder)
    assert f"piaoxiang server run {folder} --host" in refused("open", folder).text("zh")
    said("close", folder, "--yes")
    assert "piaoxiang tally fetch" in refused("open", folder).text("zh")


def test_names_cannot_write_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.say("Meeting loaded: {title}", title="镇\x1b[2J\u202e会")
    assert capsys.readouterr().out == "已装入会议：镇\\x1b[2J\\u202e会\n"


@pytest.mark.parametrize("step", ["finish", "_add_up"])
def test_closing_a_box_again_completes_a_closing_that_was_killed(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    key = said("init", folder).splitlines()[0]
    prepared(tmp_path / "prepared", key)
    said("load", folder, tmp_path / "prepared")
    said("open", folder, "--box", BOX)
    config = ServerConfig(folder)

    def killed(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patch:
        patch.setattr(closing, step, killed)
        assert run("close", folder, "--yes").exit_code != 0
    assert config.pool_key(BOX).exists() == (step == "finish")
    answer = said("close", folder, "--box", BOX)
    assert f"票箱 {BOX} 此前已经关闭" in answer
    assert answer.count("已封箱") == 1
    assert not config.pool_key(BOX).exists()
    board = open_board(config)
    with board.store.reading() as session:
        assert chain.standing(session, BOX).stage is Stage.TALLIED
    board.store.dispose()
    assert isinstance(refused("close", folder, "--box", BOX, "--yes"), refusals.BoxClosed)


def test_a_server_without_a_meeting_says_so(folder: Path) -> None:
    key = said("init", folder).splitlines()[0]
    told = said("status", folder).splitlines()
    assert told[0] == f"服务器公钥：{key}"
    assert told[1].startswith("本服务器还没有装入会议。")
    assert told[2] == f"    piaoxiang server load {folder} opening/prepared"
    app = create_app(ServerConfig(folder))
    client = app.test_client()
    assert "本服务器还没有装入会议" in client.get("/").text
    assert "本服务器还没有装入会议" not in client.get("/verify").text
    assert client.get("/api/meeting").status_code == 404
    assert client.get("/api/boxes").status_code == 404
    app.extensions["board"].store.dispose()


def test_the_running_server_says_that_it_has_no_meeting_yet(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[ServerConfig] = []
    monkeypatch.setattr(run_command, "check_address", lambda *_: None)
    monkeypatch.setattr(run_command, "serve", lambda config, *_: served.append(config))
    key = said("init", folder).splitlines()[0]
    told = said("run", folder)
    assert "http://127.0.0.1:8000/" in told
    assert f"piaoxiang server load {folder} opening/prepared" in told
    prepared(tmp_path / "prepared", key)
    said("load", folder, tmp_path / "prepared")
    assert "还没有装入会议" not in said("run", folder)
    assert len(served) == 2


def test_a_damaged_key_is_named_and_not_shown(folder: Path) -> None:
    said("init", folder)
    path = ServerConfig(folder).server_key
    path.write_text("-----BEGIN PRIVATE KEY-----\nsecret\n-----END PRIVATE KEY-----\n")
    problem = refused("status", folder)
    assert isinstance(problem, commands.KeyUnreadable)
    assert "secret" not in str(problem)


def test_english_is_spoken_on_request(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    assert "Give the 64 hexadecimal digits" in said("init", folder)
    assert "Name another folder" in refused("init", folder).text("en")


def test_a_server_named_by_a_relative_path_shows_its_result(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ServerConfig(Path("board")).result == tmp_path / "board" / "result"
    assert ServerConfig(folder).folder.is_absolute()


def test_an_address_in_use_is_named_before_anything_is_served() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(PortTaken) as refused:
            check_address("127.0.0.1", port)
    assert str(port) in refused.value.text("zh")
    check_address("127.0.0.1", 0)


def test_a_server_that_cannot_write_says_no_address(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said("init", folder)
    monkeypatch.setattr(os, "access", lambda path, _mode: path != ServerConfig(folder).database)
    refusal = run("run", folder, "--port", str(free_port()))
    assert isinstance(refusal.exception, commands.CommandReadOnly)
    assert refusal.output == ""
