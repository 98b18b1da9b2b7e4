"""Shuffles and shares that do not hold: named, and set aside, so that the count goes on.

What tellers do with a closed box stands at the end of its record, each act on the one before. So a
bad one is cut off with all that stands after it, which its tellers make again; the key files allow
that. What is cut off is kept beside the record, as evidence: `boxes/<box>/set-aside/<event>.part`,
with acts.json as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from crypto.place import Place
from crypto.record.archive import Archive
from crypto.record.chain_scan import RecordedEvent
from crypto.record.event import EventType
from crypto.record.record import Record
from meeting.definition.meeting import Box
from meeting.files import write_inside
from meeting.published.folder_names import ACTS
from tally.findings.finding import Finding
from tally.folder.acts import acts_of
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress
from tally.verify.record.closing import closing_head

_Done = TypeVar("_Done")
NOBODY = 0
"""The owner of what is in nobody's name."""
TOO_FEW = "shuffles-few"
"""The code of shuffles that somebody ended before enough tellers had shuffled."""
_ABOUT_ALL = frozenset({"shares-missing", TOO_FEW})
"""What follows from a bad act anywhere."""


@dataclass(frozen=True, slots=True)
class BadAct:
    """A shuffle or a share that was set aside: in whose name, where it stood, and what is wrong.

    `height` is that of its event in a box, its place among those of its kind in a sum. Without
    `codes` it is a sound one that stood after a bad one.
    """

    owner: int
    height: int
    codes: tuple[str, ...]
    shuffle: bool = False


def bad_acts(verified: VerifiedBox) -> tuple[BadAct, ...]:
    """The bad acts of a box and those after them, if nothing else is wrong with it."""
    record = verified.record
    problems = verified.findings.problems
    if record is None or record.finished or not problems:
        return ()
    closed = _height_of(record, closing_head(record))
    against = codes_against(problems, _event)
    if closed is None or against is None or not all(height > closed for height in against):
        return ()
    if not against:
        against = _other_codes(record, problems)
    if not against:
        return ()
    found = [*record.shuffles, *record.partial_decryptions]
    acts = {each.event.event.height: each for each in found}
    shuffles = {each.event.event.height for each in record.shuffles}
    first = min(against)
    cut = sorted({first} | {height for height in acts if height >= first})
    return tuple(
        BadAct(
            acts[height].owner if height in acts else NOBODY,
            height,
            tuple(against.get(height, ())),
            height in shuffles,
        )
        for height in cut
    )


def codes_against(
    problems: Iterable[Finding], act: Callable[[Place], int | None]
) -> dict[int, list[str]] | None:
    """The codes against each act, by the number that `act` finds in the place.

    None if there is any problem elsewhere: then it is not for bad acts alone that a box or a sum
    does not hold.
    """
    against: dict[int, list[str]] = {}
    for finding in problems:
        if finding.code in _ABOUT_ALL or finding.place.file == ACTS:
            continue
        number = act(finding.place)
        if number is None:
            return None
        against.setdefault(number, []).append(finding.code)
    return against


def without_bad_acts(
    code: str,
    set_aside: Callable[[], tuple[BadAct, ...]],
    action: Callable[[], _Done],
    told: Callable[[tuple[BadAct, ...]], None],
) -> _Done:
    """Do something; where it raises Problem(`code`) for bad acts alone, do it again without them.

    `set_aside` sets them aside and gives them, or nothing if something else is wrong; `told` is
    called with them.
    """
    before: tuple[BadAct, ...] = ()
    while True:
        try:
            return action()
        except Problem as problem:
            found = set_aside() if problem.code == code else ()
            if not found or found == before:
                raise
            told(found)
            before = found


def set_aside(work: WorkFolder, box: Box, progress: Progress = no_progress) -> tuple[BadAct, ...]:
    """Cut the bad acts off a box's record, and all that stands after them; they are kept beside.

    Does nothing, and gives nothing, if no act is bad or something else is wrong with the box.
    """
    verified = work.examined(box, progress)
    found = bad_acts(verified)
    record = verified.record
    if not found or record is None:
        return ()
    first = found[0].height
    event = next((each for each in record.events if each.event.height == first), None)
    kept = record.archive if event is None else _before(record, event)
    done = (*record.shuffles, *record.partial_decryptions)
    before = [each.data for each in done if each.event.event.height < first]
    cut_off(work, box, kept.size, str(first))
    work.write_acts(box, acts_of(verified.acts or (), before))
    return found


def cut_off(work: WorkFolder, box: Box, kept: int, name: str) -> None:
    """Keep so many bytes of a record in its place, and the rest and acts.json as evidence."""
    files = work.folder.files(box)
    taken_out = (files.record or b"")[kept:]
    place = f"boxes/{box.id}/set-aside"
    name = _free(work, place, name)
    if taken_out:
        write_inside(work.folder.path, f"{place}/{name}.part", taken_out)
    if files.acts is not None:
        write_inside(work.folder.path, f"{place}/{name}.acts.json", files.acts)
    if taken_out:
        work.cut_record(box, kept)


def _free(work: WorkFolder, place: str, name: str) -> str:
    """The name, or one after it under which nothing was set aside yet."""
    there = {each.name for each in work.real_folder(place).iterdir()}
    names = (name, *(f"{name}-{again}" for again in range(2, len(there) + 3)))
    return next(one for one in names if not any(each.startswith(f"{one}.") for each in there))


def _before(record: Record, event: RecordedEvent) -> Archive:
    """What stands in the record before an event and the data that it brought."""
    members = record.archive.members
    at = next(at for at, each in enumerate(members) if each.hash == event.hash)
    brought = {event.event.payload, *(event.payload.references if event.payload else ())} - {None}
    return Archive(record.archive.timestamp, members[: at - len(brought)])


def _other_codes(record: Record, problems: Iterable[Finding]) -> dict[int, list[str]]:
    """What is wrong where no act by itself is: the shuffles were ended too early, or acts.json."""
    codes = {each.code for each in problems}
    if TOO_FEW in codes:
        ended = EventType.END_SHUFFLES
        last = [e.event.height for e in record.events if e.event.type is ended][-1:]
        shares = [each.event.event.height for each in record.partial_decryptions][:1]
        return {height: [TOO_FEW] for height in (*last, *shares)}
    beside = sorted({each.code for each in problems if each.place.file == ACTS})
    return {record.head.height + 1: beside} if beside else {}


def _height_of(record: Record, head: str | None) -> int | None:
    return next((each.event.height for each in record.events if each.hash == head), None)


def _event(place: Place) -> int | None:
    return place.event
