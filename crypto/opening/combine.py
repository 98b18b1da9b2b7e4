"""From the tellers' shares to one factor per ciphertext (specification 4.19).

A mandatory trustee's factor is taken as it is; of a threshold set, threshold many factors are
raised to their Lagrange coefficients; the product over all items of the trustees' list opens the
tally. What is combined must have been checked, share by share, before.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from functools import partial

from crypto.election.election import Election
from crypto.election.shape import Shaped, flat, has_shape, shaped_like, single_answers_in
from crypto.errors import ParseError, RecordError
from crypto.groups.group import Element, Group
from crypto.groups.parallel import MapParts, map_here
from crypto.opening.decryption import PartialDecryption
from crypto.opening.lagrange import lagrange_coefficient
from crypto.place import Place
from crypto.trustees.trustee import Single, Trustees


def combine(
    election: Election,
    trustees: Trustees,
    shares: Mapping[int, PartialDecryption],
    map_parts: MapParts = map_here,
) -> Shaped[Element]:
    """The combined factors, one per ciphertext of the tally.

    `shares` holds checked shares by 1-based owner. Of more than enough, those of the smallest
    numbers are used. Raises ParseError for an owner that does not exist or a share that has not
    the election's shape, and RecordError `shares-missing` when an item has too few.
    """
    group = election.group
    single_answers = max(
        (single_answers_in(election, share.factors) for share in shares.values()), default=0
    )
    for index, share in shares.items():
        trustees.owner(index)
        if not has_shape(election, share.factors, single_answers):
            msg = f"the factors of owner {index} do not fit the questions and the other shares"
            raise ParseError("share-shape", msg)
    powers = exponents(trustees, shares)
    columns = tuple(zip(*(flat(shares[index].factors) for index in powers), strict=True))
    parts = map_parts(partial(_raised, group, tuple(powers.values())), columns)
    combined = [element for part in parts for element in part]
    return shaped_like(shares[min(powers)].factors, combined)


def _raised(
    group: Group, powers: tuple[int, ...], columns: Sequence[tuple[Element, ...]]
) -> list[Element]:
    """For every column the product of its elements, each raised to its power."""
    return group.products_of_powers([tuple(zip(column, powers, strict=True)) for column in columns])


def exponents(trustees: Trustees, given: Container[int]) -> dict[int, int]:
    """The power to which each share is raised, by its owner; `given` are those who gave theirs.

    Of more than enough, those of the smallest numbers are used. Raises RecordError `shares-missing`
    when an item has too few.
    """
    found: dict[int, int] = {}
    for number, kind in enumerate(trustees.items):
        needed = 1 if isinstance(kind, Single) else kind.threshold
        here = [each for each in trustees.owners if each.item == number and each.index in given]
        if len(here) < needed:
            msg = f"{len(here)} valid shares found, expected {needed}"
            raise RecordError("shares-missing", msg, where=Place(("trustees", number)))
        used = here[:needed]
        positions = [owner.position for owner in used]
        order = trustees.group.order
        for owner in used:
            found[owner.index] = lagrange_coefficient(order, positions, owner.position)
    return found
