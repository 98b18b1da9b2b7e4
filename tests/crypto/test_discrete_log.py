"""Small logarithms are found, wherever the table ends, and others are refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.discrete_log import LARGEST_TOTAL, SMALL_TOTAL, DiscreteLogarithm
from crypto.errors import RecordError
from crypto.groups import GROUP_NAMES, group_named

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
