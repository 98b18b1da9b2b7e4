"""A trustee's public key with its proof of knowledge (specification 4.5).

The proof keeps a trustee from choosing its key as a function of the others' keys. A trustee of
a threshold set also signs the text of its public key with its certificate key (release 3.x).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from crypto.canonical import JSON, fields, join, text
from crypto.errors import ProofError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.place import Where
from crypto.proofs.schnorr import (
    Proof,
    SignedMessage,
    check_knowledge,
    check_message,
    prove_knowledge,
    sign_message,
)

_LONGEST_NAME = 1000


@dataclass(frozen=True, slots=True)
class TrusteePublicKey:
    """A public key, its proof, and in a threshold set its owner's signature."""

    pok: Proof
    public_key: Element
    signature: Proof | None = None
    name: str | None = None

    @classmethod
    def from_json(cls, group: Group, value: JSON, where: Where = "") -> Self:
        """Read a key that is not the identity; raises ParseError."""
        found = fields(value, ("pok", "public_key"), ("signature", "name"), where)
        signature, name = found.get("signature"), found.get("name")
        return cls(
            Proof.from_json(group, found["pok"], join(where, "pok")),
            group.decode_nonidentity(found["public_key"], join(where, "public_key")),
            None
            if signature is None
            else Proof.from_json(group, signature, join(where, "signature")),
            None if name is None else text(name, join(where, "name"), longest=_LONGEST_NAME),
        )

    def to_json(self, group: Group) -> JSON:
        """The JSON value."""
        value: dict[str, JSON] = {
            "pok": self.pok.to_json(),
            "public_key": group.encode(self.public_key),
        }
        if self.signature is not None:
            value["signature"] = self.signature.to_json()
        if self.name is not None:
            value["name"] = self.name
        return value

    def check(self, group: Group, *, where: Where = "") -> None:
        """Raise ProofError unless the owner proved to know the secret key."""
        check_knowledge(
            group,
            self.public_key,
            self.pok,
            _hash_text(group, self.public_key),
            where=join(where, "pok"),
        )

    def check_signature(self, group: Group, certificate_key: Element, *, where: Where = "") -> None:
        """Raise ProofError unless `certificate_key`'s owner signed this public key."""
        if self.signature is None:
            raise ProofError("key-signature", "the owner's signature is missing", where=where)
        message = SignedMessage(group.encode(self.public_key), self.signature)
        check_message(group, certificate_key, message, where=join(where, "signature"))


def make_trustee_key(
    group: Group, secret: int, randomness: Randomness | None = None
) -> TrusteePublicKey:
    """Make the public key of a secret one, with its proof: challenge = SHA-256(pok|group|X|A)."""
    public_key = group.base_power(secret)
    text_of = _hash_text(group, public_key)
    proof = prove_knowledge(group, secret, text_of, randomness or SystemRandomness())
    return TrusteePublicKey(proof, public_key)


def signed_key(
    group: Group, key: TrusteePublicKey, signing_key: int, randomness: Randomness | None = None
) -> TrusteePublicKey:
    """Add the owner's signature, made with its certificate signing key."""
    source = randomness or SystemRandomness()
    signed = sign_message(group, signing_key, group.encode(key.public_key), source)
    return replace(key, signature=signed.signature)


def _hash_text(group: Group, public_key: Element) -> Callable[[str], str]:
    prefix = f"pok|{group.name}|{group.encode(public_key)}|"

    def text_of(commitment: str) -> str:
        return prefix + commitment

    return text_of
