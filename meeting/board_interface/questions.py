"""What is sent to a board, besides ballots: questions that a slip signs, and words on a visit.

Only whoever holds a slip learns whether it was used, or spoils a ballot that was made for it: the
question carries a proof that its credential's private part is known, over a text of its own kind.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from crypto.board.spoiling import spoiling_question
from crypto.canonical import dumps, fields, loads, text
from crypto.election.credential import secret_exponent
from crypto.election.election import Election
from crypto.errors import ParseError
from crypto.groups.group import Group
from crypto.groups.randomness import SystemRandomness
from crypto.json_values import base64_hash
from crypto.proofs.schnorr import Proof, SignedMessage, check_message, sign_message

MOST_QUESTION_BYTES: Final = 4096
MOST_VISIT_BYTES: Final = 256
VISIT_NUMBER_BYTES: Final = 16
_VISIT_NUMBER = re.compile(rf"[0-9a-f]{{{2 * VISIT_NUMBER_BYTES}}}", re.ASCII)


@dataclass(frozen=True, slots=True)
class SlipQuestion:
    """Whether a slip was used; `credential` is its public one, as text."""

    credential: str
    proof: Proof

    @classmethod
    def ask(cls, election: Election, setup: str, credential: str) -> Self:
        """The question of whoever holds a private credential; `setup` names the box."""
        public, exponent = _pair(election, credential)
        return cls(public, _signed(election.group, exponent, slip_question(setup, public)))

    @classmethod
    def parse(cls, group: Group, data: bytes) -> Self:
        """Read the body; raises ParseError. The proof is **not** verified."""
        value = fields(loads(data, limit=MOST_QUESTION_BYTES), ("credential", "proof"))
        credential = text(value["credential"], "credential")
        return cls(credential, Proof.from_json(group, value["proof"], "proof"))

    def to_json(self) -> str:
        """The body."""
        return dumps({"credential": self.credential, "proof": self.proof.to_json()})

    def check(self, group: Group, setup: str) -> None:
        """Verify the proof; raises ProofError, or ParseError for a credential that is none."""
        _check(group, self.credential, slip_question(setup, self.credential), self.proof)


@dataclass(frozen=True, slots=True)
class SpoilQuestion:
    """That a ballot, named by its fingerprint, be spoiled by the slip that it was made for."""

    fingerprint: str
    credential: str
    proof: Proof

    @classmethod
    def ask(cls, election: Election, setup: str, fingerprint: str, credential: str) -> Self:
        """The question of whoever holds a private credential; `setup` names the box."""
        public, exponent = _pair(election, credential)
        message = spoiling_question(setup, fingerprint, public)
        return cls(fingerprint, public, _signed(election.group, exponent, message))

    @classmethod
    def parse(cls, group: Group, data: bytes) -> Self:
        """Read the body; raises ParseError. The proof is **not** verified."""
        names = ("fingerprint", "credential", "proof")
        value = fields(loads(data, limit=MOST_QUESTION_BYTES), names)
        fingerprint = base64_hash(value["fingerprint"], "fingerprint")
        credential = text(value["credential"], "credential")
        return cls(fingerprint, credential, Proof.from_json(group, value["proof"], "proof"))

    def to_json(self) -> str:
        """The body."""
        proof = self.proof.to_json()
        return dumps(
            {"fingerprint": self.fingerprint, "credential": self.credential, "proof": proof}
        )

    def check(self, group: Group, setup: str) -> None:
        """Verify the proof; raises ProofError, or ParseError for a credential that is none."""
        message = spoiling_question(setup, self.fingerprint, self.credential)
        _check(group, self.credential, message, self.proof)


class VisitStep(StrEnum):
    """What a kiosk tells of a visit. `HERE` is said again and again while it lasts.

    `LEFT` is said again and again, under a number of its own, of a voter who left with nothing
    settled and whose slip still goes on there.
    """

    BEGIN = "begin"
    HERE = "here"
    LEFT = "left"
    END = "end"


@dataclass(frozen=True, slots=True)
class VisitWord:
    """One word on a visit; `number` was made for this visit alone (`VISIT_NUMBER_BYTES`)."""

    step: VisitStep
    number: bytes

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the body; raises ParseError."""
        value = fields(loads(data, limit=MOST_VISIT_BYTES), ("step", "visit"))
        number, step = text(value["visit"], "visit"), text(value["step"], "step")
        if not _VISIT_NUMBER.fullmatch(number) or step not in set(VisitStep):
            raise ParseError("visit-form", "no step or number of a visit")
        return cls(VisitStep(step), bytes.fromhex(number))

    def to_json(self) -> str:
        """The body."""
        return dumps({"step": str(self.step), "visit": self.number.hex()})


def slip_question(setup: str, credential: str) -> str:
    """What the credential (public, as its text) signs to learn whether it was used."""
    return f"piaoxiang-slip|{setup}|{credential}"


def _pair(election: Election, credential: str) -> tuple[str, int]:
    """The public credential as text, and the secret exponent, of a private one."""
    exponent = secret_exponent(election.group, election.uuid, credential)
    return election.group.encode(election.group.base_power(exponent)), exponent


def _signed(group: Group, exponent: int, message: str) -> Proof:
    return sign_message(group, exponent, message, SystemRandomness()).signature


def _check(group: Group, credential: str, message: str, proof: Proof) -> None:
    check_message(group, group.decode(credential), SignedMessage(message, proof))
