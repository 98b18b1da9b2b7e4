"""Ballots on lists of candidates, true or false, made as the reference implementation makes them.

Our code makes no such ballots. Each proof is made for the claim that is given for it, so that one
claim can be broken and the rest proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from crypto.ballots.answer import encrypt_homomorphic_answer
from crypto.ballots.ballot import Ballot, UnsignedBallot, sign_ballot
from crypto.ballots.lists_answer import ListsAnswer
from crypto.canonical import sha256_b64
from crypto.election.election import Election
from crypto.election.lists_question import ListsQuestion
from crypto.groups.elgamal import Ciphertext, add, encrypt, neutral
from crypto.groups.group import Group
from crypto.groups.randomness import SystemRandomness
from crypto.proofs import disjunction
from crypto.proofs.disjunction import Witness
from crypto.proofs.interval import BIT, prove_interval
from crypto.proofs.nonzero import NonzeroProof
from tests.crypto.single_elections import ONE_OF_TWO, single_election

RANDOM = SystemRandomness()
QUESTION = ListsQuestion("名单", (("List A", "a1", "a2"), ("List B", "b1"), ("Nobody",)))
Lists = tuple[tuple[int, ...], ...]
VOTES: tuple[Lists, ...] = (
    ((1, 1, 1), (0, 0), (0,)),
    ((0, 0, 0), (1, 1), (0,)),
    ((1, 0, 1), (0, 0), (0,)),
)


class Maker:
    """Makes an answer, true or false; each proof is made for the claim that is given for it."""

    def __init__(self, of: Election, number: int, values: Lists) -> None:
        self.election, self.group, self.values = of, of.group, values
        key = of.group.base_power(100 + number)
        self.statement = f"{of.fingerprint}|{of.group.encode(key)}"
        self.openings = [[Witness(v, RANDOM.scalar(of.group)) for v in row] for row in values]
        self.choices = tuple(
            tuple(encrypt(of.group, of.public_key, o.message, o.r) for o in row)
            for row in self.openings
        )
        every = ",".join(c.to_text(of.group) for row in self.choices for c in row)
        self.whole = f"{self.statement}|{every}"

    def total(self, openings: Sequence[Witness]) -> Witness:
        order = self.group.order
        return Witness(sum(o.message for o in openings), sum(o.r for o in openings) % order)

    def interval(self, statement: str, opening: Witness, values: range, c: Ciphertext) -> Any:
        claimed = opening if opening.message in values else Witness(values[0], opening.r)
        return prove_interval(
            self.group, self.election.public_key, statement, c, claimed, values, RANDOM
        )

    def answer(self) -> ListsAnswer:
        key = self.election.public_key
        firsts = [row[0] for row in self.openings]
        candidates = [self.total(row[1:]) for row in self.openings]
        sum_of_firsts = summed(self.group, [row[0] for row in self.choices])
        return ListsAnswer(
            lists=self.choices,
            individual_proofs=tuple(
                tuple(
                    self.interval(self.statement, o, BIT, c)
                    for o, c in zip(openings, row, strict=True)
                )
                for openings, row in zip(self.openings, self.choices, strict=True)
            ),
            overall_proof=self.interval(self.whole, self.total(firsts), range(1, 2), sum_of_firsts)[
                0
            ],
            list_proofs=tuple(
                disjunction.prove(
                    self.group,
                    key,
                    f"lproof|{self.whole}",
                    [(first, 1), (rest, 0)],
                    0 if first.message == 1 else 1,
                    RANDOM,
                )
                for first, rest in zip(firsts, candidates, strict=True)
            ),
            nonzero_proof=self.nonzero(
                self.total(candidates), summed(self.group, [c for r in self.choices for c in r[1:]])
            ),
        )

    def nonzero(self, opening: Witness, c: Ciphertext) -> NonzeroProof:
        group, key = self.group, self.election.public_key
        s, w1, w2 = (RANDOM.scalar(group) for _ in range(3))
        commitment = group.base_power(opening.message * s)
        a1 = group.multiply(group.power(c.alpha, w1), group.base_power(w2))
        a2 = group.multiply(group.power(c.beta, w1), group.power(key, w2))
        text = ",".join(map(group.encode, (commitment, a1, a2)))
        challenge = group.hash_to_scalar(f"nonzero|{self.whole}|{text}")
        t1 = (w1 - s * challenge) % group.order
        t2 = (w2 + s * opening.r * challenge) % group.order
        return NonzeroProof(commitment, challenge, (t1, t2))


def summed(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    total = neutral(group)
    for ciphertext in ciphertexts:
        total = add(group, total, ciphertext)
    return total


def lists_election() -> Election:
    return single_election("Ed25519", (QUESTION, ONE_OF_TWO))


def signed(of: Election, number: int, answer: ListsAnswer) -> Ballot:
    """Complete the ballot of the voter with this number, who chooses the first of two as well."""
    group, key = of.group, of.group.base_power(100 + number)
    statement = f"{of.fingerprint}|{group.encode(key)}"
    second = encrypt_homomorphic_answer(group, of.public_key, ONE_OF_TWO, statement, (1, 0), RANDOM)
    draft = UnsignedBallot(of, key, (answer, second), "")
    return sign_ballot(replace(draft, fingerprint=sha256_b64(draft.to_json())), 100 + number)
