"""What an organiser should know of a possible choice of tellers, and may want otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.problem import Problem

_FEW_SHUFFLE = N_(
    "Of the tellers {shuffles} shuffle, and {threshold} together open a box. After the opening "
    "those {shuffles} alone could tell which ballot each written name, ranking or score came from. "
    "Write shuffles = {threshold}, so that it takes as many as opening does."
)
_ALL_OPEN = N_(
    "All {size} tellers are needed to open a box: if one is absent or has lost a key, its ballots "
    "can never be counted. Choose a smaller threshold, or name more tellers."
)
_ALL_SHUFFLE = N_(
    "All {size} tellers are needed to shuffle a box: if one is absent or has lost a key, its "
    "ballots can never be counted. Let fewer shuffle, or name more tellers."
)


def teller_notes(meeting: Meeting) -> Iterator[Problem]:
    """Yield a note where too few shuffle, and where one absent teller stops the count."""
    size, threshold = len(meeting.tellers), meeting.teller_threshold
    shuffles = meeting.required_shuffles
    if meeting.has_single_answers and shuffles < threshold:
        values = {"shuffles": shuffles, "threshold": threshold}
        yield Problem("tellers-few-shuffle", _FEW_SHUFFLE, where="[tellers]", **values)
    if threshold == size:
        yield Problem("tellers-all-open", _ALL_OPEN, where="[tellers]", size=size)
    elif shuffles == size:
        yield Problem("tellers-all-shuffle", _ALL_SHUFFLE, where="[tellers]", size=size)
