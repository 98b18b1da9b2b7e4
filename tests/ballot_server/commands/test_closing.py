"""Closing a box: what is shown before it, who is held back, and what is asked."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.board import open_board
from ballot_server.board.visits import Visits
from ballot_server.web.app import create_app
from crypto.record.record import read_record
from meeting.board_interface.questions import VisitStep
from tests.ballot_server.fixtures.asking import accepted
from tests.ballot_server.fixtures.closing_box import (
    ENTITLED,
    box_of_five,
    in_booth,
    listed,
    run,
    said,
    vote,
)
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
)


@pytest.fixture
def loaded(tmp_path: Path) -> Iterator[Loaded]:
    yield from box_of_five(tmp_path / "server")


def test_before_closing_everything_is_shown_and_the_milder_step_named(
    client: FlaskClient, loaded: Loaded
) -> None:
    folder = loaded.config.folder
    vote(client, loaded, 3)
    told = run("close", folder, "--box", BOX, answer="n\n")
    assert told.exit_code != 0
    assert "未确认，没有封箱" in told.output
    for each in (
        "已收 3 票；应到 5 人；印制票码条 7 张",
        "其中 3 票尚未写入公告板记录",
        "投票机前：无从得知有没有人，请到投票机前查看",
        "实际发出多少张票码条，服务器并不知道",
        f"piaoxiang server last-voters {folder} --box {BOX}",
        "确定吗",
    ):
        assert each in told.output
    assert "多于应到" not in told.output
    assert OTHER_BOX not in told.output
    assert told.output.index("last-voters") < told.output.index("确定吗")
    assert accepted(loaded) == 3


def test_closing_with_people_in_the_booths_asks_with_their_number(
    client: FlaskClient, loaded: Loaded
) -> None:
    folder = loaded.config.folder
    in_booth(loaded, 2)
    in_booth(loaded, 1, OTHER_BOX)
    told = said("last-voters", folder)
    assert told.count("即将封箱，不再接收新的票码条") == 2
    assert "投票机前：2 人" in told
    assert f"piaoxiang server close {folder}\n" in told
    assert f"piaoxiang server last-voters {folder} --undo" in told
    refusal = run("close", folder, answer="n\n")
    assert refusal.exit_code != 0
    assert "投票机前还有 3 人，封箱后尚未投出的人就不能再投了。仍要封箱吗？" in refusal.output
    assert "last-voters" not in refusal.output, "it is that far already"
    assert listed(client) == {BOX: True, OTHER_BOX: True}
    assert said("last-voters", folder, "--undo", "--box", BOX).count("正在投票\n") == 1
    assert listed(client) == {BOX: False, OTHER_BOX: True}
    assert said("close", folder, answer="y\n").count("：已封箱") == 2
    assert not any((loaded.config.visits).glob("*"))


def test_closing_is_confirmed_at_a_real_keyboard_in_chinese_or_not_at_all(loaded: Loaded) -> None:
    """Whoever types 是 has closed the boxes; an input that cannot be read has closed nothing."""
    words = [sys.executable, "-m", "piaoxiang", "server", "close", str(loaded.config.folder)]
    words += ["--box", BOX]
    ours, unreadable = os.openpty()
    os.close(ours)
    failed = subprocess.run(words, stdin=unreadable, capture_output=True, check=False, timeout=60)
    os.close(unreadable)
    assert failed.returncode != 0
    assert "未确认，没有封箱。" in failed.stdout.decode()
    assert b"Traceback" not in failed.stderr
    for typed, state in (("否\n", "正在投票"), ("是\n", "已封箱")):
        done = subprocess.run(
            words, input=typed.encode(), capture_output=True, check=False, timeout=60
        )
        told = done.stdout.decode()
        assert "（输入 是 / 否）：" in told
        assert "[y/N]" not in told
        assert (done.returncode == 0) == (typed == "是\n")
        assert f"：{state}" in said("status", loaded.config.folder)


def test_a_kiosk_that_is_not_heard_of_is_said_to_be_so(loaded: Loaded) -> None:
    earlier = Visits(loaded.config, clock=lambda: 0.0)
    earlier.start()
    earlier.note(BOX, bytes(15) + b"x", VisitStep.BEGIN, lambda: None)
    later = Visits(loaded.config, clock=lambda: 120.0)
    loaded.board.visits = later
    found = later.open(BOX)
    assert found is not None
    assert (found.heard, found.silent, found.all) == (0, 1, 1)
    earlier.stop()


def test_six_ballots_of_five_people_are_said_before_and_after_closing(
    client: FlaskClient, loaded: Loaded
) -> None:
    folder = loaded.config.folder
    vote(client, loaded, ENTITLED)
    assert "多于应到" not in said("status", folder)
    vote(client, loaded, ENTITLED + 1, first=ENTITLED)
    sentence = "收到 6 张，应到 5 人：多于应到人数"
    assert said("status", folder).count(sentence) == 1
    assert run("close", folder, answer="n\n").output.count(sentence) == 1
    closed = said("close", folder, answer="y\n")
    assert closed.count(sentence) == 2, "before it asks, and with what was closed"
    assert "收回的票多于发出的票，按规则本轮无效" in closed
    assert "封箱、计票照常进行" in closed
    assert said("status", folder).count(sentence) == 1
    board = open_board(loaded.config)
    app = create_app(loaded.config)
    record = read_record(app.test_client().get(f"/api/boxes/{BOX}/record.bel").data)
    assert len(record.ballots) == ENTITLED + 1
    board.store.dispose()
    app.extensions["board"].store.dispose()


def test_commands_speak_english_too(
    client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    vote(client, loaded, 6)
    in_booth(loaded, 2)
    told = run("close", loaded.config.folder, answer="n\n").output
    assert "6 received, 5 entitled" in told
    assert "Still in the booths: 2." in told
    assert "in the booths: 2" in told


def test_who_left_with_nothing_cast_is_said_before_closing(loaded: Loaded) -> None:
    folder = loaded.config.folder
    in_booth(loaded, 0)
    loaded.board.visits.note(BOX, bytes(15) + b"l", VisitStep.LEFT, lambda: None)
    assert "另有 1 人已进入、未投出" in said("status", folder)
    asked = run("close", folder, answer="n\n").output
    assert "投票机前还有 0 人，另有 1 人已进入、未投出" in asked
    assert "未确认，没有封箱" in asked
    loaded.board.visits.note(BOX, bytes(15) + b"l", VisitStep.END, lambda: None)
    assert "未投出" not in said("status", folder)
