"""Proofs that a ciphertext encrypts a value of an interval (section 4.12)."""

from __future__ import annotations

from collections.abc import Sequence

from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.place import Where
from crypto.proofs.checks import Check
from crypto.proofs.disjunction import Claim, Witness, disjunction_check, prove_disjunction
from crypto.proofs.schnorr import Proof

BIT = range(2)
"""The interval of a single choice: 0 or 1."""


def prove_interval(
    group: Group,
    public_key: Element,
    statement: str,
    ciphertext: Ciphertext,
    witness: Witness,
    interval: range,
    randomness: Randomness,
) -> tuple[Proof, ...]:
    """Prove that `ciphertext` encrypts a value of `interval`; the witness tells which.

    `statement` is S of the specification. Raises `ValueError` when the message
    is outside the interval.
    """
    return prove_disjunction(
        group,
        public_key,
        _prefix(group, statement, ciphertext),
        [(witness, value) for value in interval],
        interval.index(witness.message),
        randomness,
    )


def interval_check(
    group: Group,
    public_key: Element,
    statement: str,
    ciphertext: Ciphertext,
    interval: range,
    proofs: Sequence[Proof],
    *,
    code: str,
    where: Where = "",
) -> Check:
    """The check that `ciphertext` encrypts a value of `interval`; refuses with `code`."""
    return disjunction_check(
        group,
        public_key,
        _prefix(group, statement, ciphertext),
        [Claim(ciphertext, value) for value in interval],
        proofs,
        code=code,
        where=where,
    )


def _prefix(group: Group, statement: str, ciphertext: Ciphertext) -> str:
    return f"prove|{statement}|{ciphertext.to_text(group)}"
