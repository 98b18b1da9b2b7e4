"""Voters who break one rule of a ballot and do everything else right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from crypto.ballots import answer as answer_module
from crypto.ballots import ballot as ballot_module
from crypto.ballots.answer import Answer
from crypto.ballots.ballot import Ballot, parse_ballot, sign_ballot, verify_ballot
from crypto.canonical import sha256_b64
from crypto.election.credential import public_credential
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.errors import ProofError
from crypto.groups.elgamal import Ciphertext, encrypt
from crypto.groups.randomness import SystemRandomness
from crypto.proofs.blank import prove_blank, prove_overall
from crypto.proofs.disjunction import Witness
from crypto.proofs.interval import BIT, check_interval, prove_interval
from crypto.proofs.schnorr import Proof, prove_knowledge
from tests.crypto.sample_elections import CREDENTIAL, election, secret

FRESH = SystemRandomness()


def signed_again(of: Election, ballot: Ballot) -> Ballot:
    """Return *ballot* with the hash and the signature that its contents ask for."""
    fingerprint = sha256_b64(ballot.unsigned_json())
    signature = prove_knowledge(of.group, secret(of), lambda A: f"sig|{fingerprint}|{A}", FRESH)
    return replace(ballot, fingerprint=fingerprint, signature=signature)


def refused(of: Election, ballot: Ballot, code: str, where: str) -> None:
    """Check that *ballot*, sent over the wire, is read, and refused for this reason."""
    received = parse_ballot(of, ballot.to_json())
    with pytest.raises(ProofError) as caught:
        verify_ballot(of, received)
    assert (caught.value.code, caught.value.where) == (code, where)


class Forger:
    """Who encrypts any numbers for one question and proves what can be proved."""

    def __init__(self, question: Question, values: list[int]) -> None:
        self.election = election(questions=(question,))
        self.question = question
        self.group = self.election.group
        self.key = public_credential(self.group, self.election.uuid, CREDENTIAL)
        self.openings = [Witness(value, FRESH.scalar(self.group)) for value in values]
        y = self.election.public_key
        self.choices = tuple(encrypt(self.group, y, o.message, o.r) for o in self.openings)
        texts = ",".join(choice.to_text(self.group) for choice in self.choices)
        self.statement = f"{self.election.fingerprint}|{self.group.encode(self.key)}"
        self.whole = f"{self.statement}|{texts}"

    def total(self) -> tuple[Ciphertext, Witness]:
        """Return the sum of the answers, the blank slot left out, and its opening."""
        start = 1 if self.question.blank else 0
        openings = self.openings[start:]
        opening = Witness(
            sum(o.message for o in openings), sum(o.r for o in openings) % self.group.order
        )
        return encrypt(self.group, self.election.public_key, opening.message, opening.r), opening

    def individual(self) -> tuple[tuple[Proof, ...], ...]:
        """Prove each value to be a bit; of one that is not, pretend that it is 1."""
        return tuple(
            prove_interval(
                self.group,
                self.election.public_key,
                self.statement,
                choice,
                Witness(min(opening.message, 1), opening.r),
                BIT,
                FRESH,
            )
            for choice, opening in zip(self.choices, self.openings, strict=True)
        )

    def overall(self) -> tuple[Proof, ...]:
        """Prove the total; if it is not allowed, pretend that it is the maximum."""
        total, opening = self.total()
        y, interval = self.election.public_key, self.question.interval
        blank = self.openings[0]
        if not (self.question.blank and blank.message):
            opening = Witness(min(opening.message, self.question.maximum), opening.r)
        if not self.question.blank:
            return prove_interval(self.group, y, self.whole, total, opening, interval, FRESH)
        return prove_overall(self.group, y, self.whole, blank, opening, interval, FRESH)

    def ballot(self) -> Ballot:
        blank = None
        if self.question.blank:
            blank = prove_blank(
                self.group,
                self.election.public_key,
                self.whole,
                self.openings[0],
                self.total()[1],
                FRESH,
            )
        made = Answer(self.choices, self.individual(), self.overall(), blank)
        unsigned = ballot_module.UnsignedBallot(self.election, self.key, (made,), "")
        unsigned = replace(unsigned, fingerprint=sha256_b64(unsigned.to_json()))
        return sign_ballot(unsigned, secret(self.election))


@contextmanager
def without(*codes: str) -> Iterator[None]:
    """Take the checks with these codes away."""
    with pytest.MonkeyPatch.context() as patch:

        def checked(*args: object, code: str, where: str = "") -> None:
            if code not in codes:
                check_interval(*args, code=code, where=where)  # type: ignore[arg-type]

        patch.setattr(answer_module, "check_interval", checked)
        if "blank-proof" in codes:
            patch.setattr(answer_module, "check_blank", lambda *_args, **_kwargs: None)
        if "overall-proof" in codes:
            patch.setattr(answer_module, "check_overall", lambda *_args, **_kwargs: None)
        yield
