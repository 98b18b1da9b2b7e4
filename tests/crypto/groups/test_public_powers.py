"""Powers of public numbers: by tables, by combs and by GMP they are the same, in every thread."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from math import prod
from typing import Any

import pytest
from gmpy2 import mpz
from hypothesis import given
from hypothesis import strategies as st

from crypto.errors import ParseError
from crypto.groups import public_powers
from crypto.groups.comb import Comb
from crypto.groups.fixed_base import FixedBase
from crypto.groups.modp import ModularGroup
from crypto.groups.modp_parameters import BELENIOS_2048, RFC_3526_2048
from crypto.groups.public_powers import PublicPowers

P, Q, G = 1019, 509, 4
"""p = 2q + 1, and a square."""
elements = st.integers(1, Q).map(lambda k: pow(G, k, P))
exponents = st.integers(-2 * Q, 2 * Q) | st.sampled_from([0, 1, -1, Q - 1, Q, Q + 1])
requests = st.lists(st.lists(st.tuples(elements, exponents), max_size=5), max_size=6)


def powers_of_small_numbers(tables_kept: int = 2) -> PublicPowers:
    return PublicPowers(mpz(P), Q, mpz(G), tables_kept)


@given(st.integers(2, 2**61 - 2), st.integers(0, 2**90 - 1))
def test_a_comb_is_exact(base: int, exponent: int) -> None:
    modulus = 2**61 - 1
    assert Comb(mpz(base), mpz(modulus), 90).power(exponent) == pow(base, exponent, modulus)


@pytest.mark.parametrize("bits", [1, 7, 8, 9, 255, 256, 2047])
def test_a_comb_takes_exponents_of_up_to_its_bits(bits: int) -> None:
    modulus = BELENIOS_2048.modulus
    comb = Comb(mpz(3), mpz(modulus), bits)
    for exponent in (0, 1, (1 << bits) - 1, 1 << (bits - 1)):
        assert comb.power(exponent) == pow(3, exponent, modulus)


@given(requests, st.lists(elements, max_size=3), st.lists(elements, max_size=3))
def test_products_are_those_of_plain_arithmetic(
    asked: list[list[tuple[int, int]]], expected: list[int], looked_at: list[int]
) -> None:
    powers = powers_of_small_numbers()
    plain = [prod(pow(base, k % Q, P) for base, k in terms) % P for terms in asked]
    batch = [[(mpz(base), k) for base, k in terms] for terms in asked]
    for base in expected:
        powers.expect(mpz(base))
    assert powers.products(batch) == plain
    with powers.keeping():
        assert all(powers.has_order(mpz(base)) for base in looked_at)
        assert powers.products(batch) == plain
        for terms in batch:
            assert all(powers.power(base, k) == pow(int(base), k % Q, P) for base, k in terms)
    assert powers.products(batch) == plain


@pytest.mark.parametrize("parameters", [BELENIOS_2048, RFC_3526_2048], ids=lambda each: each.name)
def test_products_in_the_real_groups(parameters: Any) -> None:
    p, q = parameters.modulus, parameters.order
    group = ModularGroup(parameters)
    a, b, key = (group.base_power(k) for k in (12345, q - 3, 77))
    group.expect_powers_of(key)
    terms = [
        ((group.generator, q - 1), (a, q // 3)),
        ((key, q // 5), (a, q // 7), (b, 5)),
        ((a, 1), (b, -q // 2)),
        (),
    ]
    plain = [
        str(prod(pow(int(group.encode(base)), k % q, p) for base, k in each) % p) for each in terms
    ]
    assert [group.encode(each) for each in group.products_of_powers(terms)] == plain


@pytest.mark.parametrize("value", [1018, 3, 1, 4])
def test_the_order_of_a_number_is_the_same_inside_and_outside(value: int) -> None:
    powers = powers_of_small_numbers()
    outside = powers.has_order(mpz(value))
    assert outside == (pow(value, Q, P) == 1)
    with powers.keeping():
        assert powers.has_order(mpz(value)) == outside
        assert powers.has_order(mpz(value)) == outside


def test_elements_are_read_and_refused_alike_while_they_are_expected() -> None:
    group = ModularGroup(BELENIOS_2048)
    element = group.base_power(99)
    good, bad = group.encode(element), str(BELENIOS_2048.modulus - 1)
    with group.expecting([good, bad, "nonsense"]):
        assert group.decode(good) == element
        with pytest.raises(ParseError) as refused:
            group.decode(bad, "alpha")
    assert (refused.value.code, refused.value.where) == ("element-outside-group", "alpha")


def test_what_was_kept_is_used_and_gone_when_the_block_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[mpz] = []

    class Counted(Comb):
        __slots__ = ()

        def __init__(self, base: mpz, modulus: mpz, bits: int) -> None:
            made.append(base)
            super().__init__(base, modulus, bits)

    monkeypatch.setattr(public_powers, "Comb", Counted)
    powers = powers_of_small_numbers()
    base = mpz(16)
    with pytest.raises(KeyError):
        _use_and_fail(powers, base)
    assert made == [base], "the look at its order made the only one"
    assert powers._kept.combs == {}
    powers.has_order(base)
    assert powers._kept.combs == {}
    powers.products([((base, 400),), ((base, 500), (mpz(64), 300))])
    assert made == [base, base], "only what is asked for twice has one"
    assert powers._kept.combs == {}


def test_no_more_combs_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_powers, "_MOST_COMBS", 3)
    powers = powers_of_small_numbers()
    with powers.keeping():
        assert all(powers.has_order(mpz(pow(G, k, P))) for k in range(2, 12))
        assert len(powers._kept.combs) == 3


def test_a_thread_keeps_its_own() -> None:
    powers = powers_of_small_numbers()
    others: list[int] = []

    def look() -> None:
        powers.has_order(mpz(16))
        others.append(len(powers._kept.combs))

    with powers.keeping():
        powers.has_order(mpz(64))
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
        assert (others, len(powers._kept.combs)) == ([0], 1)


def test_threads_share_one_table_a_base_whoever_announces_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[mpz] = []

    def counted(base: mpz, modulus: mpz, bits: int) -> Any:
        made.append(base)
        return FixedBase(base, modulus, bits)

    monkeypatch.setattr(public_powers, "FixedBase", counted)
    powers = powers_of_small_numbers(tables_kept=4)
    bases = [mpz(pow(G, k, P)) for k in (2, 3, 5, 7)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(powers.expect, bases * 25))
        list(pool.map(lambda k: powers.power(mpz(G), k), range(100)))
    assert sorted(made) == sorted([*bases, mpz(G)])


def test_announcing_and_forgetting_in_many_threads_loses_no_power() -> None:
    powers = powers_of_small_numbers(tables_kept=2)
    bases = [mpz(pow(G, k, P)) for k in range(2, 9)]

    def use(k: int) -> bool:
        base = bases[k % len(bases)]
        powers.expect(base)
        return bool(powers.power(base, k) == pow(int(base), k % Q, P))

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(use, range(1500)))
    assert len(powers._tables) == 2


def _use_and_fail(powers: PublicPowers, base: mpz) -> None:
    with powers.keeping():
        powers.has_order(base)
        with powers.keeping():
            powers.products([((base, 400),), ((base, 500),)])
        assert list(powers._kept.combs) == [base]
        raise KeyError
