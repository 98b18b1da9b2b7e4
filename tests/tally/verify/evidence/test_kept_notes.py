"""Checkpoints that somebody kept, held against what was published: evidence, or nothing at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.board.checkpoint import Checkpoint, make_checkpoint
from crypto.board.cosignature import LATEST_TIME
from crypto.board.server_key import ServerKey
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from tally.findings.finding import Finding, Level
from tally.folder.source import open_folder
from tally.verify.evidence.kept_notes import Cosigned, Fate
from tally.verify.folder import verify_folder
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.typed_commands import Terminal
from tests.tally.tamper.checkpoint_cases import signed
from tests.tally.tamper.kept_cases import OBSERVER, TIME, closing, cosigned, judged


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(capsys, monkeypatch)


PROBLEM = [("checkpoint-not-continued", Level.PROBLEM)]


def told(found: list[Finding]) -> list[tuple[str, Level]]:
    return [(each.code, each.level) for each in found]


@pytest.mark.parametrize("size", [1, 4, 9])
def test_the_record_goes_on_from_every_state_that_was_signed(
    tiny: Held, tmp_path: Path, size: int
) -> None:
    record = read_record((tiny.closed / "boxes/r1-A/record.bel").read_bytes())
    note = signed(tiny, Checkpoint.of_record(tiny.hall.meeting.id, record, size))
    found, findings = judged(tiny, tmp_path, note)
    assert (found.fate, found.box, found.size) == (Fate.CONTINUED, "r1-A", size)
    assert (findings, found.usable) == ([], True)
    assert [each.state for each in found.cosignatures] == [Cosigned.MISSING]


def test_a_record_that_is_shorter_than_what_was_signed_is_another_board(
    tiny: Held, tmp_path: Path
) -> None:
    events = len(read_record((tiny.out / "boxes/r1-A/record.bel").read_bytes()).events)
    found, findings = judged(tiny, tmp_path, signed(tiny, replace(closing(tiny), size=events + 1)))
    assert (found.fate, found.box, told(findings)) == (Fate.CONTRADICTED, "r1-A", PROBLEM)
    assert found.to_json()["server"] == tiny.hall.server.public.text


def test_a_box_that_was_exchanged_is_another_board(tiny: Held, tmp_path: Path) -> None:
    other = signed(tiny, replace(closing(tiny), setup_hash="0" * 64))
    found, findings = judged(tiny, tmp_path, other)
    assert (found.fate, found.box, told(findings)) == (Fate.CONTRADICTED, "", PROBLEM)
    assert "no box of this meeting" in findings[0].detail


def test_a_copy_from_before_the_closing_contradicts_only_what_it_holds(
    tiny: Held, tmp_path: Path
) -> None:
    """A longer note is not evidence against a copy that was made earlier; another root is."""
    boxes = verify_folder(open_folder(tiny.out), workers=1).boxes
    record = boxes[0].record
    assert record is not None
    early = replace(record, events=record.events[:4], stage=Stage.VOTING)
    boxes = (replace(boxes[0], record=early), *boxes[1:])
    found, findings = judged(tiny, tmp_path, signed(tiny, closing(tiny)), boxes=boxes)
    assert found.fate is Fate.WAITING
    assert told(findings) == [("checkpoint-not-compared", Level.UNFINISHED)]
    other = signed(tiny, replace(closing(tiny), size=4))
    found, findings = judged(tiny, tmp_path, other, boxes=boxes)
    assert (found.fate, told(findings)) == (Fate.CONTRADICTED, PROBLEM)


def test_a_copy_that_was_cut_after_the_last_ballot_is_no_word_against_the_server(
    tiny: Held, tmp_path: Path
) -> None:
    """One more event is the totals, which are missing; the server signs none after them."""
    boxes = verify_folder(open_folder(tiny.out), workers=1).boxes
    record = boxes[0].record
    assert record is not None
    cut = replace(record, events=record.events[:8], stage=Stage.CLOSED)
    boxes = (replace(boxes[0], record=cut), *boxes[1:])
    fates = []
    for size in (8, 9, 10):
        checkpoint = Checkpoint.of_record(tiny.hall.meeting.id, record, size)
        fates.append(judged(tiny, tmp_path, signed(tiny, checkpoint), boxes=boxes)[0].fate)
    assert fates == [Fate.CONTINUED, Fate.WAITING, Fate.CONTRADICTED]


def test_a_note_of_another_meeting_or_by_another_key_shows_nothing(
    tiny: Held, fresh: Hall, tmp_path: Path
) -> None:
    of_another = signed(tiny, replace(closing(tiny), meeting="other"))
    by_another = make_checkpoint(ServerKey.generate(), closing(tiny)).encode()
    altered = signed(tiny, closing(tiny)).replace(b"\n9\n", b"\n8\n")
    elsewhere = fresh.checkpoint(read_record(fresh.closed_record("r1-A")))
    codes = []
    for note in (of_another, by_another, altered, elsewhere):
        found, findings = judged(tiny, tmp_path, note)
        assert (found.fate, found.usable) == (Fate.REFUSED, False)
        ((code, level),) = told(findings)
        assert level is Level.NOTE
        codes.append(code)
    assert codes == ["checkpoint-foreign", "note-unsigned", "note-signature", "note-unsigned"]


def test_a_known_cosigner_is_named_with_the_time(tiny: Held, tmp_path: Path) -> None:
    stranger = replace(OBSERVER, name="observer.example/wang")
    found, findings = judged(
        tiny, tmp_path, cosigned(tiny, closing(tiny)), cosigners=(stranger, OBSERVER)
    )
    assert (found.fate, found.usable, findings) == (Fate.CONTINUED, True, [])
    assert [each.to_json() for each in found.cosignatures] == [
        {"key": stranger.text, "state": "missing"},
        {"key": OBSERVER.text, "state": "given", "time": TIME},
    ]


def test_a_false_cosignature_is_named_and_the_evidence_stays_evidence(
    tiny: Held, tmp_path: Path
) -> None:
    other = replace(closing(tiny), root=bytes(32))
    line = cosigned(tiny, closing(tiny)).rsplit(b"\n\n", 1)[1].split(b"\n")[1] + b"\n"
    found, findings = judged(tiny, tmp_path, signed(tiny, other) + line)
    assert (found.fate, found.usable) == (Fate.CONTRADICTED, False)
    assert [each.state for each in found.cosignatures] == [Cosigned.INVALID]
    assert told(findings) == [("cosignature-invalid", Level.NOTE), *PROBLEM]


def test_the_command_says_what_became_of_each_checkpoint(
    terminal: Terminal, tiny: Held, tmp_path: Path
) -> None:
    honest, bad, foreign = (tmp_path / f"{name}.txt" for name in ("honest", "bad", "foreign"))
    honest.write_bytes(cosigned(tiny, closing(tiny)))
    bad.write_bytes(signed(tiny, replace(closing(tiny), root=bytes(32))))
    foreign.write_bytes(signed(tiny, replace(closing(tiny), meeting="other")))
    said = terminal.run("verify", tiny.out, "--checkpoint", honest, "--cosigner", OBSERVER.text)
    assert said.code == 0
    assert f"✓ Checkpoint {honest}: the record of box r1-A continues the 9 events" in said.out
    assert "cosigned by observer.example/liu on 2026-11-21" in said.out
    said = terminal.run("verify", tiny.out, "--checkpoint", honest, "--checkpoint", bad)
    assert said.code == 1
    assert "[checkpoint-not-continued]" in said.out
    assert f"✗ Checkpoint {bad}: CONTRADICTED. The server (key " in said.out
    assert "INVALID — problems found: 1." in said.out
    said = terminal.run("verify", tiny.out, "--checkpoint", foreign, "--json")
    value = json.loads(said.out)
    assert (said.code, value["verdict"]) == (2, "valid")
    assert [(each["state"], each["size"]) for each in value["checkpoints"]] == [("refused", 9)]


def test_a_checkpoint_of_another_key_may_mean_that_the_meeting_was_exchanged(
    terminal: Terminal, tiny: Held, tmp_path: Path
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text(make_checkpoint(ServerKey.generate(), closing(tiny)))
    hint = "meeting.json may have been exchanged"
    said = terminal.run("verify", tiny.out, "--checkpoint", path)
    assert (said.code, "not usable" in said.out, hint in said.out) == (2, True, True)
    value = json.loads(terminal.run("verify", tiny.out, "--json").out)
    given = ("--meeting-fingerprint", value["meeting_fingerprint"])
    said = terminal.run("verify", tiny.out, "--checkpoint", path, *given)
    assert (said.code, "not usable" in said.out, hint in said.out) == (2, True, False)


def test_a_time_that_no_calendar_has_is_told_in_seconds(
    terminal: Terminal, tiny: Held, tmp_path: Path
) -> None:
    path = tmp_path / "kept.txt"
    path.write_bytes(cosigned(tiny, closing(tiny), LATEST_TIME))
    said = terminal.run("verify", tiny.out, "--checkpoint", path, "--cosigner", OBSERVER.text)
    assert (said.code, f"on {LATEST_TIME}\n" in said.out) == (0, True)


def test_a_chinese_sentence_has_no_english_end(
    terminal: Terminal, tiny: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "zh")
    honest, letter = tmp_path / "honest", tmp_path / "letter"
    honest.write_bytes(signed(tiny, closing(tiny)))
    letter.write_text("Dear teller")
    said = terminal.run("verify", tiny.out, "--checkpoint", letter)
    assert said.err.rstrip().endswith("它不能说明结果有任何问题。")
    said = terminal.run("verify", tiny.out, "--checkpoint", honest, "--cosigner", "observer")
    assert said.err.rstrip().endswith("未作任何比对。")


def test_what_is_no_checkpoint_or_no_key_is_a_sentence(
    terminal: Terminal, tiny: Held, tmp_path: Path
) -> None:
    honest, letter, cut, large = (tmp_path / name for name in ("honest", "letter", "cut", "large"))
    honest.write_bytes(signed(tiny, closing(tiny)))
    letter.write_text("Dear teller")
    cut.write_bytes(signed(tiny, closing(tiny))[:-1])
    large.write_bytes(bytes(1 << 15))
    cases = [
        ("--checkpoint", letter),
        ("--checkpoint", cut),
        ("--checkpoint", large),
        ("--checkpoint", tmp_path),
        ("--checkpoint", tmp_path / "nothing"),
        ("--cosigner", OBSERVER.text),
        ("--checkpoint", honest, "--cosigner", "observer"),
        ("--checkpoint", honest, "--cosigner", OBSERVER.text.replace("liu", "li")),
        ("--checkpoint", honest, "--profile", "belenios"),
    ]
    for case in cases:
        said = terminal.run("verify", tiny.out, *case)
        assert (said.code, said.out, bool(said.err.strip())) == (2, "", True), case
    said = terminal.run("verify", tiny.out / "boxes/r1-A/record.bel", "--checkpoint", honest)
    assert (said.code, said.out) == (2, "")
