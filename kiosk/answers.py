"""What a voter has chosen on one item, how it stands, and how it is written on the ballot.

An answer is a tuple of option ids in the paper's order; 弃权 is the reserved id ``abstain``.
Answers that break the paper's rule are kept as they are (nothing is ever deselected for the
voter) and named on the screen; they cannot be encrypted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum

from crypto.ballot import Choices
from meeting.paper import ABSTAIN, PaperItem

Answer = tuple[str, ...]
Answers = Mapping[str, Answer]
"""Item id to answer; an item without an entry is unanswered."""


class Standing(Enum):
    """How an answer stands against the rule of its item."""

    UNANSWERED = "unanswered"
    COMPLETE = "complete"
    TOO_MANY = "too-many"
    TOO_FEW = "too-few"
    CONTRADICTION = "contradiction"

    @property
    def can_be_cast(self) -> bool:
        """True when the ballot can be made; an unanswered item counts as 弃权 or as nothing."""
        return self in {Standing.UNANSWERED, Standing.COMPLETE}


def is_single(item: PaperItem) -> bool:
    """Return whether exactly one answer is wanted (round marks), or several may be (ticks)."""
    return item.maximum == 1 and (item.minimum == 1 or item.abstain)


def standing(item: PaperItem, answer: Answer) -> Standing:
    """Return how ``answer`` stands on ``item``."""
    chosen = len([each for each in answer if each != ABSTAIN])
    if ABSTAIN in answer:
        return Standing.CONTRADICTION if chosen else Standing.COMPLETE
    if chosen > item.maximum:
        return Standing.TOO_MANY
    if chosen == 0 and (item.abstain or item.minimum == 0):
        return Standing.UNANSWERED
    return Standing.TOO_FEW if chosen < item.minimum else Standing.COMPLETE


def choices_of(items: Sequence[PaperItem], answers: Answers) -> Choices:
    """Return the 0/1 vectors of a ballot; raises ValueError when an answer cannot be cast.

    Where an item has 弃权, the first entry is Belenios' blank slot, and an unanswered item is
    cast as 弃权.
    """
    return tuple(_vector(item, answers.get(item.id, ())) for item in items)


def _vector(item: PaperItem, answer: Answer) -> tuple[int, ...]:
    if not standing(item, answer).can_be_cast:
        raise ValueError("an answer that breaks the paper's rule cannot be encrypted")
    marks = tuple(int(option.id in answer) for option in item.options)
    if not item.abstain:
        return marks
    return (int(not any(marks)), *marks)
