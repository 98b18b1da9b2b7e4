"""The commands as tellers and observers type them: what they print, and the exit codes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import piaoxiang
from meeting.published.setups import meeting_fingerprint
from tally.keys.encrypted_file import Cost
from tally.opening.planned import planned_round
from tally.words.figures_and_names import short_hash
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import PASSPHRASE, Hall

FIGURES = """schema = 1
[boxes.r1-A]
present = 7
issued = 7
[boxes.r1-B]
present = 8
issued = 6
"""


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in English, with a cheap scrypt and no passphrase file in the environment."""
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    monkeypatch.delenv("PIAOXIANG_PASSPHRASE_FILE", raising=False)
    monkeypatch.setattr(Cost.__init__, "__defaults__", (1 << 14, 8, 1))

    def command(*arguments: object) -> Said:
        with pytest.raises(SystemExit) as stopped:
            piaoxiang.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        code = stopped.value.code
        return Said(code if isinstance(code, int) else 0, printed.out, printed.err)

    return command


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    path = tmp_path / "passphrase.txt"
    path.write_text(PASSPHRASE + "\n")
    return path


def test_the_ceremony_by_commands(run: Run, tiny: Held, tmp_path: Path, passphrase: Path) -> None:
    folder = tmp_path / "ceremony-folder"
    folder.mkdir()
    (folder / "meeting.json").write_bytes(tiny.hall.definition)

    def teller(step: str, number: int, *more: object) -> Said:
        key = ("--key", tmp_path / f"{number}.key", "--passphrase-file", passphrase)
        return run("teller", step, folder, *more, *key)

    for number in (1, 2, 3):
        assert teller("join", number, "--index", number).code == 0
    early = teller("accept", 1)
    assert (early.code, "1 何静宜, 2 罗永辉, 3 苏敏 must promise" in early.err) == (2, True)
    promised = teller("deal", 1).out
    assert "Next: the promise of 2 罗永辉, 3 苏敏 is still missing." in promised
    assert f"\n    # 2 罗永辉\n    piaoxiang teller deal {folder} --key teller-2.key\n" in promised
    own = f"--key {tmp_path / '1.key'} --passphrase-file {passphrase}\n"
    assert f"you run once more, to deal:\n    piaoxiang teller deal {folder} {own}" in promised
    teller("deal", 2)
    dealt = teller("deal", 3).out  # the last who promises deals with the same run
    assert "1 何静宜, 2 罗永辉 must still deal" in dealt
    assert f"you run:\n    piaoxiang teller accept {folder} --key {tmp_path / '3.key'}" in dealt
    early = teller("accept", 3)
    assert (early.code, f"piaoxiang teller deal {folder}" in early.err) == (2, True)
    assert f"accept the shares:\n    piaoxiang teller accept {folder}" not in teller("deal", 1).out
    last = teller("deal", 2).out
    assert f"piaoxiang teller accept {folder} --key {tmp_path / '2.key'} --passphrase" in last
    early = run("teller", "assemble", folder)
    assert (early.code, f"piaoxiang teller accept {folder}" in early.err) == (2, True)
    for number in (1, 2):
        assert teller("accept", number).code == 0
    assert f"once:\n    piaoxiang teller assemble {folder}\n" in teller("accept", 3).out
    assembled = run("teller", "assemble", folder).out
    assert "Next: the registrar makes the slips" in assembled
    assert f"piaoxiang registrar slips {folder} --trustees {folder / 'trustees.json'}" in assembled
    assert f"piaoxiang teller check {folder / 'prepared'} --key teller-3.key" in assembled
    assert (folder / "trustees.json").stat().st_size > 1000


