"""The coefficients that give a polynomial's value at zero from its values at the share numbers."""

from __future__ import annotations

from itertools import permutations

import pytest

from crypto.opening.lagrange import lagrange_coefficient


@pytest.mark.parametrize(
    ("indexes", "expected"),
    [((7,), [1]), ((1, 2), [2, 100]), ((1, 2, 3), [3, 98, 1]), ((2, 5), [69, 33])],
)
def test_coefficients_are_numbers_below_the_order(
    indexes: tuple[int, ...], expected: list[int]
) -> None:
    assert [lagrange_coefficient(101, indexes, k) for k in indexes] == expected


@pytest.mark.parametrize("numbers", [*permutations((4, 9, 30, 100), 3)])
def test_a_polynomial_is_known_at_zero(numbers: tuple[int, ...]) -> None:
    values = {k: (17 + 23 * k + 55 * k * k) % 101 for k in numbers}
    total = sum(lagrange_coefficient(101, numbers, k) * values[k] for k in numbers)
    assert total % 101 == 17
