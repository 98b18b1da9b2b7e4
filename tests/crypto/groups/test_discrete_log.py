"""Small logarithms are found, wherever the table ends, and others are refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import RecordError
from crypto.groups.discrete_log import LARGEST_TOTAL, MAX_TABLE, SMALL_TOTAL, DiscreteLogarithm
from crypto.groups.named import GROUP_NAMES, group_named

GROUP = group_named("BELENIOS-2048")
BIG = 1_000_000
LOGARITHM = DiscreteLogarithm(GROUP, BIG)


@given(st.integers(0, BIG))
def test_every_number_up_to_the_maximum_is_found(number: int) -> None:
    assert LOGARITHM.of(GROUP.base_power(number)) == number


@pytest.mark.parametrize("name", GROUP_NAMES)
@pytest.mark.parametrize("maximum", [0, 1, 2, 63, SMALL_TOTAL - 1, SMALL_TOTAL, SMALL_TOTAL + 1])
def test_the_edges(name: str, maximum: int) -> None:
    group = group_named(name)
    logarithm = DiscreteLogarithm(group, maximum, 10)
    for number in {0, maximum // 2, max(maximum - 1, 0), maximum}:
        assert logarithm.of(group.base_power(number)) == number
    for number in (maximum + 1, -1, group.order // 2):
        with pytest.raises(RecordError) as caught:
            logarithm.of(group.base_power(number), where="result[0][1]")
        assert (caught.value.code, caught.value.where) == ("tally-value", "result[0][1]")


def test_a_total_beyond_all_search_is_refused_at_once() -> None:
    with pytest.raises(RecordError) as caught:
        DiscreteLogarithm(GROUP, LARGEST_TOTAL + 1)
    assert caught.value.code == "total-weight"


@dataclass
class CountedIntegers:
    """The integers under addition, a group whose every multiplication is counted."""

    multiplied: int = 0
    identity: int = 0
    generator: int = 1

    def multiply(self, one: int, other: int) -> int:
        self.multiplied += 1
        return one + other

    def inverse(self, one: int) -> int:
        return -one


@pytest.mark.parametrize(
    ("maximum", "lookups", "table", "steps"),
    [
        (63, (), 64, 0),
        (SMALL_TOTAL - 1, (), 4096, 0),
        (SMALL_TOTAL, (), 65, 63),
        (SMALL_TOTAL, (10**6,), 4097, 0),
        (BIG, (), 1001, 999),
        (BIG, (0,), 1001, 999),
        (BIG, (100,), 10_001, 99),
    ],
)
def test_the_work_is_shared_between_the_table_and_the_lookups(
    maximum: int, lookups: tuple[int, ...], table: int, steps: int
) -> None:
    """So many multiplications make the table, and so many find the largest number."""
    group: Any = CountedIntegers()
    logarithm = DiscreteLogarithm(group, maximum, *lookups)
    assert group.multiplied == table
    assert logarithm.of(group.generator * maximum) == maximum
    assert group.multiplied == table + steps
    with pytest.raises(RecordError, match="tally-value"):
        logarithm.of(group.inverse(table))
    assert group.multiplied == table + steps + steps + 1


def test_the_largest_total_has_the_largest_table() -> None:
    group: Any = CountedIntegers()
    assert DiscreteLogarithm(group, LARGEST_TOTAL).of(5 * group.generator) == 5
    assert group.multiplied == MAX_TABLE
