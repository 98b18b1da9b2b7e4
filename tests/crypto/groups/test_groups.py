"""All groups obey the same laws and read only canonical texts."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ParseError, Refused
from crypto.groups.group import Group
from crypto.groups.named import GROUP_NAMES, group_named

GROUPS = [group_named(name) for name in GROUP_NAMES]
each_group = pytest.mark.parametrize("group", GROUPS, ids=GROUP_NAMES)
scalars = st.integers(0, 2**256) | st.integers(0, 3)


def test_groups_are_known_by_name_once() -> None:
    assert GROUP_NAMES == ("Ed25519", "BELENIOS-2048", "RFC-3526-2048")
    assert group_named("Ed25519") is group_named("Ed25519")
    for name in ("ed25519", "RFC-3526-4096", "", 7, None, ["Ed25519"]):
        with pytest.raises(ParseError, match="group-unknown"):
            group_named(name)


@each_group
@settings(max_examples=25, deadline=None)
@given(a=scalars, b=scalars)
def test_powers_of_the_generator_add_up(group: Group, a: int, b: int) -> None:
    a, b = a % group.order, b % group.order
    A, B = group.base_power(a), group.base_power(b)

    assert group.multiply(A, B) == group.base_power(group.scalar_add(a, b))
    assert group.divide(A, B) == group.base_power(group.scalar_subtract(a, b))
    assert group.power(A, b) == group.base_power(group.scalar_multiply(a, b))
    assert group.power(A, b) == group.power_public(A, b) == group.power(B, a)
    assert group.product([A, B, A]) == group.multiply(group.multiply(A, B), A)
    assert group.multiply(A, group.inverse(A)) == group.identity


@each_group
def test_zero_and_the_identity_are_answered(group: Group) -> None:
    e = group.base_power(7)
    for k in (0, group.order):
        assert group.base_power(k) == group.identity
        assert group.power(e, k) == group.identity
        assert group.power_public(e, k) == group.identity
        assert group.products_of_powers([[(e, k), (group.generator, k)]]) == [group.identity]
    for k in (0, 1, 5, group.order - 1):
        assert group.power(group.identity, k) == group.identity
        terms = [(group.generator, k), (group.identity, k)]
        assert group.products_of_powers([terms]) == [group.base_power(k)]
    assert group.multiply(e, group.identity) == e
    assert group.divide(e, group.identity) == e
    assert group.divide(e, e) == group.identity
    assert group.multiply(group.identity, group.identity) == group.identity
    assert group.product([]) == group.identity
    assert group.base_power(1) == group.generator
    assert group.power(e, group.order - 1) == group.inverse(e)
    assert group.power(e, -1) == group.inverse(e)


exponents = st.integers(-(2**256), 2**256) | st.integers(-2, 2)


@each_group
@settings(max_examples=25, deadline=None)
@given(
    requests=st.lists(
        st.lists(st.tuples(st.sampled_from(("g", "y", "1", "e")), exponents), max_size=4),
        max_size=4,
    )
)
def test_products_of_powers_are_those_of_logarithms(
    group: Group, requests: list[list[tuple[str, int]]]
) -> None:
    logarithms = {"g": 1, "y": 12345, "1": 0, "e": 2**200 + 7}
    bases = {name: group.base_power(k) for name, k in logarithms.items()}
    group.expect_powers_of(bases["y"])
    found = group.products_of_powers(
        [[(bases[name], k) for name, k in terms] for terms in requests]
    )
    assert found == [
        group.base_power(sum(logarithms[name] * k for name, k in terms)) for terms in requests
    ]


@each_group
@pytest.mark.parametrize("k", [0, 1, -1, 5, 2**252 + 9])
def test_opposite_exponents_are_as_good_as_others(group: Group, k: int) -> None:
    y, e = group.base_power(12345), group.base_power(77)
    for a, b, c in ((y, e, group.generator), (y, e, e), (e, group.identity, y), (y, e, y)):
        parts = [group.power(a, 3), group.power(b, k), group.power(c, -k)]
        assert group.products_of_powers([((a, 3), (b, k), (c, -k))]) == [group.product(parts)]


@each_group
@pytest.mark.parametrize("hint", ["expecting", "reading"])
def test_expected_texts_are_read_as_others_are(group: Group, hint: str) -> None:
    expecting = getattr(group, hint)
    elements = [group.base_power(k) for k in range(3)]
    texts = [group.encode(e) for e in elements]
    bad = ("", "0", "票", "f" * 64, "01", "2" * 64, "9" * group.longest_element, "\ud800")
    before = [_read(group, text) for text in bad]
    with expecting((*texts, *bad, *texts)):
        assert [group.decode(text) for text in texts] == elements
        assert [_read(group, text) for text in bad] == before
        unexpected = group.base_power(77)
        assert group.decode(group.encode(unexpected)) == unexpected
        with expecting(()), pytest.raises(ValueError, match="inside"):
            raise ValueError("inside")
        assert group.products_of_powers([[(elements[2], 3), (unexpected, 1)]]) == [
            group.base_power(83)
        ]
    assert [_read(group, text) for text in bad] == before
    assert group.decode(texts[2]) == elements[2]


def _read(group: Group, text: str) -> str:
    try:
        return group.encode(group.decode(text, "key"))
    except ParseError as error:
        return str(error)


@each_group
@settings(max_examples=30, deadline=None)
@given(w=scalars, x=scalars, c=scalars)
def test_scalar_arithmetic_is_that_of_integers(group: Group, w: int, x: int, c: int) -> None:
    q = group.order
    w, x, c = w % q, x % q, c % q
    assert group.scalar_add(w, x) == (w + x) % q
    assert group.scalar_subtract(w, x) == (w - x) % q
    assert group.scalar_multiply(w, x) == w * x % q
    assert group.response(w, x, c) == (w - x * c) % q
    raw = hashlib.sha512(str(w).encode()).digest()
    assert group.reduce(raw) == int.from_bytes(raw, "little") % q
    assert group.hash_to_scalar("票") == int(hashlib.sha256("票".encode()).hexdigest(), 16) % q


@each_group
@settings(max_examples=25, deadline=None)
@given(k=scalars)
def test_encodings_are_read_back(group: Group, k: int) -> None:
    e = group.base_power(k)
    text = group.encode(e)
    assert group.decode(text) == e
    assert hash(group.decode(text)) == hash(e)
    assert len(text) <= group.longest_element
    assert group.decode_scalar(str(k % group.order)) == k % group.order


@each_group
def test_identity_is_read_only_where_it_is_allowed(group: Group) -> None:
    text = group.encode(group.identity)
    assert group.decode(text) == group.identity
    assert group.decode_nonidentity(group.encode(group.generator)) == group.generator
    with pytest.raises(ParseError, match="element-identity") as caught:
        group.decode_nonidentity(text, "key")
    assert caught.value.where == "key"


@each_group
def test_scalars_have_one_spelling(group: Group) -> None:
    assert group.decode_scalar("0") == 0
    assert group.decode_scalar(str(group.order - 1)) == group.order - 1
    assert group.longest_scalar == len(str(group.order - 1))
    for text in ("", "00", "01", "-1", "+1", "0x1", " 1", "1 ", "1\n", "1e1", "１", "٣", "1.0"):
        with pytest.raises(ParseError, match="scalar-not-canonical"):
            group.decode_scalar(text)
    for text in (str(group.order), "9" * len(str(group.order)), "1" + "0" * 9999):
        with pytest.raises(ParseError, match="scalar-out-of-range"):
            group.decode_scalar(text)
    for value in (1, True, None, ["1"], {"a": "1"}):
        with pytest.raises(ParseError, match="json-type"):
            group.decode_scalar(value)


@each_group
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_change_of_an_encoding_is_another_element_or_refused(
    group: Group, data: st.DataObject
) -> None:
    text = group.encode(group.base_power(data.draw(st.integers(1, 50))))
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.text(max_size=2)) + text[at + data.draw(st.integers(0, 2)) :]
    try:
        e = group.decode(changed)
    except Refused:
        return
    assert group.encode(e) == changed
    assert group.power_public(e, group.order) == group.identity


@each_group
def test_elements_do_not_mix_show_themselves_or_change(group: Group) -> None:
    other = next(g for g in GROUPS if g is not group)
    with pytest.raises(TypeError):
        group.multiply(group.generator, other.generator)
    with pytest.raises(TypeError):
        group.encode(other.generator)
    assert group.generator != other.generator
    element = group.base_power(99)
    assert repr(element) == str(element) == f"{element}" == f"<{type(element).__name__}>"
    assert repr(group) == f"<Group {group.name}>"


@each_group
def test_random_scalars_are_in_range_and_differ(group: Group) -> None:
    drawn = {group.random_scalar() for _ in range(50)}
    assert len(drawn) == 50
    assert all(0 <= k < group.order for k in drawn)
    assert max(drawn).bit_length() > group.order.bit_length() - 8
