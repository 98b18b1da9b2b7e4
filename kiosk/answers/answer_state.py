"""How what a voter entered stands against the rule of its item, whatever the item's form.

An answer is what was entered, kept as it was sent, also where it breaks the rule: nothing is ever
deselected, shortened or put right for the voter. What it consists of depends on the form:

- choices (`choosing`): ids of options in the paper's order; 弃权 is the reserved `abstain`;
- a written line (`writing_in`): the text;
- a ranking (`ranking`): for each place the id of a person, or "" where it is empty;
- scores (`scoring`): for each person the text of the score.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from meeting.definition.paper import Option

Answer = tuple[str, ...]
Answers = Mapping[str, Answer]
"""Item id to answer; an item without an entry is unanswered."""


class AnswerState(Enum):
    """How an answer stands against the rule of its item."""

    UNANSWERED = "unanswered"
    EMPTY = "empty"
    """A written line with nothing on it: nothing is asked for, so nothing is missing."""
    COMPLETE = "complete"
    TOO_MANY = "too-many"
    TOO_FEW = "too-few"
    CONTRADICTION = "contradiction"
    TOO_LONG = "too-long"
    UNSEEN = "unseen"
    """A character that cannot be seen."""
    LOOKALIKE = "lookalike"
    """A character that only looks like another (`meeting.names.lookalikes`)."""
    TWICE = "twice"
    GAP = "gap"
    MISSING = "missing"
    NO_SCORE = "no-score"

    @property
    def can_be_cast(self) -> bool:
        """True when the ballot can be made; an unanswered item counts as 弃权 or as nothing."""
        return self in {AnswerState.UNANSWERED, AnswerState.EMPTY, AnswerState.COMPLETE}


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule that an answer breaks; `people` and `places` (from 1) say where it does.

    The places are those of a ranking; on a line they are those of `characters`.
    """

    state: AnswerState
    people: tuple[Option, ...] = field(default=(), repr=False)
    places: tuple[int, ...] = field(default=(), repr=False)
    characters: tuple[str, ...] = field(default=(), repr=False)
