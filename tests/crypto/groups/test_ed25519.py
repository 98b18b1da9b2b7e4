"""Ed25519 against a second implementation, and against the points an attacker would send."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ParseError
from crypto.groups.named import group_named
from tests.crypto.fixtures import edwards

GROUP = group_named("Ed25519")
TORSION = edwards.torsion()
scalars = st.integers(0, edwards.ORDER - 1)


def test_the_generator_is_the_standard_base_point() -> None:
    assert GROUP.encode(GROUP.generator) == edwards.text(edwards.BASE)
    assert GROUP.order == edwards.ORDER
    assert edwards.times(edwards.ORDER, edwards.BASE) == edwards.IDENTITY


@settings(max_examples=10, deadline=None)
@given(a=scalars, b=scalars)
def test_the_second_implementation_agrees(a: int, b: int) -> None:
    A, B = edwards.times(a, edwards.BASE), edwards.times(b, edwards.BASE)

    assert GROUP.encode(GROUP.base_power(a)) == edwards.text(A)
    assert GROUP.encode(GROUP.multiply(GROUP.base_power(a), GROUP.base_power(b))) == edwards.text(
        edwards.add(A, B)
    )
    assert GROUP.encode(GROUP.power(GROUP.base_power(a), b)) == edwards.text(edwards.times(b, A))


def test_there_are_eight_points_of_small_order() -> None:
    assert len(set(TORSION)) == 8
    assert TORSION[0] == edwards.IDENTITY


@pytest.mark.parametrize("index", range(1, 8))
def test_points_of_small_order_are_refused(index: int) -> None:
    refused(edwards.text(TORSION[index]), "element-outside-group")


@pytest.mark.parametrize("index", range(1, 8))
@settings(max_examples=5, deadline=None)
@given(k=st.integers(1, edwards.ORDER - 1))
def test_points_outside_the_subgroup_are_refused(index: int, k: int) -> None:
    outside = edwards.add(edwards.times(k, edwards.BASE), TORSION[index])
    refused(edwards.text(outside), "element-outside-group")


def test_points_off_the_curve_are_refused() -> None:
    off = [y for y in range(2, 40) if edwards.with_y(y) is None]
    assert off
    for y in off:
        refused(f"{y:064x}", "element-outside-group")


def test_y_not_smaller_than_p_is_refused() -> None:
    for y in range(edwards.P, 2**255):
        for sign in (0, 1):
            refused(f"{y | sign << 255:064x}", "element-outside-group")


def test_the_identity_has_one_spelling() -> None:
    canonical = "0" * 63 + "1"
    assert GROUP.decode(canonical) == GROUP.identity
    refused(f"{1 | 1 << 255:064x}", "element-outside-group")  # x = 0 with the sign bit set
    refused(f"{edwards.P + 1:064x}", "element-outside-group")
    refused(f"{edwards.P + 1 | 1 << 255:064x}", "element-outside-group")
    refused("0" * 64, "element-outside-group")  # y = 0 has order four


@pytest.mark.parametrize(
    "spelling",
    [
        edwards.text(edwards.BASE).upper() + "",
        edwards.text(edwards.BASE)[1:],
        "0" + edwards.text(edwards.BASE),
        "0x" + edwards.text(edwards.BASE)[2:],
        edwards.text(edwards.BASE)[:-1] + "\n",
        edwards.text(edwards.BASE)[:-1] + " ",
        edwards.text(edwards.BASE)[:-1] + "６",
        edwards.text(edwards.times(11, edwards.BASE)).upper(),
        "",
    ],
)
def test_other_spellings_are_refused(spelling: str) -> None:
    # The base point has digits only, so its upper case is the same text and is read.
    if spelling == edwards.text(edwards.BASE):
        assert GROUP.decode(spelling) == GROUP.generator
    else:
        refused(spelling, "element-not-canonical")


def test_values_that_are_no_text_are_refused() -> None:
    values: list[object] = [1, None, [], True]
    for value in values:
        refused(value, "json-type")


def refused(text: object, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        GROUP.decode(text, "alpha")
    assert caught.value.code == code
    assert caught.value.where == "alpha"
