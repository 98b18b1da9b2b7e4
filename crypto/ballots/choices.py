"""What a voter chooses on a whole paper, before it is encrypted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from crypto.ballots.answer_kinds import check_choices
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.errors import ParseError
from crypto.json_values import item

Choices: TypeAlias = tuple[tuple[int, ...], ...]
"""Per question a vector of 0 and 1, its first entry blank where blank is allowed.

For a question with single answers, the vector of small integers itself.
"""


def check_choices_of(election: Election, choices: Sequence[Sequence[int]]) -> None:
    """Check `choices` against every question; raises `ParseError` (`choices-…`)."""
    if len(choices) != len(election.questions):
        raise ParseError(
            "choices-length", f"expected one vector for each of {len(election.questions)} questions"
        )
    for index, (question, values) in enumerate(zip(election.questions, choices, strict=True)):
        check_choices(election.group, question, values, item("choices", index))


def choices_text(election: Election, choices: Choices) -> str:
    """`choices` as the text that enters the derivation of a ballot's randomness.

    Different choices of one election have different texts.
    """
    return "/".join(map(_vector_text, election.questions, choices))


def _vector_text(question: AnyQuestion, values: Sequence[int]) -> str:
    return ("" if isinstance(question, Question) else ",").join(map(str, values))
