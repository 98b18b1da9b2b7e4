"""Slips that were cancelled in public, so that nobody votes with them: the list of a box.

A slip is cancelled by whoever holds it: its credential signs a text of its own kind, so no server
cancels a slip that a voter still has in hand. Some are taken from the piles before voting and
opened before witnesses (*audited*), the others are *left over* at the end. What was printed is
then what voted, what was cancelled, and what is missing.

The server publishes the list at the closing, signed, each part sorted: nothing in it tells when,
in which order or by whom a slip was cancelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from crypto.base64_texts import from_unpadded, unpadded
from crypto.board.server_key import SIGNATURE_SIZE, ServerKey, ServerPublicKey
from crypto.canonical import JSON, array, dumps, fields, hex_digest, integer, loads, sha256_hex
from crypto.errors import ParseError, RecordError
from crypto.groups.group import Group
from crypto.json_values import join, text
from crypto.place import Part, Place
from crypto.proofs.schnorr import Proof, SignedMessage, check_message

VERSION = 1
_MOST = 1_000_000
_LONGEST = 1 << 24  # bytes


def cancelling_message(setup_hash: str, credential: str) -> str:
    """What the credential (public, as its text) signs to be cancelled."""
    return f"piaoxiang-cancel|{setup_hash}|{credential}"


@dataclass(frozen=True, slots=True)
class CancelledSlip:
    """A slip's public credential, as text, and its signature under the words that cancel it."""

    credential: str
    proof: Proof

    def to_json(self) -> JSON:
        """As it stands in the list."""
        return {"credential": self.credential, "proof": self.proof.to_json()}

    def check(self, group: Group, setup_hash: str, *, where: Place) -> None:
        """Raise Refused unless whoever held this slip of this box cancelled it."""
        key = group.decode(self.credential, where)
        message = SignedMessage(cancelling_message(setup_hash, self.credential), self.proof)
        check_message(group, key, message)


@dataclass(frozen=True, slots=True)
class CancelledSlips:
    """The cancelled slips of a box, both parts sorted; `signature` in unpadded base64."""

    setup: str
    audited: tuple[CancelledSlip, ...]
    left_over: tuple[CancelledSlip, ...]
    signature: str

    @classmethod
    def parse(cls, group: Group, data: bytes, *, where: Place) -> Self:
        """Read the canonical JSON text; raises ParseError. Nothing is verified yet."""
        names = ("version", "setup", "audited", "left_over", "signature")
        value = fields(loads(data, limit=_LONGEST, where=where), names, where=where)
        integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
        signature = text(value["signature"], join(where, "signature"))
        _signature_bytes(signature, where)
        return cls(
            hex_digest(value["setup"], where / Part("setup")),
            tuple(_slips(group, value["audited"], where / Part("audited"))),
            tuple(_slips(group, value["left_over"], where / Part("left_over"))),
            signature,
        )

    @property
    def slips(self) -> tuple[CancelledSlip, ...]:
        """All of them, the audited ones first."""
        return (*self.audited, *self.left_over)

    def to_bytes(self) -> bytes:
        """The canonical text."""
        value: dict[str, JSON] = {"version": VERSION, "setup": self.setup}
        value |= _parts(self.audited, self.left_over)
        return dumps(value | {"signature": self.signature}).encode()

    def check_signature(self, key: ServerPublicKey, *, where: Place) -> None:
        """Verify the server's signature; raises ProofError `server-signature`."""
        message = _signed_message(self.setup, self.audited, self.left_over)
        key.check(message, _signature_bytes(self.signature, where), where=where)

    def check_listed(self, credentials: Iterable[str], *, where: Place) -> None:
        """Raise RecordError `cancelled-list` unless each is one of these, once, and in order."""
        known, seen = set(credentials), set[str]()
        for part in (self.audited, self.left_over):
            listed = [each.credential for each in part]
            if listed != sorted(listed) or len({*listed}) < len(listed) or seen & {*listed}:
                raise RecordError("cancelled-list", "not sorted, or a slip twice", where=where)
            seen |= {*listed}
        if unknown := seen - known:
            detail = f"{len(unknown)} that are no slips of this box"
            raise RecordError("cancelled-list", detail, where=where)


def sign_cancelled(
    key: ServerKey,
    setup_hash: str,
    audited: Iterable[CancelledSlip],
    left_over: Iterable[CancelledSlip],
) -> CancelledSlips:
    """The list as the server publishes it; signing again gives the same one."""
    parts = tuple(sorted(audited, key=_by_credential)), tuple(sorted(left_over, key=_by_credential))
    signature = key.sign(_signed_message(setup_hash, *parts))
    return CancelledSlips(setup_hash, *parts, unpadded(signature))


def _by_credential(slip: CancelledSlip) -> str:
    return slip.credential


def _parts(audited: Iterable[CancelledSlip], left_over: Iterable[CancelledSlip]) -> dict[str, JSON]:
    return {
        "audited": [each.to_json() for each in audited],
        "left_over": [each.to_json() for each in left_over],
    }


def _signed_message(
    setup_hash: str, audited: Iterable[CancelledSlip], left_over: Iterable[CancelledSlip]
) -> bytes:
    listed = sha256_hex(dumps(_parts(audited, left_over)))
    return f"piaoxiang-cancelled|{setup_hash}|{listed}".encode()


def _slips(group: Group, value: JSON, where: Place) -> Iterator[CancelledSlip]:
    for number, entry in enumerate(array(value, where, least=0, most=_MOST)):
        at = where / number
        found = fields(entry, ("credential", "proof"), where=at)
        proof = Proof.from_json(group, found["proof"], at / Part("proof"))
        yield CancelledSlip(text(found["credential"], at / Part("credential")), proof)


def _signature_bytes(found: str, where: Place) -> bytes:
    try:
        data = from_unpadded(found)
    except ValueError:
        data = b""
    if len(data) != SIGNATURE_SIZE:
        detail = f"not the unpadded base64 of {SIGNATURE_SIZE} bytes"
        raise ParseError("cancelled-signature", detail, where=where / Part("signature"))
    return data
