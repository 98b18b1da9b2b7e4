"""Several boxes in one command: which are done, which are passed over, and which stop it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from crypto.record.record import read_record
from crypto.record.record_builder import Entry, RecordBuilder
from meeting.definition.meeting import Box
from tally.counting.counting import count_box
from tally.next_steps.progress import plan_seen
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.record.box import no_progress
from tests.tally.fixtures.small_hall import TIMESTAMP, Hall
from tests.tally.fixtures.typed_commands import Terminal
from tests.tally.fixtures.typing_tellers import Tellers, record


def test_nothing_is_counted_before_everything_can_be(teller: Tellers) -> None:
    terminal, hall, work = teller.terminal, teller.hall, teller.work
    hall.shuffle_boxes(hall.write_work(work), (1, 2))
    for number in (1, 2):
        assert teller("decrypt", number, "--box", "r1-A", *teller.given).code == 0
    before = record(work)
    too_early = terminal.run("count", work)
    assert (too_early.code, "Box r1-B: tellers who have opened it: 0" in too_early.err) == (2, True)
    assert "Next: 2 more of these tellers must open box r1-B: 1 何静宜" in too_early.err
    assert (record(work), (work / "outcome.json").exists()) == (before, False)
    # what it named is what helps
    assert teller("decrypt", 1, *teller.given).code == 0
    last = teller("decrypt", 2, *teller.given)
    assert (last.code, "the shares suffice" in last.out) == (0, True)
    assert terminal.run("count", work, "--yes").code == 0


@pytest.mark.parametrize("step", ["shuffle", "decrypt"])
def test_where_a_command_stopped_between_boxes_is_said(
    teller: Tellers, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    hall, work = teller.hall, teller.work
    folder = hall.write_work(work)
    if step == "decrypt":
        hall.shuffle_boxes(folder, (1, 2))
    before = record(work), record(work, "r1-B")
    append = WorkFolder.append

    def full_at_b(self: WorkFolder, box: Box, entries: Iterable[Entry]) -> None:
        if box.id == "r1-B":
            raise Problem("disk-full", "The disk is full.")
        append(self, box, entries)

    with monkeypatch.context() as patch:
        patch.setattr(WorkFolder, "append", full_at_b)
        said = teller(step, 3, *teller.given)
    assert said.code == 2
    a_box, b_box = (f"{each} Round 1 · Ballot {each[-1]}" for each in ("r1-A", "r1-B"))
    assert f"Done: {a_box}. Not done: {b_box}." in said.err
    assert record(work) != before[0]
    assert record(work, "r1-B") == before[1]
    again = teller(step, 3)
    assert (again.code, "already" in again.out) == (0, True)
    assert record(work, "r1-B") != before[1]


def test_boxes_that_are_counted_are_passed_over(teller: Tellers) -> None:
    terminal, hall, work = teller.terminal, teller.hall, teller.work
    folder = hall.write_work(work)
    hall.shuffle_boxes(folder, (1, 2))
    for number in (1, 2):
        hall.open_box(folder, "r1-A", number)
    count_box(folder, hall.box("r1-A"), no_progress).written()
    counted = record(work)
    for number in (3, 2):
        opened = teller("decrypt", number, *teller.given)
        assert opened.code == 0
        assert "Box r1-A has been counted already." in opened.out
        assert "your share is in the record" in opened.out
    over = teller("shuffle", 3, *teller.given)
    assert over.code == 0
    assert "Box r1-A has been counted already." in over.out
    assert "The shuffles of box r1-B have ended" in over.out
    assert record(work) == counted
    assert terminal.run("count", work, "--yes").code == 0
    again = teller("decrypt", 1, *teller.given)
    assert (again.code, "Next: everything is counted. Anybody publishes it" in again.out) == (
        0,
        True,
    )
    assert f"    piaoxiang publish {work} result\n" in again.out
    alone = teller("decrypt", 1, "--box", "r1-B", *teller.given)
    assert (alone.code, "has been counted already" in alone.err) == (2, True)


def test_shuffles_that_have_ended_in_one_box_keep_nobody_from_the_next(teller: Tellers) -> None:
    hall, work = teller.hall, teller.work
    hall.write_work(work)
    for number in (1, 2):
        assert teller("shuffle", number, "--box", "r1-A", *teller.given).code == 0
    assert teller("decrypt", 1, "--box", "r1-A", *teller.given).code == 0
    said = teller("shuffle", 3, *teller.given)
    assert (said.code, "The shuffles of box r1-A have ended" in said.out) == (0, True)
    assert len(read_record(record(work, "r1-B")).shuffles) == 1


def test_boxes_that_are_still_open_are_named(
    terminal: Terminal, untouched: Hall, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    untouched.write_work(work)
    started = RecordBuilder.start(
        TIMESTAMP,
        untouched.elections["r1-A"].to_json().encode(),
        untouched.trustees.to_json().encode(),
        untouched.slips["r1-A"].public_list().encode(),
    )
    ballot = untouched.ballot("r1-A", 0, untouched.cast["r1-A"][0])
    (work / "boxes/r1-A/record.bel").write_bytes(started.add_ballots([ballot]).appended_bytes())
    monkeypatch.setattr(
        "tally.commands.observers.fetch.fetch_meeting", lambda *_arguments: untouched.hash
    )
    said = terminal.run("tally", "fetch", "http://127.0.0.1:1", work)
    assert said.code == 0
    assert "Next: box r1-A is still open for voting" in said.out
    assert "r1-B" not in said.out, "it waits for the other box of its round"
    assert f"piaoxiang tally fetch http://127.0.0.1:1 {work}\n" in said.out
    (work / "boxes/r1-A/record.bel").write_bytes(b"no record")
    opened = WorkFolder.open(work)
    assert plan_seen(opened, opened.meeting.rounds[0]) is None
