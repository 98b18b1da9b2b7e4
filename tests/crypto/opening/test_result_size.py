"""The longest results there are can be read, and what is longer is refused before it is."""

from __future__ import annotations

import pytest

from crypto.canonical import MAX_WEIGHT
from crypto.election.election import Election
from crypto.election.lists_question import ListsQuestion
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.shape import lists_of
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError
from crypto.opening.result import Result, Vectors
from tests.crypto.fixtures.single_elections import single_election

LABELS = 200
YES_OR_NO = Question("one answer", ("yes",), 0, 1)
MANY = Question("many answers", tuple(str(n) for n in range(1000)), 0, 1000)
LISTS = ListsQuestion("a hundred lists", tuple((str(n),) for n in range(100)))
VECTOR = SingleQuestion("long vectors", tuple(str(n) for n in range(LABELS)))


def largest(election: Election, singles: Vectors) -> Result:
    """The result in which every number has as many digits as it can have."""
    is_vector = [isinstance(question, SingleQuestion) for question in election.questions]
    counts = tuple(
        () if vector else (MAX_WEIGHT,) * question.choices_length
        for vector, question in zip(is_vector, election.questions, strict=True)
    )
    vectors = tuple(singles if vector else None for vector in is_vector)
    return Result(counts, vectors if any(is_vector) else (), lists_of(election))


@pytest.mark.parametrize(
    ("questions", "voters"),
    [
        ((YES_OR_NO,) * 200, 0),
        ((MANY,), 0),
        ((LISTS,) * 20, 0),
        ((VECTOR,) * 100, 0),
        ((VECTOR,), 1),
        ((VECTOR,) * 3, 50),
        ((YES_OR_NO, VECTOR, LISTS), 50),
    ],
    ids=["questions", "answers", "lists", "no vectors", "vector", "vectors", "mixed"],
)
def test_the_largest_result_is_read(questions: tuple[AnyQuestion, ...], voters: int) -> None:
    election = single_election("RFC-3526-2048", questions)
    result = largest(election, ((255,) * LABELS,) * voters)
    text = result.to_json()
    assert Result.parse(election, text, single_answers=voters) == result
    with pytest.raises(ParseError) as caught:
        Result.parse(election, text * 40, single_answers=voters, where="it")
    assert (caught.value.code, caught.value.where) == ("json-too-long", "it")


def test_every_ballot_has_its_share_of_the_length() -> None:
    election = single_election("RFC-3526-2048", (VECTOR,))
    text = largest(election, ((255,) * LABELS,) * 3).to_json()
    with pytest.raises(ParseError, match="json-too-long"):
        Result.parse(election, text, single_answers=1)
    with pytest.raises(ParseError, match="json-too-long"):
        Result.parse(election, text)
