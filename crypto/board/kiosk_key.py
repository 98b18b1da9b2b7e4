"""The key by which a server knows a kiosk (Ed25519, RFC 8032), and the key that a code stands for.

A one-time code of enrolment is the seed of a key pair. The server keeps its public key alone, so
neither its disk nor the network ever has what enrols; who knows the code signs with it once.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Self

import nacl.bindings
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from crypto.base64_texts import from_unpadded, unpadded
from crypto.errors import ProofError

SEED_BYTES = 32


@dataclass(frozen=True, slots=True, eq=False)
class KioskKey:
    """A private key, as its seed. It never shows in a repr."""

    seed: bytes = field(repr=False)

    @classmethod
    def generate(cls) -> Self:
        """A new key, from the operating system's randomness."""
        return cls(secrets.token_bytes(SEED_BYTES))

    @classmethod
    def of_code(cls, code: str) -> Self:
        """The key that a code of enrolment stands for; the code has the entropy of a key."""
        return cls(hashlib.sha256(f"piaoxiang-kiosk-code|{code}".encode()).digest())

    @property
    def public(self) -> str:
        """The public key: the 64 lower-case hexadecimal digits of RFC 8032's 32 bytes."""
        return self._private().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()

    def sign(self, message: bytes) -> str:
        """The signature, in unpadded base64."""
        return unpadded(self._private().sign(message))

    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def check_kiosk(public: str, message: bytes, signature: str) -> None:
    """Verify a signature by the key of these 64 digits; raises ProofError `kiosk-signature`.

    The key must be a point of the prime-order subgroup: under one of small order, such as zeros,
    everybody can sign.
    """
    try:
        raw, key = from_unpadded(signature), bytes.fromhex(public)
        Ed25519PublicKey.from_public_bytes(key).verify(raw, message)
        good = nacl.bindings.crypto_core_ed25519_is_valid_point(key)
    except (InvalidSignature, ValueError):
        good = False
    if not good:
        raise ProofError("kiosk-signature", "not a signature by this kiosk's key")
