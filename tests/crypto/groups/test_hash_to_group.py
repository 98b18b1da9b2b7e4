"""Texts become elements of the subgroup by a rule that others can follow, from long numbers."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.groups import hash_to_group as module
from crypto.groups.edwards_kernel.curve import NEUTRAL, P, added, decoded
from crypto.groups.group import Group
from crypto.groups.hash_to_group import hash_to_group
from crypto.groups.modp_parameters import BELENIOS_2048, RFC_3526_2048, Parameters
from crypto.groups.named import GROUP_NAMES, group_named


def numbers(group: Group, text: str) -> list[int]:
    """The numbers of the first attempts, written once more."""
    said = (f"piaoxiang-hash-to-group-1|{group.name}|{attempt}|{text}" for attempt in range(64))
    return [int.from_bytes(hashlib.shake_256(each.encode()).digest(288), "big") for each in said]


@given(st.text(max_size=40))
def test_on_the_curve_it_is_eight_times_the_first_point_that_there_is(text: str) -> None:
    group = group_named("Ed25519")
    for number in numbers(group, text):
        try:
            x, y = decoded((number % P).to_bytes(32, "little"))
        except ValueError:
            continue
        total = NEUTRAL
        for _ in range(8):
            total = added(total, (x, y, 1, x * y % P))
        X, Y, Z, _ = total
        inverse = pow(Z, -1, P)
        written = Y * inverse % P + 2**255 * (X * inverse % P & 1)
        assert group.encode(hash_to_group(group, text)) == f"{written:064x}"
        return


@pytest.mark.parametrize("parameters", [BELENIOS_2048, RFC_3526_2048], ids=lambda each: each.name)
def test_modulo_a_prime_it_is_the_number_to_the_power_of_the_cofactor(
    parameters: Parameters,
) -> None:
    group, p = group_named(parameters.name), parameters.modulus
    for text in ("", "draw|a|b", "抽签"):
        expected = pow(numbers(group, text)[0] % p, (p - 1) // group.order, p)
        assert group.number(hash_to_group(group, text)) == expected


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_it_lies_in_the_subgroup_and_differs_with_every_text(name: str) -> None:
    group = group_named(name)
    found = [hash_to_group(group, f"draw|{number}") for number in range(8)]
    assert len({*found, group.identity, group.generator}) == 10
    for each in found:
        assert group.decode(group.encode(each)) == each


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_the_identity_and_numbers_without_an_element_are_passed_over(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = group_named(name)
    answers = iter([None, group.identity, group.generator])
    monkeypatch.setattr(type(group), "from_residue", lambda *_: next(answers))
    assert hash_to_group(group, "any") == group.generator


def test_the_numbers_are_longer_than_every_modulus() -> None:
    longest = max(group_named(name).longest_element for name in GROUP_NAMES)
    assert 10 ** (longest + 70) < 256**module._BYTES
