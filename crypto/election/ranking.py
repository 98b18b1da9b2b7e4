"""Rankings as single answers: who is put first, second, and so on.

The people stand numbered from 1 in the paper, at most 255 of them. The vector has
one integer per place: the number of the person in it, or 0 where the voter left
the last places empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError

MOST_PEOPLE = 255
MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class RankingRule:
    """How many people stand for choice, how many places there are, and the fewest to be filled."""

    people: int
    places: int
    least: int = 0

    def __post_init__(self) -> None:
        """Refuse a ranking that nobody could make or no vector could hold."""
        if not (
            1 <= self.people <= MOST_PEOPLE
            and 0 <= self.least <= self.places <= min(MOST_PLACES, self.people)
            and self.places
        ):
            raise ParseError(
                "ranking-rule",
                f"expected 1 to {MOST_PEOPLE} people and 1 to {MOST_PLACES} places, "
                "no more places than people and no fewer than must be filled",
            )

    def question(self, prompt: str) -> SingleQuestion:
        """The question; its labels are the numbers of the places."""
        return SingleQuestion(prompt, tuple(str(place + 1) for place in range(self.places)))


def ranking_vector(rule: RankingRule, chosen: Sequence[int]) -> tuple[int, ...]:
    """The vector that puts the people with the numbers `chosen` in this order.

    Raises `ParseError` like `read_ranking`, and `ranking-places` when more
    are chosen than there are places. The text never says who.
    """
    if len(chosen) > rule.places:
        raise ParseError(
            "ranking-places", f"{len(chosen)} people in order, expected at most {rule.places}"
        )
    vector = (*chosen, *(0,) * (rule.places - len(chosen)))
    if 0 in chosen:
        raise ParseError("ranking-person", "no person has the number 0")
    read_ranking(rule, vector)
    return vector


def read_ranking(rule: RankingRule, values: Sequence[int]) -> tuple[int, ...]:
    """The numbers of the people that an opened vector puts in order.

    Raises `ParseError`, which counts as invalid: `ranking-places` (another number
    of places), `ranking-person` (no such number), `ranking-twice` (a person in
    two places), `ranking-gap` (an empty place before a filled one) or
    `ranking-few` (fewer than must be filled).
    """
    if len(values) != rule.places:
        raise ParseError("ranking-places", f"{len(values)} places, expected {rule.places}")
    if any(not 0 <= value <= rule.people for value in values):
        raise ParseError("ranking-person", f"expected numbers from 1 to {rule.people}")
    filled = tuple(value for value in values if value)
    if len(set(filled)) != len(filled):
        raise ParseError("ranking-twice", "a person stands in two places")
    if any(values[len(filled) :]):
        raise ParseError("ranking-gap", "an empty place stands before a filled one")
    if len(filled) < rule.least:
        raise ParseError("ranking-few", f"{len(filled)} places filled, expected {rule.least}")
    return filled
