"""Schnorr proofs: knowledge of a discrete logarithm, and signatures made of it.

A proof is (challenge, response) with A = g^w, challenge = H(text of A) and
response = w - x·challenge mod q; it is checked by computing
A = g^response · X^challenge and hashing again (sections 4.5, 4.6 and 4.14). What
is hashed differs from use to use and is given as a function of the text of A.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from crypto.errors import ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness
from crypto.json_values import JSON, fields, join, text
from crypto.place import Where
from crypto.proofs.checks import Check, run


@dataclass(frozen=True, slots=True)
class Proof:
    """The pair (challenge, response) of any proof of the protocol."""

    challenge: int
    response: int

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read `{"challenge", "response"}`; raises `ParseError`."""
        found = fields(value, ("challenge", "response"), where=where)
        return cls(
            group.decode_scalar(found["challenge"], join(where, "challenge")),
            group.decode_scalar(found["response"], join(where, "response")),
        )

    def to_json(self) -> dict[str, JSON]:
        """`{"challenge", "response"}`."""
        return {"challenge": str(self.challenge), "response": str(self.response)}


@dataclass(frozen=True, slots=True)
class SignedMessage:
    """A text and its signature over `sigmsg|text|A`."""

    message: str
    signature: Proof

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read `{"message", "signature"}`; raises `ParseError`. Nothing is verified."""
        found = fields(value, ("message", "signature"), where=where)
        return cls(
            text(found["message"], join(where, "message")),
            Proof.from_json(group, found["signature"], join(where, "signature")),
        )

    def to_json(self) -> dict[str, JSON]:
        """`{"message", "signature"}`."""
        return {"message": self.message, "signature": self.signature.to_json()}


def prove_knowledge(
    group: Group, secret: int, hash_text: Callable[[str], str], randomness: Randomness
) -> Proof:
    """Prove knowledge of `secret`; `hash_text(A)` is the text to hash for a challenge."""
    w = randomness.scalar(group)
    challenge = group.hash_to_scalar(hash_text(group.encode(group.base_power(w))))
    return Proof(challenge, group.response(w, secret, challenge))


def knowledge_check(
    group: Group,
    public: Element,
    proof: Proof,
    hash_text: Callable[[str], str],
    *,
    code: str = "proof-of-knowledge",
    where: Where = "",
) -> Check:
    """The check that `proof` was made by the holder of log `public`; refuses with `code`."""
    (A,) = yield (((group.generator, proof.response), (public, proof.challenge)),)
    if group.hash_to_scalar(hash_text(group.encode(A))) != proof.challenge:
        raise ProofError(code, "the proof does not verify against its public key", where=where)


def sign_message(
    group: Group, secret_key: int, message: str, randomness: Randomness
) -> SignedMessage:
    """Sign `message` with `secret_key`."""
    return SignedMessage(
        message, prove_knowledge(group, secret_key, lambda A: f"sigmsg|{message}|{A}", randomness)
    )


def check_knowledge(
    group: Group,
    public: Element,
    proof: Proof,
    hash_text: Callable[[str], str],
    *,
    code: str = "proof-of-knowledge",
    where: Where = "",
) -> None:
    """Check that `proof` was made by the holder of log `public`; raises `ProofError`."""
    run(group, knowledge_check(group, public, proof, hash_text, code=code, where=where))


def check_message(
    group: Group, public_key: Element, signed: SignedMessage, *, where: Where = ""
) -> None:
    """Check the signature of `signed`; raises `ProofError` (`message-signature`)."""
    check_knowledge(
        group,
        public_key,
        signed.signature,
        lambda A: f"sigmsg|{signed.message}|{A}",
        code="message-signature",
        where=where,
    )
