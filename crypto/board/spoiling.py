"""Spoiling: a ballot that is to be opened for checking can never be cast afterwards.

Three texts belong to it, each with a beginning of its own, so that none passes for another:

- the kiosk asks, and the slip's credential signs the question (`sigmsg`): nobody spoils a ballot
  made for another slip, and nobody fills the server's disk without one;
- the server stores a *mark*, the hash of box, credential and fingerprint together. Who does not
  know the fingerprint (a hash over 32 random bytes) learns from a mark neither it nor the slip;
- the server answers with its signature over box, fingerprint and credential. A kiosk that has it
  may open the ballot, and shows it with the opening: whoever checks the opening demands it, for a
  ballot that was cast has none. A ballot that it names and that stands in the record nevertheless
  proves a fraud.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.base64_texts import from_unpadded, unpadded
from crypto.board.server_key import SIGNATURE_SIZE, ServerKey, ServerPublicKey
from crypto.canonical import dumps, loads, sha256_b64
from crypto.errors import ParseError
from crypto.json_values import base64_hash, fields, hex_digest, join, text
from crypto.place import Where

_LONGEST = 2048  # bytes; a credential of the largest group has 925


def spoiling_question(setup_hash: str, fingerprint: str, credential: str) -> str:
    """What the credential (public, as its text) signs to have its ballot spoiled."""
    return f"piaoxiang-spoil|{setup_hash}|{fingerprint}|{credential}"


def spoiled_mark(setup_hash: str, fingerprint: str, credential: str) -> str:
    """What the server stores, in unpadded base64."""
    return sha256_b64(f"piaoxiang-spoiled-mark|{setup_hash}|{fingerprint}|{credential}")


def spoiled_message(setup_hash: str, fingerprint: str, credential: str) -> bytes:
    """What the server signs once the mark is durable.

    The slip is part of it: the word on one slip's ballot is none on the same fingerprint shown to
    the holder of another.
    """
    return f"piaoxiang-spoiled-2|{setup_hash}|{fingerprint}|{credential}".encode()


@dataclass(frozen=True, slots=True)
class Spoiled:
    """The server's word that a ballot is spoiled.

    `credential` is the slip's public one, as text; `signature` in unpadded base64.
    """

    setup: str
    fingerprint: str
    credential: str
    signature: str

    @classmethod
    def parse(cls, data: bytes | str, *, where: Where = "") -> Self:
        """Read the canonical JSON text; raises ParseError. The signature is **not** verified."""
        value = fields(
            loads(data, limit=_LONGEST, where=where),
            ("setup", "fingerprint", "credential", "signature"),
            where=where,
        )
        signature = text(value["signature"], join(where, "signature"))
        _signature_bytes(signature, join(where, "signature"))
        return cls(
            hex_digest(value["setup"], join(where, "setup")),
            base64_hash(value["fingerprint"], join(where, "fingerprint")),
            text(value["credential"], join(where, "credential")),
            signature,
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(
            {
                "setup": self.setup,
                "fingerprint": self.fingerprint,
                "credential": self.credential,
                "signature": self.signature,
            }
        )

    def check(self, key: ServerPublicKey, *, where: Where = "") -> None:
        """Verify the signature; raises ProofError `server-signature`."""
        place = join(where, "signature")
        message = spoiled_message(self.setup, self.fingerprint, self.credential)
        key.check(message, _signature_bytes(self.signature, place), where=place)


def sign_spoiled(key: ServerKey, setup_hash: str, fingerprint: str, credential: str) -> Spoiled:
    """The server's word; signing again gives the same one."""
    signature = key.sign(spoiled_message(setup_hash, fingerprint, credential))
    return Spoiled(setup_hash, fingerprint, credential, unpadded(signature))


def _signature_bytes(found: str, where: Where) -> bytes:
    try:
        data = from_unpadded(found)
    except ValueError:
        data = b""
    if len(data) != SIGNATURE_SIZE:
        detail = f"not the unpadded base64 of {SIGNATURE_SIZE} bytes"
        raise ParseError("spoiled-signature", detail, where=where)
    return data
