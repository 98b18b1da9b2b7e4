"""From the tellers' shares to one factor per ciphertext (specification 4.19).

A mandatory trustee's factor is taken as it is; of a threshold set, threshold many factors are
raised to their Lagrange coefficients; the product over all items of the trustees' list opens the
tally. What is combined must have been checked, share by share, before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    powers = {
        index: power
        for number in range(len(trustees.items))
        for index, power in _powers(group, trustees, number, shares)
    }
    columns = tuple(zip(*(flat(shares[index].factors) for index in powers), strict=True))
    parts = map_parts(partial(_raised, group, tuple(powers.values())), columns)
    combined = [element for part in parts for element in part]
    return shaped_like(shares[min(powers)].factors, combined)


def _raised(
    group: Group, powers: tuple[int, ...], columns: Sequence[tuple[Element, ...]]
) -> list[Element]:
    """For every column the product of its elements, each raised to its power."""
    return group.products_of_powers([tuple(zip(column, powers, strict=True)) for column in columns])


def _powers(
    group: Group, trustees: Trustees, number: int, shares: Mapping[int, PartialDecryption]
) -> list[tuple[int, int]]:
    """(owner, exponent) for the shares used of item `number`."""
    item = trustees.items[number]
    needed = 1 if isinstance(item, Single) else item.threshold
    present = [owner for owner in trustees.owners if owner.item == number and owner.index in shares]
    if len(present) < needed:
        msg = f"{len(present)} valid partial decryptions found, expected {needed}"
        raise RecordError("shares-missing", msg, where=Place(("trustees", number)))
    used = present[:needed]
    positions = [owner.position for owner in used]
    return [
        (owner.index, lagrange_coefficient(group.order, positions, owner.position))
        for owner in used
    ]
