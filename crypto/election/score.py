"""Scores as single answers: 0 to 100 with one decimal, for each of several people.

A score is counted in tenths, 0 to 1000, and written as two integers, the high byte
first. On Ed25519 one question holds the scores of 15 people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crypto.election.single_question import MAX_ANSWERS, SingleQuestion
from crypto.errors import ParseError
from crypto.groups.group import Group

MOST = 1000
"""The highest score, in tenths."""
_BYTE = 256
_WRITTEN = re.compile(r"(0|[1-9][0-9]{0,2})(?:\.([0-9]))?", re.ASCII)


def most_people(group: Group) -> int:
    """Of how many people one question can hold the scores; 0 if `group` holds none."""
    return 0 if group.embedding is None else min(group.embedding.longest, MAX_ANSWERS) // 2


def score_question(prompt: str, people: Sequence[str]) -> SingleQuestion:
    """The question that asks for a score of each of `people`; two labels for each.

    Raises `ParseError` (`score-people`) when they are none or too many for any group.
    """
    if not 1 <= len(people) <= MAX_ANSWERS // 2:
        raise ParseError(
            "score-people", f"{len(people)} people found, expected 1 to {MAX_ANSWERS // 2}"
        )
    labels = (f"{person} ({half}/2)" for person in people for half in (1, 2))
    return SingleQuestion(prompt, tuple(labels))


def score_vector(tenths: Sequence[int]) -> tuple[int, ...]:
    """The vector of these scores; raises `ParseError` (`score-range`)."""
    for score in tenths:
        _check_range(score)
    return tuple(byte for score in tenths for byte in divmod(score, _BYTE))


def read_scores(values: Sequence[int], people: int) -> tuple[int, ...]:
    """The scores, in tenths, that an opened vector gives to so many people.

    Raises `ParseError`, which counts as invalid: `score-form` (not two integers
    from 0 to 255 for each) or `score-range`.
    """
    if len(values) != 2 * people or any(not 0 <= value < _BYTE for value in values):
        raise ParseError(
            "score-form", f"expected two integers from 0 to {_BYTE - 1} for each of {people} people"
        )
    scores = tuple(high * _BYTE + low for high, low in zip(values[::2], values[1::2], strict=True))
    for score in scores:
        _check_range(score)
    return scores


def parse_score(text: str) -> int:
    """The tenths of a score written as `95`, `95.5` or `100.0`.

    Raises `ParseError` (`score-form` or `score-range`).
    """
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ParseError("score-form", "expected a number from 0 to 100 with at most one decimal")
    whole, decimal = found.groups(default="0")
    score = int(whole) * 10 + int(decimal)
    _check_range(score)
    return score


def score_text(tenths: int) -> str:
    """A score with its decimal, such as `95.5`."""
    return f"{tenths // 10}.{tenths % 10}"


def _check_range(score: int) -> None:
    if not 0 <= score <= MOST:
        raise ParseError("score-range", f"expected a score from 0 to {MOST // 10}")
