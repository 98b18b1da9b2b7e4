"""Cosignatures: other devices' word that a checkpoint is consistent with all they have seen.

C2SP tlog-cosignature (https://c2sp.org/tlog-cosignature), version 1 with Ed25519. Below a
checkpoint a cosigner adds the line

    — <cosigner's name> base64(key ID || time || signature)

where the time has 8 bytes, big-endian, in seconds since 1970; the key ID is that of a signed note
with the type byte 0x04; and what is signed is

    cosignature/v1
    time <seconds in decimal>
    <the checkpoint's text>

Anybody may cosign: tellers' and observers' devices do, each with a key of its own. The hall sees
whether two of them saw the same chain, although none of them trusts the server.

**The time is not a ballot's.** Nothing of ours says when a ballot came, and a cosignature made
while voting goes on would: between two of them lie few ballots. So `cosign` refuses a chain that
ends in a ballot. It signs a box that was set up and of which none is listed yet, and one that was
closed. The first may lie within voting, for ballots are listed in batches: it says that none was
listed by then, and not whether any had been cast.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Self

from crypto.base64_texts import from_padded, padded
from crypto.board.checkpoint import Checkpoint, open_checkpoint
from crypto.board.note import NoteSignature, is_key_name, parse_note
from crypto.board.server_key import SIGNATURE_SIZE, ServerKey, ServerPublicKey
from crypto.errors import ParseError, ProofError, RecordError
from crypto.place import Where
from crypto.record.event import EventType
from crypto.record.record import Record

LATEST_TIME = 2**63 - 1  # seconds
_TYPE = b"\x04"  # a timestamped Ed25519 cosignature
_TIME_SIZE = 8  # bytes
_KEY_ID_SIZE = 4
_KEY_TEXT = re.compile(r"([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{44})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cosigner:
    """Who may cosign: a name and an Ed25519 key that signs nothing else."""

    name: str
    key: ServerPublicKey

    @property
    def key_id(self) -> bytes:
        """The four bytes that tell the key in a signature line."""
        return hashlib.sha256(self.name.encode() + b"\n" + self._typed_key).digest()[:_KEY_ID_SIZE]

    @property
    def text(self) -> str:
        """The key in one line (a verifier key of C2SP signed-note), to be published."""
        return f"{self.name}+{self.key_id.hex()}+{padded(self._typed_key)}"

    @classmethod
    def parse(cls, text: str, *, where: Where = "") -> Self:
        """Read the line that `text` gives; raises ParseError `cosigner-form`, `server-key-form`."""
        match = _KEY_TEXT.fullmatch(text)
        try:
            typed = from_padded(match[3]) if match else b""
        except ValueError:
            typed = b""
        if match is None or not is_key_name(match[1]) or typed[:1] != _TYPE:
            detail = "expected <name>+<key ID>+<base64 of 0x04 and an Ed25519 key>"
            raise ParseError("cosigner-form", detail, where=where)
        cosigner = cls(match[1], ServerPublicKey.parse(typed[1:].hex(), where=where))
        if cosigner.text != text:
            raise ParseError("cosigner-form", "the key ID is another key's", where=where)
        return cosigner

    @property
    def _typed_key(self) -> bytes:
        return _TYPE + self.key.key_bytes


def cosign(
    note: bytes,
    record: Record,
    cosigner: Cosigner,
    key: ServerKey,
    time: int,
    *,
    server: ServerPublicKey,
    earlier: Checkpoint | None = None,
    where: Where = "",
) -> str:
    """The server's checkpoint with one more cosignature, made at `time` (seconds since 1970).

    The cosigner has the whole record; `earlier` is the last checkpoint of this box that it saw.
    Raises ParseError or ProofError for a note that the server did not sign, ParseError `note-…`
    where one more line makes a note that nobody can read, RecordError when the
    record does not go through it or through `earlier`, and RecordError `cosignature-moment` for
    a chain that ends in a ballot.
    """
    checkpoint = open_checkpoint(note, server, where=where)
    checkpoint.check_record(record, where=where)
    if earlier is not None:
        earlier.check_record(record, where=where)
        if checkpoint.size < earlier.size:
            detail = f"{checkpoint.size} events, earlier {earlier.size}"
            raise RecordError("checkpoint-rollback", detail, where=where)
    if record.events[checkpoint.size - 1].event.type is EventType.BALLOT:
        detail = "cosigned at opening or after closing: else it would say when ballots came"
        raise RecordError("cosignature-moment", detail, where=where)
    cosigned = note.decode() + cosignature_line(checkpoint.text, cosigner, key, time)
    parse_note(cosigned.encode(), where=where)
    return cosigned


def cosignature_line(text: str, cosigner: Cosigner, key: ServerKey, time: int) -> str:
    """The line that a cosigner adds below a checkpoint's text, with its newline.

    It only signs; `cosign` is what a cosigner's device does. Raises ParseError `cosigner-key` when
    `key` is another's, `cosignature-form` for a time that cannot be written.
    """
    if key.public != cosigner.key:
        raise ParseError("cosigner-key", f"not the key of {cosigner.name}")
    signature = key.sign(_message(text, time))
    signed = cosigner.key_id + time.to_bytes(_TIME_SIZE, "big") + signature
    return f"— {cosigner.name} {padded(signed)}\n"


def check_cosignature(note: bytes, cosigner: Cosigner, *, where: Where = "") -> int:
    """The time, in seconds since 1970, at which this cosigner signed this checkpoint.

    Raises ParseError `note-…` or `cosignature-form`, ProofError `cosignature-missing` when it did
    not, and ProofError `cosignature-invalid` when the line that names its key does not verify.
    """
    text, signatures = parse_note(note, where=where)
    named = (cosigner.name, cosigner.key_id)
    found = next((each for each in signatures if (each.name, each.key_id) == named), None)
    if found is None:
        detail = f"no cosignature by {cosigner.name}"
        raise ProofError("cosignature-missing", detail, where=where)
    time = _time(found, where)
    try:
        cosigner.key.check(_message(text, time), found.signature[_TIME_SIZE:], where=where)
    except ProofError:
        detail = f"the cosignature of {cosigner.name} does not verify"
        raise ProofError("cosignature-invalid", detail, where=where) from None
    return time


def _message(text: str, time: int) -> bytes:
    if not 0 <= time <= LATEST_TIME:
        raise ParseError("cosignature-form", f"time {time}, expected 0 to {LATEST_TIME}")
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def _time(found: NoteSignature, where: Where) -> int:
    if len(found.signature) != _TIME_SIZE + SIGNATURE_SIZE:
        detail = f"{len(found.signature)} bytes, expected a time of 8 and a signature of 64"
        raise ParseError("cosignature-form", detail, where=where)
    time = int.from_bytes(found.signature[:_TIME_SIZE], "big")
    if time > LATEST_TIME:
        raise ParseError("cosignature-form", f"time {time} is out of range", where=where)
    return time
