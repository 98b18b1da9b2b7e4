"""Vectors become elements and come back; nothing beside the vector goes through unnoticed."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ParseError, RecordError
from crypto.groups.embedding import embed, extract
from crypto.groups.generators import generators, secondary_generator
from crypto.groups.group import Group
from crypto.groups.modp_parameters import RFC_3526_2048
from crypto.groups.named import group_named
from tests.crypto.fixtures import edwards

ED = group_named("Ed25519")
RFC = group_named("RFC-3526-2048")
both = pytest.mark.parametrize("group", [ED, RFC], ids=["Ed25519", "RFC-3526-2048"])
P, Q = RFC_3526_2048.modulus, RFC_3526_2048.order
vectors = st.lists(st.integers(0, 255), max_size=30)


@both
@settings(max_examples=60)
@given(values=vectors)
def test_a_vector_comes_back_and_the_element_is_the_first_that_fits(
    group: Group, values: list[int]
) -> None:
    e = embed(group, values)
    assert group.decode(group.encode(e)) == e
    found = extract(group, e, len(values))
    assert list(found.values) == values
    assert found.canonical
    padding = 14 if group is ED else 8
    start = int.from_bytes(bytes(values), "big") << padding
    number = group.number(e)
    assert 0 <= number - start < 1 << padding
    assert all(group.element(candidate) is None for candidate in range(start, number))


@both
def test_the_zero_vector_is_the_identity(group: Group) -> None:
    # Number 0 is no element of either group, and number 1 is the identity of both.
    assert embed(group, (0, 0, 0)) == group.identity
    assert extract(group, group.identity, 3).values == (0, 0, 0)
    assert extract(group, group.identity, 3).canonical


def test_elements_of_ed25519_are_those_of_a_second_implementation() -> None:
    for number in range(2, 80):
        point = edwards.with_y(number)
        inside = point is not None and edwards.times(edwards.ORDER, point) == edwards.IDENTITY
        found = ED.element(number)
        assert (found is not None) == inside
        if found is not None and point is not None:
            assert ED.encode(found) == edwards.text(point)
            assert ED.number(found) == number
    assert ED.element(1 << 256) is None
    assert ED.element((1 << 256) - 1) is None


def test_elements_of_the_2048_bit_group_are_the_squares() -> None:
    assert RFC.element(0) is None
    assert RFC.element(P) is None
    assert RFC.element(P + 4) is None
    for number in range(1, 60):
        assert (RFC.element(number) is not None) == (pow(number, Q, P) == 1)


@both
@pytest.mark.parametrize("length", [0, 1, 3, 30])
def test_what_no_vector_makes_is_told_apart(group: Group, length: int) -> None:
    for exponent in (3, 7, 12345):
        found = extract(group, group.base_power(exponent), length)
        assert len(found.values) == length
        assert not found.canonical


@both
def test_a_mark_in_the_padding_or_above_the_vector_is_told_apart(group: Group) -> None:
    values = (4, 5, 6)
    number = group.number(embed(group, values))
    later = (group.element(n) for n in range(number + 1, number + 4000))
    marked = next(e for e in later if e is not None)
    assert not extract(group, marked, 3).canonical
    above = embed(group, (1, *values))
    assert extract(group, above, 3).values == values
    assert not extract(group, above, 3).canonical


def test_more_than_the_group_encodes_is_told_apart() -> None:
    found = extract(ED, embed(ED, (9,) * 30), 31)
    assert found.values == (0, *(9,) * 30)
    assert not found.canonical


def test_the_sign_of_x_is_no_place_for_a_mark() -> None:
    e = embed(ED, (9,) * 30)
    mirrored = ED.inverse(e)
    assert extract(ED, mirrored, 30).values == (9,) * 30
    assert not extract(ED, mirrored, 30).canonical


@pytest.mark.parametrize(
    ("group", "values", "code"),
    [
        (ED, [256], "vector-value"),
        (ED, [-1], "vector-value"),
        (ED, [True], "vector-value"),
        (ED, [1.0], "vector-value"),
        (ED, [0] * 31, "vector-length"),
        (RFC, [0] * 256, "vector-length"),
        (RFC, [255] * 255, "vector-value"),
        (group_named("BELENIOS-2048"), [1], "group-no-embedding"),
    ],
)
def test_what_cannot_be_encoded_is_refused(group: Group, values: list[int], code: str) -> None:
    with pytest.raises(ParseError) as caught:
        embed(group, values, "choices[0]")
    assert (caught.value.code, caught.value.where) == (code, "choices[0]")


def test_the_longest_vectors() -> None:
    assert extract(ED, embed(ED, (255,) * 30), 30).canonical
    assert extract(RFC, embed(RFC, (254,) * 255), 255).canonical


def test_generators_of_ed25519_are_those_of_a_second_implementation() -> None:
    for index, e in ((-1, secondary_generator(ED)), *enumerate(generators(ED, 12))):
        y = int(hashlib.sha256(f"ggen|{index}".encode()).hexdigest(), 16) >> 2
        while (point := edwards.with_y(y)) is None:
            y += 1
        assert ED.encode(e) == edwards.text(edwards.times(8, point))


def test_generators_of_the_2048_bit_group_are_squares_of_hashes() -> None:
    for index, e in ((-1, secondary_generator(RFC)), *enumerate(generators(RFC, 5))):
        digest = int(hashlib.sha256(f"ggen|{index}".encode()).hexdigest(), 16)
        assert RFC.encode(e) == str(digest * digest % P)


@both
def test_generators_are_the_same_however_many_are_asked_for(group: Group) -> None:
    assert generators(group, 7)[:3] == generators(group, 3)
    assert generators(group, 0) == ()
    assert len({*generators(group, 40), secondary_generator(group), group.generator}) == 42


def test_a_collision_is_not_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    known = len(generators(ED, 1))
    count = max(known, 2000)
    generators(ED, count)
    monkeypatch.setattr(type(ED), "independent_generator", lambda *_: ED.generator)
    with pytest.raises(RecordError, match="generators-collide"):
        generators(ED, count + 1)
