"""The key ceremony from the first certificate to an opened tally, and what it keeps to itself."""

from __future__ import annotations

from itertools import combinations

import pytest

from crypto.ceremony import steps
from crypto.ceremony.steps import Polynomial, Promise, Vinput, Voutput
from crypto.errors import CeremonyError, ParseError
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.opening.lagrange import lagrange_coefficient
from crypto.trustees.certificate import Certificate
from crypto.trustees.teller_keys import make_seed
from crypto.trustees.trustee import Trustees
from tests.crypto.fixtures.tellers_example import tellers


@pytest.mark.parametrize("group_name", GROUP_NAMES)
def test_the_assembled_trustees_verify_and_read_back(group_name: str) -> None:
    made = tellers(group_name)
    made.trustees.verify(made.group)
    text = made.trustees.to_json()
    assert text.startswith('[["Pedersen",{"threshold":2,"certs":[{"message":"{\\"context\\":')
    assert Trustees.parse(made.group, text) == made.trustees


@pytest.mark.parametrize("group_name", GROUP_NAMES)
def test_any_two_of_three_tellers_hold_the_joint_key(group_name: str) -> None:
    made = tellers(group_name)
    group = made.group
    for chosen in combinations((1, 2, 3), 2):
        secret = 0
        for number in chosen:
            part = lagrange_coefficient(group.order, chosen, number)
            secret = group.scalar_add(secret, group.scalar_multiply(part, made.key(number)))
        assert group.base_power(secret) == made.trustees.joint_key(group)


def test_one_teller_alone_does_not_hold_the_joint_key() -> None:
    made = tellers()
    joint = made.trustees.joint_key(made.group)
    assert all(made.group.base_power(made.key(number)) != joint for number in (1, 2, 3))


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (2, 2), (5, 3)])
def test_other_sizes(size: int, threshold: int) -> None:
    made = tellers("Ed25519", size, threshold)
    assert len(made.trustees.owners) == size
    for owner in made.trustees.owners:
        assert made.group.base_power(made.key(owner.index)) == owner.public_key


def test_every_message_reads_back_as_it_was_written() -> None:
    made = tellers()
    group = made.group
    for certificate in made.certificates:
        assert Certificate.parse(group, certificate.to_json()) == certificate
    for promise in made.promises:
        assert Promise.parse(group, promise.to_json()) == promise
    for polynomial in made.polynomials:
        assert Polynomial.parse(group, polynomial.to_json()) == polynomial
    for voutput in made.voutputs:
        assert Voutput.parse(group, voutput.to_json()) == voutput
    vinput = steps.inputs_for(made.polynomials, 2)
    assert Vinput.parse(group, vinput.to_json()) == vinput


def test_a_step_that_is_repeated_gives_the_same_coefexps() -> None:
    made = tellers()
    again = steps.deal(made.group, made.seeds[0], made.certificates, made.promises)
    assert again.coefexps.coefexps == made.polynomials[0].coefexps.coefexps
    assert again.secrets != made.polynomials[0].secrets


def test_the_same_seed_deals_differently_in_another_ceremony() -> None:
    made = tellers()
    others = [made.seeds[0], make_seed(), make_seed()]
    certificates = tuple(
        steps.certificate(made.group, seed, 3, 2, index) for index, seed in enumerate(others, 1)
    )
    promise = steps.promise(made.group, made.seeds[0], certificates)
    assert promise.coefexps != made.promises[0].coefexps


def test_each_teller_finds_its_own_place() -> None:
    made = tellers()
    for number, seed in enumerate(made.seeds, start=1):
        assert steps.own_place(made.group, seed, made.trustees).index == number


def test_a_stranger_finds_no_place() -> None:
    made = tellers()
    with pytest.raises(ParseError) as caught:
        steps.own_place(made.group, make_seed(), made.trustees)
    assert caught.value.code == "seed-foreign"


def test_a_tellers_key_opens_only_with_its_own_output() -> None:
    made = tellers()
    with pytest.raises(CeremonyError) as caught:
        steps.decryption_key(made.group, made.seeds[0], made.certificates, made.voutputs[1])
    assert (caught.value.code, caught.value.teller) == ("message-sealed", 1)


@pytest.mark.parametrize("seed", ["", "1" * 21, "1" * 23, "0" * 22, "I" * 22, "é" * 22])
def test_a_seed_of_the_wrong_form_is_refused_without_repeating_it(seed: str) -> None:
    with pytest.raises(ParseError) as caught:
        steps.certificate(group_named("Ed25519"), seed, 3, 2, 1)
    assert caught.value.code == "seed-form"
    assert not seed or seed not in str(caught.value)


@pytest.mark.parametrize(
    ("size", "threshold", "index"), [(0, 1, 1), (3, 4, 1), (3, 0, 1), (3, 2, 0), (3, 2, 4)]
)
def test_an_impossible_ceremony_is_refused(size: int, threshold: int, index: int) -> None:
    with pytest.raises(ParseError):
        steps.certificate(group_named("Ed25519"), make_seed(), size, threshold, index)


def test_nothing_secret_is_shown_by_repr() -> None:
    made = tellers()
    shown = repr(made)
    for number, seed in enumerate(made.seeds, start=1):
        assert seed not in shown
        assert str(made.key(number)) not in shown


def test_lagrange_coefficients_of_two_and_of_one() -> None:
    assert lagrange_coefficient(101, (1, 2), 1) == 2
    assert lagrange_coefficient(101, (1, 2), 2) == 100  # -1
    assert lagrange_coefficient(101, (3,), 3) == 1
