"""How large the files of a meeting's folder can be, as its definition says.

Whoever reads a folder refuses by size, before reading, what no program wrote for this meeting: a
record cannot be longer than all slips with the longest ballots and the acts of all tellers.
"""

from __future__ import annotations

from crypto.ballots.record_size import (
    Acts,
    max_factors_bytes,
    max_record_bytes,
    max_result_bytes,
    max_shuffle_bytes,
)
from crypto.election.election import Election
from crypto.groups.named import group_named
from meeting.definition.meeting import Meeting, Round
from meeting.limits import LARGEST_RECORD, LARGEST_SUM_OPENING
from meeting.published.definition_file import election_for

_NO_HASH = "0" * 64
_NO_UUID = "1" * 22
_SPARE = 2
"""So many times as large as counted: other programs write other forms of the same."""
_SIGNED = 1000
"""Bytes of a signature, an owner's number and the like, at most."""


def longest_records(meeting: Meeting) -> dict[str, int]:
    """The most bytes of every box's record, by its id: all slips used, every teller at work."""
    tellers = len(meeting.tellers)
    acts = Acts(tellers, tellers, tellers)
    found = {}
    for each in meeting.rounds:
        election = longest_election(meeting, each)
        for box in meeting.boxes():
            if box.round == each:
                most = max_record_bytes(election, acts, credentials=box.slips, ballots=box.slips)
                found[box.id] = min(_SPARE * most, LARGEST_RECORD)
    return found


def longest_sum_opening(meeting: Meeting) -> int:
    """The most bytes that the opening of several boxes as one can have."""
    ballots = sum(group.slips for group in meeting.groups)
    tellers, longest = len(meeting.tellers), 0
    for each in meeting.rounds:
        election = longest_election(meeting, each)
        size = _SIGNED * (2 * tellers + 1) + max_result_bytes(election, ballots)
        size += tellers * max_factors_bytes(election, ballots)
        if election.single_questions:
            size += tellers * max_shuffle_bytes(election, ballots)
        longest = max(longest, size)
    return min(_SPARE * longest, LARGEST_SUM_OPENING)


def longest_election(meeting: Meeting, each: Round) -> Election:
    """An election as long as those of a round's boxes will be, under a key that is none."""
    boxes = [box for box in meeting.boxes() if box.round == each]
    box = max(boxes, key=lambda box: len(box.group.name))
    key = group_named(meeting.group_name).generator
    return election_for(meeting, _NO_HASH, box, _NO_UUID, key)
