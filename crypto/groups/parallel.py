"""Public work on many things, part by part, so that processes can share it.

Whoever verifies chooses the `MapParts`. What is checked, and which fault is found first, is the
same with each: the parts are, and what they came to is looked at in their order. The work and what
it is about may travel to other processes, so nothing of it may be secret.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol, TypeVar

from crypto.groups.group import Element, Group

PART = 50
"""Things in a part, each worth some powers: a hundredth of a second on Ed25519."""

T = TypeVar("T")
U = TypeVar("U")


class MapParts(Protocol):
    """Who does the work."""

    def __call__(
        self, work: Callable[[Sequence[T]], U], things: Sequence[T], part: int = PART, /
    ) -> Iterator[U]:
        """Give `work` one `part` of `things` after another, and what each came to in their order.

        What the work raises is raised in its place. `work` can be pickled.
        """


def parts_of(things: Sequence[T], part: int) -> list[Sequence[T]]:
    """`things`, cut into parts of this size, of which the last may be smaller."""
    return [things[at : at + part] for at in range(0, len(things), part)]


def map_here(
    work: Callable[[Sequence[T]], U], things: Sequence[T], part: int = PART, /
) -> Iterator[U]:
    """Do the work in this process: a `MapParts`."""
    return map(work, parts_of(things, part))


def products_of_columns(
    group: Group,
    columns: Sequence[Iterable[Element]],
    exponents: Iterable[int],
    map_parts: MapParts = map_here,
) -> list[Element]:
    """For each of the `columns` the product of its elements, each raised to its exponent.

    The exponents are the same for all columns, and everything is public. Raises ValueError when
    there are not as many exponents as elements.
    """
    rows = tuple(zip(exponents, *columns, strict=True))
    parts = tuple(map_parts(partial(_products_of_part, group), rows))
    return [group.product(part[index] for part in parts) for index in range(len(columns))]


def _products_of_part(
    group: Group, rows: Sequence[tuple[int, *tuple[Element, ...]]]
) -> list[Element]:
    exponents = [exponent for exponent, *_ in rows]
    columns = zip(*(elements for _, *elements in rows), strict=True)
    return group.products_of_powers(
        [tuple(zip(column, exponents, strict=True)) for column in columns]
    )
