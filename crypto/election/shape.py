"""Arrays shaped like an election's questions: one row per question.

The encrypted tally, decryption factors, decryption proofs and the result all have this shape. A
row has one item per choice; for a question with single answers, one item per ballot; for a
question with lists, its lists one after another, which the JSON text holds as an array per list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias, TypeVar

from crypto.canonical import JSON, array, item
from crypto.election.election import Election
from crypto.election.lists_question import ListsQuestion
from crypto.election.question_kinds import AnyQuestion
from crypto.election.single_question import SingleQuestion
from crypto.json_values import read_each
from crypto.place import Place, Where

T = TypeVar("T")
U = TypeVar("U")
Shaped = tuple[tuple[T, ...], ...]
Lists: TypeAlias = tuple[tuple[int, ...], ...]
"""Per question the lengths of its lists, none for the other kinds; empty if there are no lists."""


def lists_of(election: Election) -> Lists:
    """How the rows of `election` fall into lists."""
    lengths = tuple(_lengths(question) for question in election.questions)
    return lengths if any(lengths) else ()


def row_lengths(election: Election, single_answers: int = 0) -> tuple[int, ...]:
    """The length of each row, when there are `single_answers` ballots."""
    return tuple(
        single_answers if isinstance(question, SingleQuestion) else question.choices_length
        for question in election.questions
    )


def parse_shaped(
    election: Election,
    value: JSON,
    read: Callable[[JSON], T],
    where: Where = "",
    *,
    single_answers: int = 0,
) -> Shaped[T]:
    """Read an array of arrays, every item with `read`.

    Raises ParseError when there is not one array per question of the length that it must have.
    """
    count = len(election.questions)
    rows = array(value, where, least=count, most=count)
    lengths = row_lengths(election, single_answers)
    return tuple(
        parse_row(question, length, row, read, item(where, number))
        for number, (question, length, row) in enumerate(
            zip(election.questions, lengths, rows, strict=True)
        )
    )


def parse_row(
    question: AnyQuestion,
    length: int,
    value: JSON,
    read: Callable[[JSON], T],
    where: Where = "",
) -> tuple[T, ...]:
    """Read the row of `question`, which has `length` items; raises ParseError."""
    lists = _lengths(question)
    if not lists:
        return _parse_items(value, length, read, where)
    parts = array(value, where, least=len(lists), most=len(lists))
    return tuple(
        cell
        for number, (part, part_length) in enumerate(zip(parts, lists, strict=True))
        for cell in _parse_items(part, part_length, read, item(where, number))
    )


def _parse_items(
    value: JSON, length: int, read: Callable[[JSON], T], where: Where
) -> tuple[T, ...]:
    cells = array(value, where, least=length, most=length)
    return read_each(cells, read, where)


def shaped_json(shaped: Shaped[T], write: Callable[[T], JSON], lists: Lists = ()) -> list[JSON]:
    """The JSON value of `shaped`, every item written with `write`."""
    rows = zip(shaped, lists or ((),) * len(shaped), strict=True)
    return [_row_json([write(cell) for cell in row], lengths) for row, lengths in rows]


def _row_json(cells: list[JSON], lengths: tuple[int, ...]) -> list[JSON]:
    if not lengths:
        return cells
    source = iter(cells)
    return [[next(source) for _ in range(length)] for length in lengths]


def has_shape(election: Election, shaped: Shaped[T], single_answers: int = 0) -> bool:
    """Say whether `shaped` has one row per question, of the length that it must have."""
    return tuple(len(row) for row in shaped) == row_lengths(election, single_answers)


def single_answers_in(election: Election, shaped: Shaped[T]) -> int:
    """How many ballots the rows of single answers in `shaped` stand for; 0 if none do."""
    numbers = election.single_questions
    return len(shaped[numbers[0]]) if numbers and numbers[0] < len(shaped) else 0


def flat(shaped: Shaped[T]) -> tuple[T, ...]:
    """All items in record order: question by question, choice by choice."""
    return tuple(value for row in shaped for value in row)


def places(shaped: Shaped[T], where: Where = "") -> Iterator[tuple[Place, T]]:
    """Yield every item with its path, such as `decryption_factors[0][2]`, in record order."""
    for question, row in enumerate(shaped):
        for choice, value in enumerate(row):
            yield item(item(where, question), choice), value


def shaped_like(shaped: Shaped[U], items: Sequence[T]) -> Shaped[T]:
    """Put `items`, in record order, into the shape of `shaped`."""
    source = iter(items)
    return tuple(tuple(next(source) for _ in row) for row in shaped)


def _lengths(question: AnyQuestion) -> tuple[int, ...]:
    return question.lengths if isinstance(question, ListsQuestion) else ()
