"""A record by itself: exactly what is noted of it, and of a folder read without its meeting."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from crypto.record.record import read_record
from tally.findings.finding import Findings, Level
from tally.folder.source import SingleRecord, open_folder, open_source
from tally.verify.folder import verify_folder
from tally.verify.record.ballots import Progress
from tally.verify.record.box import verify_record
from tally.verify.record.unsigned import report_unsigned
from tally.verify.single import NOT_CHECKED, verify_records, verify_single
from tally.verify.verdict import Verdict, Word
from tests.tally.fixtures.box_check import BOX
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.record_parts import Parts
from tests.tally.fixtures.spoiled_records import edited

ALWAYS = {code for code, _detail in NOT_CHECKED}


def alone(path: Path, *, strict: bool = False) -> Verdict:
    source = open_source(path)
    assert isinstance(source, SingleRecord)
    return verify_single(source, strict=strict, workers=1)


def notes(verdict: Verdict) -> set[str]:
    return {each.code for each in verdict.findings if each.level is Level.NOTE}


def test_what_is_noted_of_a_record_of_ours(tiny: Held, tmp_path: Path) -> None:
    beside_its_acts = tiny.out / "boxes" / BOX / "record.bel"
    assert notes(alone(beside_its_acts)) == {"foreign-acts", *ALWAYS}
    assert notes(alone(beside_its_acts, strict=True)) == ALWAYS
    (tmp_path / "record.bel").write_bytes(beside_its_acts.read_bytes())
    for strict in (False, True):
        assert notes(alone(tmp_path / "record.bel", strict=strict)) == ALWAYS
    closed = alone(tiny.closed / "boxes" / BOX / "record.bel")
    assert notes(closed) == ALWAYS
    assert [each.code for each in closed.findings if each.level is Level.UNFINISHED] == [
        "record-unfinished"
    ]


def test_slips_in_any_order_are_noted_of_a_foreign_record_only(tiny: Held) -> None:
    parts = Parts.of((tiny.closed / "boxes" / BOX / "record.bel").read_bytes())
    turned = edited(parts.credentials, lambda keys: keys[::-1])
    data = replace(parts, credentials=turned).record()
    for foreign, level in ((True, Level.NOTE), (False, Level.PROBLEM)):
        found = verify_record(data, BOX, foreign=foreign, workers=1).findings.found
        assert [(each.level, each.where) for each in found] == [(level, "credentials[1]")]


@pytest.mark.parametrize("missing", ["r1-A", "r1-B"])
def test_a_record_that_is_not_here_leaves_a_folder_unfinished(
    published: Path, missing: str
) -> None:
    (published / "boxes" / missing / "record.bel").unlink()
    verdict = verify_records(open_folder(published), workers=1)
    assert verdict.word is Word.UNFINISHED
    assert [(each.box, each.code) for each in verdict.findings if each.level is not Level.NOTE] == [
        (missing, "record-missing")
    ]
    assert [box.findings.box for box in verdict.boxes] == ["r1-A", "r1-B"]
    assert {each.box for each in verdict.findings} == {"r1-A", "r1-B"}
    assert notes(verdict) == {"foreign-acts", *ALWAYS}


def test_progress_is_told_by_box(tiny: Held) -> None:
    heard: dict[str, list[tuple[int, int]]] = {"r1-A": [], "r1-B": []}
    folder = open_folder(tiny.out)

    def progress_of(box: str) -> Progress:
        return lambda done, total: heard[box].append((done, total))

    verify_records(folder, progress_of=progress_of, workers=1)
    verify_folder(folder, progress_of=progress_of, workers=1)
    assert heard == {"r1-A": [(6, 6)] * 2, "r1-B": [(6, 6)] * 2}


def unsigned(parts: Parts, *, ours: bool) -> list[tuple[Level, str, str]]:
    findings = Findings()
    report_unsigned(read_record(parts.record()), findings, ours=ours)
    return [(each.level, each.code, each.where) for each in findings.found]


def test_without_acts_each_act_of_ours_is_named_and_those_of_another_together(tiny: Held) -> None:
    opened = Parts.of((tiny.out / "boxes" / BOX / "record.bel").read_bytes())
    closed = replace(opened, shares=(), result=None)
    shuffled = replace(opened, shuffles=((2, b'{"of":2}'), (1, b'{"of":1}')))
    assert unsigned(closed, ours=True) == unsigned(closed, ours=False) == []
    assert unsigned(opened, ours=True) == [
        (Level.UNBOUND, "not-bound", "event 9"),
        (Level.UNBOUND, "not-bound", "event 10"),
    ]
    assert unsigned(shuffled, ours=True) == [
        (Level.UNBOUND, "shuffle-unsigned", "event 9"),
        (Level.UNBOUND, "shuffle-unsigned", "event 10"),
        (Level.UNBOUND, "not-bound", "event 12"),
        (Level.UNBOUND, "not-bound", "event 13"),
    ]
    assert unsigned(opened, ours=False) == [(Level.NOTE, "not-bound", "")]
    assert unsigned(shuffled, ours=False) == [
        (Level.NOTE, "shuffle-unsigned", ""),
        (Level.NOTE, "not-bound", ""),
    ]
