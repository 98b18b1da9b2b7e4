"""Shufflers who cheat prove as well as they can, and one equation or the other refuses them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Group
from crypto.groups.randomness import SystemRandomness
from crypto.shuffles import making
from crypto.shuffles.challenge import ShuffleStatement
from crypto.shuffles.checking import check_shuffle_proof
from crypto.shuffles.making import Mixing, prove_shuffle
from crypto.shuffles.proof import ShuffleCommitments, ShuffleProof
from tests.crypto.fixtures.single_elections import NAMES, honest

RANDOM = SystemRandomness()
each = pytest.mark.parametrize("name", NAMES)


def refused(statement: ShuffleStatement, proof: ShuffleProof, where: str) -> None:
    with pytest.raises(ProofError) as caught:
        check_shuffle_proof(statement, proof, where="proofs[0]")
    assert caught.value.code == "shuffle-proof"
    assert caught.value.where == f"proofs[0].{where}"


def changed(group: Group, t: ShuffleCommitments, name: str) -> ShuffleCommitments:
    def off(e: Any) -> Any:
        return group.multiply(e, group.generator)

    if name == "t4_1":
        return replace(t, t4=(off(t.t4[0]), t.t4[1]))
    if name == "t4_2":
        return replace(t, t4=(t.t4[0], off(t.t4[1])))
    if name.startswith("t_hat"):
        index = int(name[6])
        hats = (*t.t_hat[:index], off(t.t_hat[index]), *t.t_hat[index + 1 :])
        return replace(t, t_hat=hats)
    return replace(t, **{name: off(getattr(t, name))})


@each
@pytest.mark.parametrize(
    "equation", ["t1", "t2", "t3", "t4_1", "t4_2", "t_hat[0]", "t_hat[1]", "t_hat[2]"]
)
def test_every_equation_is_checked(
    name: str, equation: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wrong commitment is hashed like a right one, so nothing but its equation fails."""
    statement, mixing = honest(3, name)

    def dishonest(**parts: Any) -> ShuffleCommitments:
        return changed(statement.group, ShuffleCommitments(**parts), equation)

    with monkeypatch.context() as patched:
        patched.setattr(making, "ShuffleCommitments", dishonest)
        proof = prove_shuffle(statement, mixing, RANDOM)
    refused(statement, proof, equation)


@each
@pytest.mark.parametrize(
    ("response", "equation"),
    [
        ("s1", "t1"),
        ("s2", "t2"),
        ("s3", "t3"),
        ("s4", "t4_1"),
        ("s_hat", "t_hat[1]"),
        ("s_prime", "t3"),
    ],
)
def test_every_response_is_used(name: str, response: str, equation: str) -> None:
    statement, mixing = honest(3, name)
    proof = prove_shuffle(statement, mixing, RANDOM)
    order, found = statement.group.order, getattr(proof.s, response)
    wrong = (
        (found + 1) % order
        if isinstance(found, int)
        else (found[0], (found[1] + 1) % order, found[2])
    )
    parts: dict[str, Any] = {response: wrong}
    refused(statement, replace(proof, s=replace(proof.s, **parts)), equation)


@pytest.mark.parametrize("part", ["c", "c_hat"])
def test_every_commitment_is_hashed(part: str) -> None:
    statement, mixing = honest(3)
    proof = prove_shuffle(statement, mixing, RANDOM)
    first, *rest = getattr(proof, part)
    wrong = statement.group.multiply(first, statement.group.generator)
    parts: dict[str, Any] = {part: (wrong, *rest)}
    refused(statement, replace(proof, **parts), "t1")


@each
@pytest.mark.parametrize(("half", "equation"), [("alpha", "t4_2"), ("beta", "t4_1")])
def test_an_altered_answer_is_refused(name: str, half: str, equation: str) -> None:
    """The cheater proves the altered output as well as it can; alpha and beta have an equation."""
    statement, mixing = honest(3, name)
    group = statement.group
    first, *rest = statement.after
    altered = replace(first, **{half: group.multiply(getattr(first, half), group.generator)})
    cheated = replace(statement, after=(altered, *rest))
    refused(cheated, prove_shuffle(cheated, mixing, RANDOM), equation)


def reencrypted(statement: ShuffleStatement, taken: tuple[int, ...]) -> tuple[Any, Mixing]:
    """Re-encrypt the inputs with these numbers, whatever they are."""
    group = statement.group
    r = tuple(1000 + j for j in range(len(statement.before)))
    after = tuple(
        Ciphertext(
            group.multiply(statement.before[j].alpha, group.base_power(r[j])),
            group.multiply(statement.before[j].beta, group.power(statement.public_key, r[j])),
        )
        for j in taken
    )
    return replace(statement, after=after), Mixing(taken, r)


@each
def test_an_answer_dropped_for_another_one_twice_is_refused(name: str) -> None:
    statement, mixing = reencrypted(honest(3, name)[0], (2, 0, 2))
    refused(statement, prove_shuffle(statement, mixing, RANDOM), "t1")


def test_a_doubled_answer_with_commitments_that_add_up_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """All h_i are committed to, two of them in one c_j, so that only the chain can tell."""
    statement, mixing = reencrypted(honest(3)[0], (2, 0, 2))

    def both_in_one(group: Group, taken: Any, hs: Any, _random: Any) -> Any:
        r = (11, 12, 13)
        c = [group.base_power(k) for k in r]
        for j, h in zip(taken, hs, strict=True):
            c[j] = group.multiply(c[j], h)
        return making._Committed(tuple(c), r)

    monkeypatch.setattr(making, "_commit_permutation", both_in_one)
    refused(statement, prove_shuffle(statement, mixing, RANDOM), "t2")
