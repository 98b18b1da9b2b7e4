"""Counting: combine the tellers' shares into each box's result, then work out the outcome.

A box enters only verified: shares are combined after each was checked with its bound proof and its
signed act. Boxes below the meeting's minimum stay closed and are named in the outcome.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from crypto.election.election import Election
from crypto.election.shape import Shaped
from crypto.errors import RecordError
from crypto.groups.embedding import Extracted
from crypto.groups.group import Element
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.result import Result, decode
from crypto.record.record_builder import RecordBuilder
from crypto.trustees.trustee import Trustees
from meeting.definition.meeting import Box, Meeting
from tally.folder.acts import acts_of
from tally.folder.figures import HallFigures
from tally.opening.shuffle_rules import refuse_unshuffled
from tally.opening.work_folder import WorkFolder
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.sum_count import SumCount
from tally.problem import Problem
from tally.verify.meeting.verified_count import box_count, unopened_count
from tally.verify.record.ballots import Progress
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import not_closed
from tally.verify.record.opening import Opening


def count_box(work: WorkFolder, box: Box, progress: Progress) -> BoxCount:
    """Verify a box, add its Result event if it has none, and give its count.

    Raises Problem "box-not-valid", "box-open", "box-unshuffled" or "box-shares" (too few
    tellers yet).
    """
    verified = work.verified(box, progress)
    record = verified.record
    if record is None or record.opening_head is None:
        raise not_closed(box)
    if verified.count < work.meeting.minimum_group:
        return unopened_count(box, record)
    if verified.opening and verified.opening.result:
        return box_count(work.meeting, box, verified, verified.opening.result)
    result, singles, head = _add_result(work, box, verified)
    items = read_result(work.meeting, box, verified.count, result.counts, singles)
    return replace(unopened_count(box, record), head=head, items=items)


def outcome_of_counts(
    work: WorkFolder,
    counts: tuple[BoxCount, ...],
    hall: HallFigures,
    sums: tuple[SumCount, ...] = (),
) -> Outcome:
    """The outcome of all boxes, and of those opened as one, with the figures of the hall."""
    meeting, digest = work.meeting, work.folder.meeting_hash
    return outcome_of(meeting, digest, counts, hall.boxes, sums, hall.earlier)


def combined_shares(
    meeting: Meeting, name: str, election: Election, trustees: Trustees, opening: Opening
) -> Shaped[Element]:
    """The factors that the shares of a box or a sum of boxes give together; `name` is that of it.

    Raises Problem("box-shares") as long as too few tellers have given theirs.
    """
    try:
        return combine(election, trustees, opening.shares)
    except RecordError as error:
        raise Problem(
            "box-shares",
            "Box {box}: tellers who have opened it: {count}; needed: {threshold}.",
            where=name,
            box=name,
            count=len(opening.shares),
            threshold=meeting.teller_threshold,
        ) from error


def _add_result(
    work: WorkFolder, box: Box, verified: VerifiedBox
) -> tuple[Result, Mapping[int, tuple[Extracted, ...]], str]:
    """Combine the shares and append the Result; gives it, its single answers and the new head."""
    record, setup = verified.record, verified.setup
    election, trustees = setup.election, setup.trustees
    opening = verified.opening
    if not (record and election and trustees and opening):
        raise ValueError(box.id)
    refuse_unshuffled(work.meeting, box.id, election, opening.shufflers)
    factors = combined_shares(work.meeting, box.id, election, trustees, opening)
    result = decode(election, opening.tally, factors, verified.count)
    builder = RecordBuilder.after(record).add_result(result.to_json().encode())
    if builder.head is None:
        raise ValueError(box.id)
    done = (each.data for each in (*record.shuffles, *record.partial_decryptions))
    work.refuse_changed(box)
    work.write_acts(box, acts_of(verified.acts or (), done))
    work.append(box, builder.entries)
    return result, decrypt_single_answers(election, opening.tally, factors), builder.head.hash
