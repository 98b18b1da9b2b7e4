"""The count of a verified sum of boxes that has its result."""

from __future__ import annotations

from collections.abc import Mapping

from crypto.canonical import sha256_hex
from crypto.election.visible import RULE
from meeting.definition.meeting import Meeting
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.groups_as_one import pooled_box
from tally.outcome.sum_count import SumCount
from tally.verify.meeting.sums import VerifiedSum
from tally.verify.meeting.verified_count import unopened_count
from tally.verify.record.box import VerifiedBox


def sum_count(
    meeting: Meeting,
    sum_: VerifiedSum,
    verified: Mapping[str, VerifiedBox],
    lines_rule: int = RULE,
) -> SumCount:
    """The count of all its boxes as one, and of each box that nothing but its ballots is known.

    Written lines are read by the rule with the number `lines_rule`.

    Raises Problem "result-shape" or "result-sums" for counts that these ballots cannot have, and
    ValueError where the sum is not finished.
    """
    definition, acts, opening = sum_.definition, sum_.acts, sum_.opening
    records = [verified[box.id].record for box in sum_.boxes]
    if not (definition and acts and opening and opening.result):
        raise ValueError(sum_.name)
    box, ballots, hash_ = pooled_box(sum_.boxes), definition.ballots, definition.hash
    result = opening.result
    items = read_result(meeting, box, ballots, result.counts, opening.singles, lines_rule)
    return SumCount(
        BoxCount(box, hash_, hash_, sha256_hex(acts.to_bytes()), ballots, items),
        tuple(
            unopened_count(part, record)
            for part, record in zip(sum_.boxes, records, strict=True)
            if record is not None
        ),
    )
