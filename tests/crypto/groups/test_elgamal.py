"""What is encrypted can be decrypted, added and weighted, and is read strictly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ParseError
from crypto.groups.elgamal import Ciphertext, add, encrypt, neutral, sums
from crypto.groups.group import Element, Group
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.json_values import JSON

each_group = pytest.mark.parametrize(
    "group", [group_named(n) for n in GROUP_NAMES], ids=GROUP_NAMES
)
KEY = 1234567


def decrypted(group: Group, ciphertext: Ciphertext) -> Element:
    """g^m."""
    return group.divide(ciphertext.beta, group.power(ciphertext.alpha, KEY))


@each_group
@settings(max_examples=15, deadline=None)
@given(a=st.integers(0, 5), b=st.integers(0, 5), r=st.integers(0, 2**250), weight=st.integers(0, 9))
def test_sums_and_weights(group: Group, a: int, b: int, r: int, weight: int) -> None:
    y = group.base_power(KEY)
    first, second = encrypt(group, y, a, r), encrypt(group, y, b, 2 * r + 1)

    assert first == Ciphertext(
        group.base_power(r), group.multiply(group.power(y, r), group.base_power(a))
    )
    assert decrypted(group, first) == group.base_power(a)
    assert decrypted(group, add(group, first, second)) == group.base_power(a + b)
    both, heavy, none = sums(group, ([(first, 1), (second, 1)], [(first, weight), (second, 3)], []))
    assert both == add(group, first, second)
    assert decrypted(group, heavy) == group.base_power(weight * a + 3 * b)
    assert none == neutral(group)
    assert sums(group, ()) == []
    assert add(group, first, neutral(group)) == first


@each_group
def test_texts(group: Group) -> None:
    ciphertext = encrypt(group, group.base_power(KEY), 1, 77)
    value = ciphertext.to_json(group)

    assert Ciphertext.from_json(group, value) == ciphertext
    assert ciphertext.to_text(group) == f"{value['alpha']},{value['beta']}"


@each_group
def test_every_part_is_checked_and_named(group: Group) -> None:
    value = encrypt(group, group.base_power(KEY), 1, 77).to_json(group)
    cases: list[tuple[JSON, str, str]] = [
        (value | {"alpha": "x"}, "element-not-canonical", "c.alpha"),
        (value | {"beta": 5}, "json-type", "c.beta"),
        (dict(reversed(value.items())), "json-fields", "c"),
        (value | {"gamma": "1"}, "json-fields", "c"),
        ({"alpha": value["alpha"]}, "json-fields", "c"),
        ([], "json-type", "c"),
    ]
    for bad, code, where in cases:
        with pytest.raises(ParseError) as caught:
            Ciphertext.from_json(group, bad, "c")
        assert (caught.value.code, caught.value.where) == (code, where)


def test_an_identity_from_an_attacker_is_read_and_added() -> None:
    group = group_named("Ed25519")
    one = group.encode(group.identity)
    ciphertext = Ciphertext.from_json(group, {"alpha": one, "beta": one})

    assert ciphertext == neutral(group)
    assert sums(group, [[(ciphertext, 3), (ciphertext, 1)]]) == [neutral(group)]
