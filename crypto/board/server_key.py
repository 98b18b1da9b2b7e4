"""The server's signing key: Ed25519 (RFC 8032), one per meeting.

The public key is written as the 64 lower-case hexadecimal digits of RFC 8032's 32 bytes: in the
meeting definition, in configuration and on slips. `short_form` is what people compare by eye, of
this and of every other hash. Ed25519 signatures are deterministic, so signing the same message
again gives the same signature and says nothing about when or how often it was asked for.
"""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Self

import nacl.bindings
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from crypto.base64_texts import unpadded
from crypto.errors import ParseError, ProofError
from crypto.place import Where

SIGNATURE_SIZE = 64  # bytes
_HASH_SIZE = 32  # bytes of a SHA-256
_KEY_TEXT = re.compile(r"[0-9a-f]{64}", re.ASCII)


def short_form(hash_bytes: bytes) -> str:
    """The first 24 of the 43 base64 characters of a SHA-256, in six groups of four.

    It looks like `k3Xw 8sPd 41Yq Zu0m Rf4T 7Qm2`. Its 144 bits are enough to compare by eye, also
    where one party makes both of what is compared. Raises ValueError when the bytes are not 32.
    """
    if len(hash_bytes) != _HASH_SIZE:
        msg = f"{len(hash_bytes)} bytes are no SHA-256"
        raise ValueError(msg)
    text = unpadded(hash_bytes[:18])
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@dataclass(frozen=True, slots=True)
class ServerPublicKey:
    """The key that receipts and checkpoints are verified with, as its 64 hexadecimal digits."""

    text: str

    @classmethod
    def parse(cls, text: str, *, where: Where = "") -> Self:
        """Read a key's text; raises ParseError `server-key-form`.

        The key must be the canonical encoding of a point of the prime-order subgroup: under any
        other, more than one message can go with one signature.
        """
        if not _KEY_TEXT.fullmatch(text):
            detail = "not 64 lower-case hexadecimal digits (an Ed25519 public key)"
            raise ParseError("server-key-form", detail, where=where)
        if not nacl.bindings.crypto_core_ed25519_is_valid_point(bytes.fromhex(text)):
            detail = "not a point of the prime-order subgroup of Ed25519"
            raise ParseError("server-key-form", detail, where=where)
        return cls(text)

    @property
    def key_bytes(self) -> bytes:
        """The 32 bytes of RFC 8032."""
        return bytes.fromhex(self.text)

    @property
    def fingerprint(self) -> str:
        """The short form of the SHA-256 of the 32 bytes, as printed on slips and shown in halls."""
        return short_form(hashlib.sha256(self.key_bytes).digest())

    def check(self, message: bytes, signature: bytes, *, where: Where = "") -> None:
        """Verify a signature; raises ProofError `server-signature`."""
        try:
            Ed25519PublicKey.from_public_bytes(self.key_bytes).verify(signature, message)
        except InvalidSignature:
            detail = f"not a signature by the server key {self.fingerprint}"
            raise ProofError("server-signature", detail, where=where) from None


@dataclass(frozen=True, slots=True, eq=False)
class ServerKey:
    """The private key. It never shows in a repr."""

    _private: Ed25519PrivateKey = field(repr=False)
    public: ServerPublicKey

    @classmethod
    def generate(cls) -> Self:
        """A new key, from the operating system's randomness."""
        return cls._of(Ed25519PrivateKey.generate())

    @classmethod
    def parse_pem(cls, data: bytes, *, where: Where = "") -> Self:
        """Read what `to_pem` wrote; raises ParseError `server-key-form`, which shows none of it."""
        try:
            private = load_pem_private_key(data, password=None)
        except Exception:  # noqa: BLE001 - whatever it is, its text might quote the key
            private = None
        if not isinstance(private, Ed25519PrivateKey):
            detail = "not an unencrypted Ed25519 private key in PEM (PKCS #8)"
            raise ParseError("server-key-form", detail, where=where)
        return cls._of(private)

    @classmethod
    def _of(cls, private: Ed25519PrivateKey) -> Self:
        raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return cls(private, ServerPublicKey(raw.hex()))

    def to_pem(self) -> bytes:
        """The secret text of the key file: unencrypted PEM (PKCS #8), to be kept mode 0600."""
        return self._private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, message: bytes) -> bytes:
        """The 64 bytes of the deterministic signature of RFC 8032."""
        return self._private.sign(message)
