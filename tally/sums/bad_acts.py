"""Shuffles and shares of a sum that do not hold: named, and set aside, so that the count goes on.

No share stands on another, so only the bad ones are taken out; shuffles stand one on another, and
all shares on the last. opening.json as it was is kept beside the sum as evidence:
`sums/<name>/set-aside/<n>.json`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from crypto.place import Place
from meeting.definition.meeting import Box
from meeting.files import write_inside
from meeting.published.folder_names import OPENING
from tally.findings.finding import Finding
from tally.folder.sum_opening import SumOpening, readable_opening
from tally.opening.bad_acts import NOBODY, TOO_FEW, BadAct, codes_against
from tally.opening.planned import no_progress_of
from tally.opening.work_folder import WorkFolder
from tally.sums.sum import examined_sum, verified_parts
from tally.verify.meeting.sums import VerifiedSum

_SHARES = 1_000_000
"""Added to the place of a share, so that every act of a sum has one number, shuffles first."""


def bad_acts_of_sum(sum_: VerifiedSum) -> tuple[BadAct, ...]:
    """The bad acts of a sum without a result, if nothing else is wrong with it."""
    acts, problems = sum_.acts, sum_.findings.problems
    if acts is None or acts.result is not None or not problems:
        return ()
    against = codes_against(problems, _act)
    if against is None:
        return ()
    if not against and acts.shares:
        against = {_SHARES: [TOO_FEW]}
    return tuple(_cut(acts, against))


def set_aside_of_sum(work: WorkFolder, boxes: tuple[Box, ...]) -> tuple[BadAct, ...]:
    """Take the bad acts out of a sum; opening.json as it was is kept.

    Does nothing, and gives nothing, if no act is bad or something else is wrong with the sum.
    """
    sum_ = examined_sum(work, boxes, verified_parts(work, boxes, no_progress_of))
    data = work.folder.sum_files(sum_.name).opening
    if sum_.definition is None or sum_.election is None or data is None:
        return ()
    if sum_.acts is None and all(_about_opening(each) for each in sum_.findings.problems):
        kept = readable_opening(sum_.election.group, data, sum_.definition.hash)
        codes = tuple(dict.fromkeys(each.code for each in sum_.findings.problems))
        found: tuple[BadAct, ...] = (BadAct(NOBODY, 0, codes),)
    else:
        found = bad_acts_of_sum(sum_)
        if not found or sum_.acts is None:
            return ()
        kept = _without(sum_.acts, found)
    place = f"sums/{sum_.name}/set-aside"
    number = len(list(work.real_folder(place).iterdir()))
    write_inside(work.folder.path, f"{place}/{number}.json", data)
    work.write_sum(sum_.name, sum_.definition, kept)
    return found


def _cut(acts: SumOpening, against: dict[int, list[str]]) -> Iterator[BadAct]:
    """The bad acts, and what stood on a bad shuffle."""
    first = min(against, default=_SHARES)
    for at, each in enumerate(acts.shuffles):
        if at >= first:
            yield BadAct(each.owner, at, tuple(against.get(at, ())), shuffle=True)
    few = against.get(_SHARES) == [TOO_FEW]
    for at, each in enumerate(acts.shares):
        codes = tuple(against.get(_SHARES + at, ()))
        if first < _SHARES or few or codes:
            yield BadAct(each.owner, at, codes)


def _without(acts: SumOpening, found: tuple[BadAct, ...]) -> SumOpening:
    shuffles = {each.height for each in found if each.shuffle}
    shares = {each.height for each in found if not each.shuffle}
    return replace(
        acts,
        shuffles=tuple(each for at, each in enumerate(acts.shuffles) if at not in shuffles),
        shares=tuple(each for at, each in enumerate(acts.shares) if at not in shares),
    )


def _act(place: Place) -> int | None:
    """The number of the act that is meant; None for what is about the file itself."""
    if place.file:
        return None
    shuffle, share = place.index_in("shuffles"), place.index_in("shares")
    if shuffle is not None:
        return shuffle
    return None if share is None else _SHARES + share


def _about_opening(finding: Finding) -> bool:
    """Whether it is about opening.json, or an entry of it."""
    return finding.place.file == OPENING or _act(finding.place) is not None
