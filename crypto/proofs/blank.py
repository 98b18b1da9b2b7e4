"""Proofs of an answer that may be blank (section 4.13).

Such an answer is (m0, m1, …, mn): m0 is 1 for a blank vote, mΣ = m1 + … + mn.
The blank proof shows `m0 = 0 or mΣ = 0`; the overall proof shows
`m0 = 1 or min <= mΣ <= max`. With every mi in {0, 1}, together they leave
(1, 0, …, 0) and the vectors with m0 = 0 and an allowed number of choices.
"""

from __future__ import annotations

from collections.abc import Sequence

from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.place import Where
from crypto.proofs.checks import Check
from crypto.proofs.disjunction import Claim, Witness, disjunction_check, prove_disjunction
from crypto.proofs.schnorr import Proof


def prove_blank(
    group: Group,
    public_key: Element,
    statement: str,
    blank: Witness,
    total: Witness,
    randomness: Randomness,
) -> tuple[Proof, ...]:
    """Prove that the answer is not blank or chooses nothing."""
    return prove_disjunction(
        group,
        public_key,
        f"bproof0|{statement}",
        [(blank, 0), (total, 0)],
        blank.message,
        randomness,
    )


def blank_check(
    group: Group,
    public_key: Element,
    statement: str,
    blank: Ciphertext,
    total: Ciphertext,
    proofs: Sequence[Proof],
    *,
    where: Where = "",
) -> Check:
    """The check of a proof of `prove_blank`; refuses with `blank-proof`."""
    return disjunction_check(
        group,
        public_key,
        f"bproof0|{statement}",
        [Claim(blank, 0), Claim(total, 0)],
        proofs,
        code="blank-proof",
        where=where,
    )


def prove_overall(
    group: Group,
    public_key: Element,
    statement: str,
    blank: Witness,
    total: Witness,
    interval: range,
    randomness: Randomness,
) -> tuple[Proof, ...]:
    """Prove that the answer is blank or its total lies in `interval`.

    Raises `ValueError` when neither is the case.
    """
    return prove_disjunction(
        group,
        public_key,
        f"bproof1|{statement}",
        [(blank, 1), *((total, value) for value in interval)],
        0 if blank.message else 1 + interval.index(total.message),
        randomness,
    )


def overall_check(
    group: Group,
    public_key: Element,
    statement: str,
    blank: Ciphertext,
    total: Ciphertext,
    interval: range,
    proofs: Sequence[Proof],
    *,
    where: Where = "",
) -> Check:
    """The check of a proof of `prove_overall`; refuses with `overall-proof`."""
    return disjunction_check(
        group,
        public_key,
        f"bproof1|{statement}",
        [Claim(blank, 1), *(Claim(total, value) for value in interval)],
        proofs,
        code="overall-proof",
        where=where,
    )
