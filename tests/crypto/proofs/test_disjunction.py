"""Interval and blank proofs: complete for true claims, refused for false or altered ones."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext, encrypt, neutral
from crypto.groups.group import Group
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.blank import blank_check, overall_check, prove_blank, prove_overall
from crypto.proofs.checks import run
from crypto.proofs.disjunction import Claim, Witness, disjunction_check, prove_disjunction
from crypto.proofs.interval import BIT, interval_check, prove_interval
from crypto.proofs.schnorr import Proof

ED = group_named("Ed25519")
each_group = pytest.mark.parametrize(
    "group", [group_named(n) for n in GROUP_NAMES], ids=GROUP_NAMES
)
FRESH = SystemRandomness()
KEY = 31337


def sealed(group: Group, message: int) -> tuple[Ciphertext, Witness]:
    r = group.random_scalar()
    return encrypt(group, group.base_power(KEY), message, r), Witness(message, r)


@each_group
@settings(max_examples=8, deadline=None)
@given(low=st.integers(0, 3), length=st.integers(1, 4), offset=st.integers(0, 3))
def test_a_value_of_the_interval_convinces(
    group: Group, low: int, length: int, offset: int
) -> None:
    y = group.base_power(KEY)
    interval = range(low, low + length)
    ciphertext, opening = sealed(group, low + offset % length)

    proofs = prove_interval(group, y, "S", ciphertext, opening, interval, FRESH)

    assert len(proofs) == length
    run(group, interval_check(group, y, "S", ciphertext, interval, proofs, code="x"))


def test_a_value_outside_cannot_even_be_tried() -> None:
    ciphertext, opening = sealed(ED, 2)
    with pytest.raises(ValueError, match="not in range"):
        prove_interval(ED, ED.base_power(KEY), "S", ciphertext, opening, BIT, FRESH)


@each_group
def test_a_proof_holds_for_nothing_else(group: Group) -> None:
    y = group.base_power(KEY)
    ciphertext, opening = sealed(group, 1)
    proofs = prove_interval(group, y, "S", ciphertext, opening, BIT, FRESH)
    other, _ = sealed(group, 1)
    first, second = proofs
    q = group.order

    def refused(
        ciphertext: Ciphertext = ciphertext,
        proofs: tuple[Proof, ...] = proofs,
        statement: str = "S",
        key: int = KEY,
        interval: range = BIT,
    ) -> None:
        with pytest.raises(ProofError, match="individual-proof") as caught:
            run(
                group,
                interval_check(
                    group,
                    group.base_power(key),
                    statement,
                    ciphertext,
                    interval,
                    proofs,
                    code="individual-proof",
                    where="p",
                ),
            )
        assert caught.value.where == "p"

    refused(ciphertext=other)
    refused(ciphertext=replace(ciphertext, alpha=other.alpha))
    refused(ciphertext=neutral(group))
    refused(proofs=(second, first))
    refused(proofs=(replace(first, challenge=(first.challenge + 1) % q), second))
    refused(proofs=(first, replace(second, response=(second.response + 1) % q)))
    refused(  # the challenges still add up
        proofs=(
            replace(first, challenge=(first.challenge + 1) % q),
            replace(second, challenge=(second.challenge - 1) % q),
        )
    )
    refused(proofs=(first,))
    refused(proofs=(first, second, second))
    refused(proofs=(Proof(0, 0), Proof(0, 0)))
    refused(proofs=(replace(first, challenge=0), replace(second, response=0)))
    refused(statement="T")
    refused(key=KEY + 1)
    refused(interval=range(1, 3))


@settings(max_examples=10, deadline=None)
@given(message=st.integers(2, 50))
def test_a_forger_who_proves_a_bit_of_something_else_is_refused(message: int) -> None:
    y = ED.base_power(KEY)
    ciphertext, opening = sealed(ED, message)
    for pretended in BIT:
        lie = Witness(pretended, opening.r)
        proofs = prove_interval(ED, y, "S", ciphertext, lie, BIT, FRESH)
        with pytest.raises(ProofError):
            run(ED, interval_check(ED, y, "S", ciphertext, BIT, proofs, code="x"))


@each_group
@pytest.mark.parametrize(("blank", "total"), [(0, 0), (0, 1), (0, 2), (1, 0)])
def test_blank_proofs_of_honest_answers(group: Group, blank: int, total: int) -> None:
    y = group.base_power(KEY)
    b, b_opening = sealed(group, blank)
    t, t_opening = sealed(group, total)
    interval = range(3)

    proofs = prove_blank(group, y, "S", b_opening, t_opening, FRESH)
    overall = prove_overall(group, y, "S", b_opening, t_opening, interval, FRESH)

    run(group, blank_check(group, y, "S", b, t, proofs))
    run(group, overall_check(group, y, "S", b, t, interval, overall))
    with pytest.raises(ProofError, match="blank-proof"):
        run(group, blank_check(group, y, "S", t, b, proofs))
    with pytest.raises(ProofError, match="overall-proof"):
        run(group, overall_check(group, y, "S", b, t, range(1, 4), overall))
    with pytest.raises(ProofError):  # the two kinds of proof do not pass for one another
        run(group, overall_check(group, y, "S", b, t, range(1), proofs))


def test_a_blank_vote_that_chooses_cannot_be_proved() -> None:
    y = ED.base_power(KEY)
    b, b_opening = sealed(ED, 1)
    t, t_opening = sealed(ED, 1)
    proofs = prove_blank(ED, y, "S", b_opening, t_opening, FRESH)
    with pytest.raises(ProofError, match="blank-proof"):
        run(ED, blank_check(ED, y, "S", b, t, proofs))
    with pytest.raises(ValueError, match="not in range"):
        prove_overall(ED, y, "S", Witness(0, 1), Witness(3, 1), range(3), FRESH)


def test_claims_may_come_in_any_order_of_values() -> None:
    y = ED.base_power(KEY)
    ciphertext, opening = sealed(ED, 2)
    other, other_opening = sealed(ED, 0)
    values = [(opening, 5), (opening, 2), (other_opening, 1), (opening, 2)]
    claims = [Claim(other if o is other_opening else ciphertext, v) for o, v in values]

    proofs = prove_disjunction(ED, y, "S", values, 1, FRESH)

    run(ED, disjunction_check(ED, y, "S", claims, proofs, code="x"))


def test_openings_do_not_show_themselves() -> None:
    assert repr(Witness(1, 424242)) == "Witness()"
