"""Checkpoints: the server's signed word on how far a box's chain has got.

A checkpoint is a signed note (`crypto.note`) over three lines, as in C2SP tlog-checkpoint
(https://c2sp.org/tlog-checkpoint):

    piaoxiang/<meeting id>/<hash of the Setup event>
    <number of events>
    <base64 of the hash of the last event>

The first line is the origin and at the same time the name of the key. As each event names the one
before it, the last hash stands for the whole chain. Two checkpoints of one box with the same
number of events and different hashes prove that the server showed different chains.
"""

import base64
import re
from dataclasses import dataclass
from typing import Self

from crypto.errors import ParseError, RecordError
from crypto.event import MAX_HEIGHT
from crypto.note import open_note, parse_note, sign_note
from crypto.record import Head, Record
from crypto.server_key import ServerKey, ServerPublicKey

_TEXT = re.compile(
    r"piaoxiang/([A-Za-z][A-Za-z0-9_-]{0,31})/([0-9a-f]{64})\n"
    r"([1-9][0-9]{0,9})\n"
    r"([A-Za-z0-9+/]{43}=)\n",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the box (meeting id and Setup hash) and the last event."""

    meeting: str
    setup_hash: str
    head: Head

    @property
    def origin(self) -> str:
        """The first line, and the name of the key."""
        return f"piaoxiang/{self.meeting}/{self.setup_hash}"

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        root = base64.b64encode(bytes.fromhex(self.head.hash)).decode()
        return f"{self.origin}\n{self.head.size}\n{root}\n"

    @classmethod
    def parse_text(cls, text: str, *, where: str = "") -> Self:
        """Read the three lines, unsigned; raises ParseError `checkpoint-form`."""
        match = _TEXT.fullmatch(text)
        if match is None or int(match[3]) > MAX_HEIGHT + 1:
            detail = "expected origin, number of events and last hash, one line each"
            raise ParseError("checkpoint-form", detail, where=where)
        root = base64.b64decode(match[4])
        if base64.b64encode(root).decode() != match[4]:
            raise ParseError("checkpoint-form", "the hash's base64 is not canonical", where=where)
        return cls(match[1], match[2], Head(int(match[3]) - 1, root.hex()))

    def check_follows(self, earlier: Self, *, where: str = "") -> None:
        """Check that the chain only grew since an earlier checkpoint of the same box.

        Raises RecordError `checkpoint-box`, `checkpoint-rollback` or `checkpoint-fork`. Whether a
        longer chain contains the earlier head, only a record can tell (`check_record`).
        """
        if self.origin != earlier.origin:
            detail = f"{self.origin}, expected {earlier.origin}"
            raise RecordError("checkpoint-box", detail, where=where)
        if self.head.size < earlier.head.size:
            detail = f"{self.head.size} events, an earlier checkpoint had {earlier.head.size}"
            raise RecordError("checkpoint-rollback", detail, where=where)
        if self.head.size == earlier.head.size and self.head.hash != earlier.head.hash:
            detail = f"another event at height {self.head.height} than an earlier checkpoint"
            raise RecordError("checkpoint-fork", detail, where=where)

    def check_record(self, record: Record, *, where: str = "") -> None:
        """Check that a record that was read without problems goes through this checkpoint.

        Raises RecordError `checkpoint-box`, `checkpoint-rollback` (the record is shorter) or
        `checkpoint-fork` (it has another event there).
        """
        if self.setup_hash != record.setup_hash:
            detail = f"box {self.setup_hash}, the record's is {record.setup_hash}"
            raise RecordError("checkpoint-box", detail, where=where)
        if self.head.height >= len(record.events):
            detail = f"{self.head.size} events, the record has {len(record.events)}"
            raise RecordError("checkpoint-rollback", detail, where=where)
        if record.events[self.head.height].hash != self.head.hash:
            detail = f"another event at height {self.head.height} than the record"
            raise RecordError("checkpoint-fork", detail, where=where)


def make_checkpoint(key: ServerKey, checkpoint: Checkpoint) -> str:
    """The signed note of a checkpoint. Commit to disk first, and never sign an older one again.

    Raises ParseError `checkpoint-form` for one that could not be read again.
    """
    Checkpoint.parse_text(checkpoint.text)
    return sign_note(checkpoint.text, checkpoint.origin, key)


def read_checkpoint(note: bytes, *, where: str = "") -> Checkpoint:
    """What a checkpoint says, its signature **not** verified; raises ParseError."""
    text, _ = parse_note(note, where=where)
    return Checkpoint.parse_text(text, where=where)


def open_checkpoint(note: bytes, key: ServerPublicKey, *, where: str = "") -> Checkpoint:
    """What a checkpoint signed by the server says; raises ParseError or ProofError."""
    checkpoint = read_checkpoint(note, where=where)
    open_note(note, {checkpoint.origin: key}, where=where)
    return checkpoint
