"""Counting a sum of boxes: combine the tellers' shares into the one result of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crypto.canonical import loads
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.result import decode
from meeting.definition.meeting import Box
from meeting.limits import LARGEST_SUM_OPENING
from tally.counting.counting import combined_shares
from tally.counting.ready_count import ReadyCount
from tally.opening.planned import ProgressOf, no_progress_of, planned_round
from tally.opening.work_folder import WorkFolder
from tally.outcome.sum_count import SumCount
from tally.sums.sum import examined_sum, refuse_problems_of_sum, verified_parts
from tally.verify.meeting.sum_result import sum_count
from tally.verify.meeting.sums import VerifiedSum, read_sums
from tally.verify.record.box import VerifiedBox


def sums_of(
    work: WorkFolder, progress_of: ProgressOf = no_progress_of
) -> tuple[tuple[Box, ...], ...]:
    """The boxes that the plans open as one, in the meeting's order.

    Raises Problem as `planned_round` does, "sum-not-valid" for a sum that lies in the work folder
    and cannot be read.
    """
    for each in read_sums(work.folder).values():
        refuse_problems_of_sum(each)
    plans = (planned_round(work, each, progress_of) for each in work.meeting.rounds)
    return tuple(boxes for each in plans for boxes in each.sums(work.meeting).values())


def count_sum(
    work: WorkFolder, boxes: tuple[Box, ...], progress_of: ProgressOf
) -> ReadyCount[SumCount]:
    """Verify every box of a sum and what was done with it, and give its count.

    Its result, if it has none, is still to be written.

    Raises Problem as `planned_round` does, "box-not-valid", "sum-not-valid", "box-shares" (too few
    tellers yet).
    """
    verified = verified_parts(work, boxes, progress_of)
    sum_ = examined_sum(work, boxes, verified)
    refuse_problems_of_sum(sum_)
    if sum_.acts is None or sum_.acts.result is not None:
        return ReadyCount(sum_count(work.meeting, sum_, verified))
    return _combined(work, sum_, verified)


def _combined(
    work: WorkFolder, sum_: VerifiedSum, verified: Mapping[str, VerifiedBox]
) -> ReadyCount[SumCount]:
    """Combine the shares; the result they give is still to be written."""
    definition, acts, opening = sum_.definition, sum_.acts, sum_.opening
    election, trustees = sum_.election, sum_.trustees
    if not (definition and acts and opening and election and trustees and verified):
        raise ValueError(sum_.name)
    factors = combined_shares(work.meeting, sum_.name, election, trustees, opening)
    result = decode(election, opening.tally, factors, definition.ballots)
    text = loads(result.to_json(), limit=LARGEST_SUM_OPENING)
    if not isinstance(text, dict):
        raise TypeError(sum_.name)
    finished = replace(acts, result=text["result"])
    sum_.acts = finished
    singles = decrypt_single_answers(election, opening.tally, factors)
    sum_.opening = replace(opening, result=result, singles=singles)

    def write() -> None:
        work.refuse_changed(*sum_.boxes)
        work.write_sum(sum_.name, definition, finished)

    return ReadyCount(sum_count(work.meeting, sum_, verified), write)
