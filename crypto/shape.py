"""Arrays shaped like an election's questions: one array per question, one item per choice.

The encrypted tally, decryption factors, decryption proofs and the result all have this shape.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from crypto.canonical import JSON, array, item
from crypto.election import Election

T = TypeVar("T")
U = TypeVar("U")
Shaped = tuple[tuple[T, ...], ...]


def parse_shaped(
    election: Election, value: JSON, read: Callable[[JSON, str], T], where: str = ""
) -> Shaped[T]:
    """Read an array of arrays, every item with ``read(value, where)``.

    Raises ParseError when there is not one array per question with one item per choice.
    """
    count = len(election.questions)
    rows = array(value, where, least=count, most=count)
    return tuple(
        _parse_row(row, question.choices_length, read, item(where, number))
        for number, (question, row) in enumerate(zip(election.questions, rows, strict=True))
    )


def _parse_row(
    value: JSON, length: int, read: Callable[[JSON, str], T], where: str
) -> tuple[T, ...]:
    cells = array(value, where, least=length, most=length)
    return tuple(read(cell, item(where, number)) for number, cell in enumerate(cells))


def has_shape(election: Election, shaped: Shaped[T]) -> bool:
    """Say whether ``shaped`` has one row per question with one item per choice."""
    return [len(row) for row in shaped] == [q.choices_length for q in election.questions]


def flat(shaped: Shaped[T]) -> tuple[T, ...]:
    """Return all items in record order: question by question, choice by choice."""
    return tuple(value for row in shaped for value in row)


def places(shaped: Shaped[T], where: str = "") -> Iterator[tuple[str, T]]:
    """Yield every item with its path, such as ``decryption_factors[0][2]``, in record order."""
    for question, row in enumerate(shaped):
        for choice, value in enumerate(row):
            yield item(item(where, question), choice), value


def shaped_like(shaped: Shaped[U], items: Sequence[T]) -> Shaped[T]:
    """Put ``items``, in record order, into the shape of ``shaped``."""
    source = iter(items)
    return tuple(tuple(next(source) for _ in row) for row in shaped)
