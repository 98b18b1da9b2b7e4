"""The count of a box that was verified, or that is closed and was not opened."""

from __future__ import annotations

from dataclasses import replace

from crypto.election.visible import RULE
from crypto.opening.result import Result
from crypto.record.record import Record
from meeting.definition.meeting import Box, Meeting
from tally.outcome.box_count import BoxCount, read_result
from tally.verify.record.box import VerifiedBox
from tally.verify.record.closing import closing_head


def unopened_count(box: Box, record: Record) -> BoxCount:
    """The count of a closed box of which nothing but its ballots is known."""
    head = record.head.hash
    return BoxCount(
        box, record.setup_hash, closing_head(record) or head, head, len(record.ballots), None
    )


def box_count(
    meeting: Meeting, box: Box, verified: VerifiedBox, result: Result, lines_rule: int = RULE
) -> BoxCount:
    """The count of a verified and finished box, written lines read by the rule of this number."""
    record, opening = verified.record, verified.opening
    if record is None or opening is None:
        raise ValueError(box.id)
    singles = opening.singles
    items = read_result(meeting, box, verified.count, result.counts, singles, lines_rule)
    return replace(unopened_count(box, record), items=items)
