"""The 2048-bit group: its parameters, its texts, and powers that hide their exponent's size."""

from __future__ import annotations

import gmpy2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ParseError
from crypto.groups.fixed_base import FixedBase
from crypto.groups.modp import ModularGroup
from crypto.groups.modp_parameters import BELENIOS_2048, Parameters

GROUP = ModularGroup(BELENIOS_2048)
P, Q, G = BELENIOS_2048.modulus, BELENIOS_2048.order, BELENIOS_2048.generator


def test_parameters_are_those_of_the_specification() -> None:
    # Section 5.1: the first and last digits of p, g and q, and what must hold of them.
    assert str(P).startswith("20694785691422546401013643657505008064922989295751")
    assert str(P).endswith("507711827842317498073276598828825169183103125680162072880719")
    assert str(G).startswith("2402352677501852209227687703532399932712287657378")
    assert str(G).endswith("115700568353695553423781475582491896050296680037745308460627")
    assert Q == 78571733251071885079927659812671450121821421258408794611510081919805623223441
    assert gmpy2.is_prime(P, 40)
    assert gmpy2.is_prime(Q, 40)
    assert (P - 1) % Q == 0
    assert pow(G, Q, P) == 1


@settings(max_examples=20, deadline=None)
@given(k=st.integers(0, Q - 1))
def test_all_kinds_of_powers_agree_with_plain_arithmetic(k: int) -> None:
    fresh = ModularGroup(BELENIOS_2048)
    base = fresh.base_power(12345)
    expected = str(pow(pow(G, 12345, P), k, P))
    assert fresh.encode(fresh.power(base, k)) == expected
    assert fresh.encode(fresh.power_public(base, k)) == expected
    assert fresh.encode(GROUP.base_power(k)) == str(pow(G, k, P))


def test_announced_bases_give_the_same_powers_and_are_forgotten_in_turn() -> None:
    group = ModularGroup(BELENIOS_2048)
    bases = [group.base_power(k) for k in range(2, 12)]
    for base in (bases[0], *bases, bases[-1]):
        group.expect_powers_of(base)
        assert group.power_public(base, Q - 2) == group.power(base, Q - 2)
    assert len(group._public._tables) == 8
    assert group.power_public(bases[0], 77) == group.power(bases[0], 77)


@given(st.integers(0, 2**24 - 1))
def test_a_table_of_powers_is_exact(exponent: int) -> None:
    table = FixedBase(gmpy2.mpz(3), gmpy2.mpz(1_000_003), 24)
    assert table.power(exponent) == pow(3, exponent, 1_000_003)


def test_secret_exponents_all_have_the_same_number_of_words() -> None:
    for order in (Q, 2**255 - 19, 2**2047 - 1, 2**64 - 59, 11):
        group = ModularGroup(Parameters("test", 23, 2, order))
        words = {
            -(-exponent.bit_length() // 64)
            for exponent in (group._blind, group._blind + order - 1, group._blind + order // 2)
        }
        assert group._blind % order == 0
        assert group._blind > 0
        assert len(words) == 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("0", "element-not-canonical"),
        ("", "element-not-canonical"),
        ("01", "element-not-canonical"),
        ("-1", "element-not-canonical"),
        ("+1", "element-not-canonical"),
        ("1 ", "element-not-canonical"),
        ("1_0", "element-not-canonical"),
        ("0x1", "element-not-canonical"),
        ("１", "element-not-canonical"),
        (str(P), "element-not-canonical"),
        (str(P + 1), "element-not-canonical"),
        (str(P + G), "element-not-canonical"),
        ("1" + "0" * 100_000, "element-not-canonical"),
        (str(P - 1), "element-outside-group"),
        ("2", "element-outside-group"),
        (str(P - G), "element-outside-group"),
        (str(pow(2, Q, P)), "element-outside-group"),
        (7, "json-type"),
        (None, "json-type"),
    ],
)
def test_what_is_no_canonical_element_is_refused(text: object, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        GROUP.decode(text, "beta")
    assert caught.value.code == code
    assert caught.value.where == "beta"
