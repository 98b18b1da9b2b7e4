"""Meetings that continue another, each wrong in one way; their proofs and signatures hold."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from crypto.board.server_key import ServerKey
from meeting.definition.meeting import Meeting
from meeting.definition.stage import Continues
from tally.continuing.before import Published
from tally.continuing.link import Used, with_before
from tally.findings.finding import Finding
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import hall_of
from tests.tally.fixtures.two_meetings import (
    ELECTION,
    RUNOFF,
    WON,
    Two,
    ballots,
    first_held,
    prepared_hall,
    trusting,
)

Case = Callable[[Two, Path], list[Finding]]


def judged(later: Path, earlier: Path | None) -> list[Finding]:
    found = Published.verified(later)
    before = None if earlier is None else Published.verified(earlier)
    return list(with_before(found.folder, found.verdict, before).findings)


def made_otherwise(change: Callable[[Meeting, Continues], Meeting]) -> Case:
    """The second meeting really held from another definition than the one that follows."""

    def make(two: Two, path: Path) -> list[Finding]:
        old = two.second.hall
        assert old.meeting.continues is not None
        server = ServerKey.generate()
        meeting = replace(old.meeting, server_key=server.public.text)
        meeting = change(meeting, old.meeting.continues)
        hall = prepared_hall(two.first, meeting, server, path / "hall")
        trusting(hall)
        hall.cast["r1-A"] = ballots(WON, len(meeting.people))
        held = hold(hall, path / "held", RUNOFF)
        return judged(held.out, two.first.out)

    return make


def _holds(two: Two, path: Path) -> list[Finding]:
    del path
    found = judged(two.second.out, two.first.out)
    assert {each.level.value for each in found} == {"note"}
    return found


def _unseen(two: Two, path: Path) -> list[Finding]:
    del path
    return judged(two.second.out, None)


def _nothing(two: Two, path: Path) -> list[Finding]:
    del path
    return judged(two.first.out, two.first.out)


def _not_valid(two: Two, path: Path) -> list[Finding]:
    shutil.copytree(two.first.out, path / "first")
    (path / "first" / "boxes" / "r1-A" / "acts.json").unlink()
    return judged(two.second.out, path / "first")


def _other(two: Two, path: Path) -> list[Finding]:
    return judged(two.second.out, first_held(path / "other").out)


def _outcome(two: Two, path: Path) -> list[Finding]:
    """The same meeting, opened with other figures of the hall: its outcome is another one."""
    held = hold_again(two.first, path)
    return judged(two.second.out, held.out)


def hold_again(first: Held, path: Path) -> Held:
    box = {"r1-A": replace(ELECTION["r1-A"], issued=14)}
    hall = replace(first.hall, key_paths=copied_keys(first, path))
    trusting(hall)
    return hold(hall, path / "again", box)


def copied_keys(first: Held, path: Path) -> tuple[Path, ...]:
    folder = path / "keys"
    folder.mkdir()
    return tuple(Path(shutil.copy(each, folder / each.name)) for each in first.hall.key_paths)


def _key(two: Two, path: Path) -> list[Finding]:
    """The second meeting held by other tellers, whose ceremony nobody of the first saw."""
    old, server = two.second.hall, ServerKey.generate()
    thieves = hall_of(path / "thieves", two.first.hall.meeting, server, {"r1-A": 0}, 3)
    meeting = replace(old.meeting, server_key=server.public.text)
    hall = prepared_hall(replace(two.first, hall=thieves), meeting, server, path / "hall")
    trusting(hall)
    hall.cast["r1-A"] = ballots(WON, 2)
    return judged(hold(hall, path / "held", RUNOFF).out, two.first.out)


def _reused(two: Two, path: Path) -> list[Finding]:
    """An election that served the first; here its ballots are counted among the first's."""
    del path
    later, earlier = Published.verified(two.second.out), Published.verified(two.first.out)
    boxes = earlier.verdict.boxes
    shared = replace(earlier.verdict, boxes=(*boxes, *later.verdict.boxes))
    assert Used.of(boxes).shares(later.verdict.boxes[0]) is False
    found = with_before(later.folder, later.verdict, replace(earlier, verdict=shared))
    return list(found.findings)


CASES: dict[str, Case] = {
    "continues-holds": _holds,
    "continues-unseen": _unseen,
    "continues-nothing": _nothing,
    "before-not-valid": _not_valid,
    "continues-other": _other,
    "continues-outcome": _outcome,
    "continues-stage": made_otherwise(
        lambda meeting, continues: replace(
            meeting,
            id="hall-3-runoff",
            continues=replace(continues, path=("runoff", "runoff")),
        )
    ),
    "continues-differs": made_otherwise(
        lambda meeting, _continues: replace(meeting, minimum_group=4)
    ),
    "continues-key": _key,
    "continues-reused": _reused,
}
