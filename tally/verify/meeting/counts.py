"""The counts that an outcome is made from: of verified boxes, and of sums of them."""

from __future__ import annotations

from collections.abc import Mapping

from meeting.problem import Problem
from tally.folder.source import Folder
from tally.outcome.box_count import BoxCount
from tally.outcome.sum_count import SumCount
from tally.verify.meeting.plans import RoundPlan
from tally.verify.meeting.sum_result import sum_count
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.meeting.verified_count import box_count, unopened_count
from tally.verify.record.box import VerifiedBox


def box_counts(
    folder: Folder,
    boxes: tuple[VerifiedBox, ...],
    sums: tuple[VerifiedSum, ...],
    lines_rule: int,
) -> tuple[BoxCount, ...] | None:
    """The counts of all boxes, or None if a box is not finished or does not hold."""
    in_sums = {box.id for each in sums for box in each.boxes}
    counts = []
    for verified in boxes:
        record, opening = verified.record, verified.opening
        if record is None or verified.findings.bad:
            return None
        box = folder.meeting.box(verified.findings.box)
        if opening and opening.result:
            try:
                counts.append(box_count(folder.meeting, box, verified, opening.result, lines_rule))
            except Problem as problem:
                verified.findings.refused(problem)
                return None
        elif record.sized_tally and (
            verified.count < folder.meeting.minimum_group or box.id in in_sums
        ):
            counts.append(unopened_count(box, record))
        else:
            return None
    return tuple(counts)


def all_begun(
    folder: Folder, sums: tuple[VerifiedSum, ...], plans: Mapping[str, RoundPlan]
) -> bool:
    """Whether every sum of the plans lies here."""
    planned = {name for each in plans.values() for name in each.sums(folder.meeting)}
    return planned <= {each.name for each in sums}


def sum_counts(
    folder: Folder,
    boxes: tuple[VerifiedBox, ...],
    sums: tuple[VerifiedSum, ...],
    lines_rule: int,
) -> tuple[SumCount, ...] | None:
    """The counts of all sums in the meeting's order, or None if one is not finished or sound."""
    by_id = {box.findings.box: box for box in boxes}
    counts = []
    for each in sums:
        if each.findings.bad or each.opening is None or each.opening.result is None:
            return None
        try:
            counts.append(sum_count(folder.meeting, each, by_id, lines_rule))
        except Problem as problem:
            each.findings.refused(problem)
            return None
    order = [box.id for box in folder.meeting.boxes()]
    return tuple(sorted(counts, key=lambda count: order.index(count.parts[0].box.id)))
