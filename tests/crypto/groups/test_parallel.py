"""Work that processes share: its parts, their order, and what travels to another process."""

from __future__ import annotations

import pickle
from collections.abc import Sequence

import pytest

from crypto.groups.named import GROUP_NAMES, group_named
from crypto.groups.parallel import map_here, parts_of, products_of_columns


def test_the_parts_are_all_things_in_their_order() -> None:
    assert parts_of("abcdefg", 3) == ["abc", "def", "g"]
    assert parts_of("", 3) == []


def test_the_first_fault_in_the_order_of_the_things_is_raised() -> None:
    def work(things: Sequence[int]) -> int:
        if things[0] > 1:
            raise ValueError(things[0])
        return sum(things)

    done = map_here(work, range(6), 2)
    assert next(done) == 1
    with pytest.raises(ValueError, match="2"):
        next(done)


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_products_of_powers_are_those_of_their_parts(name: str) -> None:
    group = group_named(name)
    exponents = [*range(30), group.order - 1]
    bases = [group.base_power(7 * exponent + 1) for exponent in exponents]
    total = sum((7 * exponent + 1) * exponent for exponent in exponents)
    of_generators = sum(exponents)
    columns = (bases, [group.generator] * len(bases))
    expected = [group.base_power(total), group.base_power(of_generators)]
    assert products_of_columns(group, columns, exponents) == expected
    assert products_of_columns(group, columns[:1], exponents) == expected[:1]
    assert products_of_columns(group, ([], []), []) == [group.identity] * 2
    assert products_of_columns(group, (), exponents) == []
    with pytest.raises(ValueError, match="zip"):
        products_of_columns(group, columns, exponents[1:])


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_a_group_is_the_same_one_and_its_elements_are_equal_after_a_journey(name: str) -> None:
    group = group_named(name)
    element = group.base_power(12)
    assert pickle.loads(pickle.dumps(group)) is group  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(element)) == element  # noqa: S301 - our own
    assert len(pickle.dumps(element)) < 2 * len(group.encode(element)) + 200