def test_from_closed_boxes_to_a_valid_verdict(
    run: Run, fresh: Hall, tmp_path: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, out = tmp_path / "work", tmp_path / "out"
    opened = fresh.write_work(work)
    plan = short_hash(planned_round(opened, opened.meeting.rounds[0]).plan.hash)
    first = (
        "teller",
        "decrypt",
        work,
        "--key",
        fresh.key_paths[0],
        "--passphrase-file",
        passphrase,
    )
    wrong = run(*first, "--box", "r1-A", "--plan", "AAAA BBBB CCCC DDDD EEEE FFFF")
    assert (wrong.code, "call the chief teller" in wrong.err) == (2, True)
    right = run(*first, "--box", "r1-A", "--plan", plan)
    assert right.code == 0
    assert f"Fingerprint of the plan: {plan}" in right.out
    assert "already" in run(*first, "--box", "r1-A").out
    assert run(*first).code == 0
    too_few = run("count", work)
    assert (too_few.code, "opened it: 1; needed: 2" in too_few.err) == (2, True)
    assert "Next: 1 more of these tellers must open box r1-A" in too_few.err
    assert f"    # 2 罗永辉\n    piaoxiang teller open {work} --key teller-2.key\n" in too_few.err
    uncounted = run("publish", work, out)
    assert (uncounted.code, "has not been counted yet" in uncounted.err) == (2, True)
    assert f"piaoxiang teller open {work} --key teller-2.key" in uncounted.err
    assert not out.exists()
    second = (*first[:4], fresh.key_paths[2], *first[5:])
    assert run(*second, "--yes", "--plan", plan).code == 0
    (tmp_path / "figures.toml").write_text(FIGURES)
    figures = ("--figures", tmp_path / "figures.toml", "--yes")
    for key in (first[3:], second[3:]):
        assert run("teller", "figures", work, *key, *figures).code == 0
    assert run("count", work).code == 0
    published = run("publish", work, out)
    assert published.code == 0
    assert "--meeting-fingerprint MEETING-FINGERPRINT" in published.out
    with monkeypatch.context() as chinese:
        chinese.setenv("PIAOXIANG_LANGUAGE", "zh")
        words = run("publish", work, tmp_path / "again").out
    assert "--meeting-fingerprint 会议指纹" in words.replace("'", "")
    assert run("publish", work, out).code == 2
    verdict = run("verify", out)
    assert verdict.code == 0
    assert "VALID — every ballot" in verdict.out
    found = meeting_fingerprint(fresh.key(1).key.setups)
    assert run("verify", out, "--meeting-fingerprint", "0" * 64).code == 1
    short = short_hash(found)
    for typed in ("", "12", short[:-1], short[:19], found[:-1], found + "0"):
        said = run("verify", out, "--meeting-fingerprint", typed)
        assert (said.code, "INVALID" in said.out) == (2, False)
    (tmp_path / "slip.txt").write_text(f"PXM1:{found}\n")
    for given in (found, short_hash(found), tmp_path / "slip.txt"):
        assert run("verify", out, "--meeting-fingerprint", given).code == 0
    strict = ("--meeting-fingerprint", found, "--profile", "belenios")
    assert run("verify", out, *strict).code == 2, "it reads no meeting"
    assert short_hash(found) in (out / "index.html").read_text(encoding="utf-8")


def test_decrypting_asks_first_and_no_is_no(
    run: Run, fresh: Hall, tmp_path: Path, passphrase: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    fresh.write_work(work)
    before = (work / "boxes/r1-A/record.bel").read_bytes()
    monkeypatch.setattr("click.prompt", lambda *_args, **_named: "")
    key = ("--key", fresh.key_paths[0], "--passphrase-file", passphrase)
    assert run("teller", "decrypt", work, *key, "--box", "r1-A").code == 130
    assert (work / "boxes/r1-A/record.bel").read_bytes() == before
    assert fresh.key(1).key.openings == ()


def test_the_verdict_as_json_names_place_and_numbers(run: Run, published: Path) -> None:
    path = published / "boxes/r1-A/acts.json"
    path.unlink()
    said = run("verify", published, "--json")
    value = json.loads(said.out)
    assert said.code == 3
    assert value["verdict"] == "not-bound"
    finding = next(each for each in value["findings"] if each["code"] == "not-bound")
    assert finding["level"] == "not-bound"
    assert (finding["box"], finding["where"], finding["height"]) == ("r1-A", "event 9", 9)
    assert [box["bound"] for box in value["boxes"]] == [False, True]
    assert value["boxes"][0]["ballots"] == 6


def test_the_verdict_in_chinese(run: Run, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    assert "记录核验通过——每张选票、每个份额、每个数字都成立" in run("verify", published).out
    (published / "outcome.json").write_bytes(b"{}")
    said = run("verify", published)
    assert "无效——发现 1 个问题" in said.out
    assert "outcome.json 与记录算出的不符" in said.out


def test_unusable_input_is_a_sentence_and_exit_code_2(
    run: Run, tmp_path: Path, passphrase: Path, tiny: Held
) -> None:
    text = tmp_path / "letter.txt"
    text.write_text("Dear teller")
    short = tmp_path / "short.txt"
    short.write_text("short\n")
    (tmp_path / "empty").mkdir()
    key = ("--key", tmp_path / "no.key")
    cases = [
        ("verify", tmp_path / "nothing"),
        ("verify", text),
        ("verify", tmp_path / "empty"),
        ("verify", tiny.out, "--receipt", "PXR1:nothing"),
        ("verify", tiny.out / "boxes/r1-A/record.bel", "--receipt", "PXR1:nothing"),
        ("count", tmp_path / "empty"),
        ("publish", tiny.closed, tmp_path / "out"),
        ("teller", "join", tmp_path / "empty", "--index", "1", *key),
        ("teller", "decrypt", tiny.work, *key, "--passphrase-file", passphrase),
        ("teller", "decrypt", tiny.work, *key, "--plan", "x"),
        ("teller", "decrypt", tiny.work, *key, "--box", "r9-Z"),
    ]
    for case in cases:
        said = run(*case)
        assert said.code == 2, case
        assert said.err.strip(), case
        assert "Traceback" not in said.err
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(tiny.hall.folder / "meeting.json", folder)
    said = run("teller", "join", folder, "--index", 1, *key, "--passphrase-file", short)
    assert (said.code, "at least 10 characters" in said.err) == (2, True)
    assert not (tmp_path / "no.key").exists()


def test_a_typed_passphrase_is_asked_for_until_it_is_long_enough(
    run: Run, tiny: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = iter(["short", PASSPHRASE, "another one, by mistake", PASSPHRASE, PASSPHRASE])
    monkeypatch.setattr("click.prompt", lambda *_args, **_named: next(typed))
    folder = tmp_path / "folder"
    folder.mkdir()
    shutil.copy(tiny.hall.folder / "meeting.json", folder)
    said = run("teller", "join", folder, "--index", 2, "--key", tmp_path / "2.key")
    assert said.code == 0
    assert "at least 10 characters" in said.err
    assert "The two are not the same" in said.err
    assert PASSPHRASE not in said.out + said.err
