"""Shares of a sum that do not hold: named, and set aside, so that the count goes on without them.

No share stands on another, so only the bad ones are taken out. opening.json as it was is kept
beside the sum as evidence: `sums/<name>/set-aside/<n>.json`.
"""

from __future__ import annotations

from dataclasses import replace

from crypto.place import Place
from meeting.definition.meeting import Box
from meeting.files import write_inside
from tally.opening.bad_shares import BadShare, codes_against
from tally.opening.planned import no_progress_of
from tally.opening.work_folder import WorkFolder
from tally.sums.sum import examined_sum, verified_parts
from tally.verify.meeting.sums import VerifiedSum


def bad_shares_of_sum(sum_: VerifiedSum) -> tuple[BadShare, ...]:
    """The bad shares of a sum without a result, if nothing else is wrong with it."""
    if sum_.acts is None or sum_.acts.result is not None:
        return ()
    against = codes_against(sum_.findings.problems, _share)
    return tuple(
        BadShare(sum_.acts.shares[at].owner, at, tuple(codes)) for at, codes in against.items()
    )


def set_aside_of_sum(work: WorkFolder, boxes: tuple[Box, ...]) -> tuple[BadShare, ...]:
    """Take the bad shares out of a sum; opening.json as it was is kept.

    Does nothing, and gives nothing, if no share is bad or something else is wrong with the sum.
    """
    sum_ = examined_sum(work, boxes, verified_parts(work, boxes, no_progress_of))
    found = bad_shares_of_sum(sum_)
    if not found or sum_.definition is None or sum_.acts is None:
        return ()
    set_aside_folder = work.real_folder(f"sums/{sum_.name}/set-aside")
    name = f"sums/{sum_.name}/set-aside/{len(list(set_aside_folder.iterdir()))}.json"
    write_inside(work.folder.path, name, sum_.acts.to_bytes())
    bad = {each.height for each in found}
    kept = tuple(each for at, each in enumerate(sum_.acts.shares) if at not in bad)
    work.write_sum(sum_.name, sum_.definition, replace(sum_.acts, shares=kept))
    return found


def _share(place: Place) -> int | None:
    """The place of the share among those of the sum; None for what is about the file itself."""
    return None if place.file else place.index_in("shares")
