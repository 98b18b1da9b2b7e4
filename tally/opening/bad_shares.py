"""Shares that do not hold: named, and set aside, so that the count goes on without them.

A share is the last thing in a record until the next one; what was added after a bad one refers to
it and has to be made again by its teller, which the key files allow. What is cut off is kept
beside the record, as evidence: `boxes/<box>/set-aside/<event>.part`, with acts.json as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from crypto.place import Place
from crypto.record.archive import Archive
from meeting.definition.meeting import Box
from meeting.files import write_inside
from tally.findings.finding import Finding
from tally.folder.acts import acts_of
from tally.opening.work_folder import WorkFolder
from tally.problem import Problem
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox, no_progress

_Done = TypeVar("_Done")
_ABOUT_ALL = frozenset({"shares-missing"})
"""What follows from a bad share anywhere."""


@dataclass(frozen=True, slots=True)
class BadShare:
    """A share that was set aside: whose it is said to be, where it stood, and the codes against it.

    `height` is that of its event in a box, its place among the shares in a sum. Without codes it is
    a sound share that stood after a bad one.
    """

    owner: int
    height: int
    codes: tuple[str, ...]


def bad_shares(verified: VerifiedBox) -> tuple[BadShare, ...]:
    """The bad shares of a box and those after them, if nothing else is wrong with it."""
    record = verified.record
    if record is None or record.finished:
        return ()
    against = codes_against(verified.findings.problems, lambda place: place.event)
    heights = {each.event.event.height for each in record.partial_decryptions}
    if not against or not against.keys() <= heights:
        return ()
    return tuple(
        BadShare(each.owner, height, tuple(against.get(height, ())))
        for each in record.partial_decryptions
        if (height := each.event.event.height) >= min(against)
    )


def codes_against(
    problems: Iterable[Finding], share: Callable[[Place], int | None]
) -> dict[int, list[str]]:
    """The codes against each share, by the number that `share` finds in the place.

    Empty if there is any problem elsewhere: then it is not for bad shares alone that a box or a sum
    does not hold.
    """
    against: dict[int, list[str]] = {}
    for finding in problems:
        if finding.code in _ABOUT_ALL:
            continue
        number = share(finding.place)
        if number is None:
            return {}
        against.setdefault(number, []).append(finding.code)
    return against


def without_bad_shares(
    code: str,
    set_aside: Callable[[], tuple[BadShare, ...]],
    action: Callable[[], _Done],
    told: Callable[[tuple[BadShare, ...]], None],
) -> _Done:
    """Do something; where it raises Problem(`code`) for bad shares alone, do it again without them.

    `set_aside` sets them aside and gives them, or nothing if something else is wrong; `told` is
    called with them.
    """
    try:
        return action()
    except Problem as problem:
        found = set_aside() if problem.code == code else ()
        if not found:
            raise
        told(found)
    return action()


def set_aside(work: WorkFolder, box: Box, progress: Progress = no_progress) -> tuple[BadShare, ...]:
    """Cut the bad shares off a box's record, and all that stands after them; they are kept beside.

    Does nothing, and gives nothing, if no share is bad or something else is wrong with the box.
    """
    verified = work.examined(box, progress)
    found = bad_shares(verified)
    record = verified.record
    if not found or record is None:
        return ()
    first = next(each for each in record.events if each.event.height == found[0].height)
    members = record.archive.members
    event = next(at for at, each in enumerate(members) if each.hash == first.hash)
    brought = {first.event.payload, *(first.payload.references if first.payload else ())}
    keep = event - len(brought)
    kept = Archive(record.archive.timestamp, members[:keep]).to_bytes()
    files = work.folder.files(box)
    place = f"boxes/{box.id}/set-aside"
    work.real_folder(place)
    name, taken_out = f"{place}/{found[0].height}", (files.record or b"")[len(kept) :]
    write_inside(work.folder.path, f"{name}.part", taken_out)
    if files.acts is not None:
        write_inside(work.folder.path, f"{name}.acts.json", files.acts)
    work.replace_record(box, kept)
    done = (*record.shuffles, *record.partial_decryptions)
    before = [each.data for each in done if each.event.event.height < found[0].height]
    work.write_acts(box, acts_of(verified.acts or (), before))
    return found
