"""Checkpoints: the server's signed word on how far a box's chain has got.

A checkpoint is a signed note (`crypto.board.note`) over the three lines of C2SP tlog-checkpoint
(https://c2sp.org/tlog-checkpoint), and no extension lines:

    piaoxiang/<meeting id>/<hash of the Setup event>
    <number of events>
    <base64 of the root of the Merkle tree over the events>

The first line is the origin and at the same time the name of the key. The tree is RFC 6962's
(`crypto.board.merkle`); `event_leaf` is the one place that says what its leaves are. Two
checkpoints of one box between which there is no consistency proof show that the server has told two
histories; the two, both signed, are evidence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from crypto.base64_texts import from_padded, padded
from crypto.board.merkle import check_consistency, leaf_hash
from crypto.board.merkle_tree import MerkleTree
from crypto.board.note import open_note, parse_note, sign_note
from crypto.board.server_key import ServerKey, ServerPublicKey
from crypto.errors import ParseError, ProofError, RecordError
from crypto.place import Where
from crypto.record.event import MAX_HEIGHT, Event
from crypto.record.record import Record

_TEXT = re.compile(
    r"piaoxiang/([A-Za-z][A-Za-z0-9_-]{0,31})/([0-9a-f]{64})\n"
    r"([1-9][0-9]{0,9})\n"
    r"([A-Za-z0-9+/]{43}=)\n",
    re.ASCII,
)


def event_leaf(event: Event) -> bytes:
    """The hash of an event as a leaf of its box's tree: of its JSON text, as in the archive."""
    return leaf_hash(event.to_bytes())


def event_tree(record: Record) -> MerkleTree:
    """The tree over all events of a record that was read without problems."""
    return MerkleTree(event_leaf(found.event) for found in record.events)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a checkpoint says: the box (meeting id and Setup hash), its events and their root.

    `size` is the number of events, `root` the 32 bytes of their tree's root.
    """

    meeting: str
    setup_hash: str
    size: int
    root: bytes

    @classmethod
    def of_record(cls, meeting: str, record: Record, size: int | None = None) -> Self:
        """The checkpoint that a record has after its first `size` events, or after all."""
        tree = event_tree(record)
        wanted = tree.size if size is None else size
        return cls(meeting, record.setup_hash, wanted, tree.root(wanted))

    @property
    def origin(self) -> str:
        """The first line, and the name of the key."""
        return f"piaoxiang/{self.meeting}/{self.setup_hash}"

    @property
    def text(self) -> str:
        """The three lines that are signed."""
        return f"{self.origin}\n{self.size}\n{padded(self.root)}\n"

    @classmethod
    def parse_text(cls, text: str, *, where: Where = "") -> Self:
        """Read the three lines, unsigned; raises ParseError `checkpoint-form`."""
        match = _TEXT.fullmatch(text)
        if match is None or int(match[3]) > MAX_HEIGHT + 1:
            detail = "expected origin, number of events and root, one line each"
            raise ParseError("checkpoint-form", detail, where=where)
        try:
            root = from_padded(match[4])
        except ValueError:
            detail = "the root's base64 is not canonical"
            raise ParseError("checkpoint-form", detail, where=where) from None
        return cls(match[1], match[2], int(match[3]), root)

    def check_follows(self, earlier: Self, proof: Sequence[bytes], *, where: Where = "") -> None:
        """Check that the chain only grew since an earlier checkpoint of the same box.

        `proof` is the consistency proof between the two, empty when the sizes are equal. Raises
        RecordError `checkpoint-box`, `checkpoint-rollback` (fewer events) or `checkpoint-fork`
        (the later tree does not begin with the earlier one, or the proof does not show it).
        """
        self.check_not_behind(earlier, where=where)
        try:
            check_consistency(earlier.size, earlier.root, self.size, self.root, proof)
        except ProofError as error:
            detail = f"{self.size} events do not continue the earlier {earlier.size}: {error.code}"
            raise RecordError("checkpoint-fork", detail, where=where) from error

    def check_not_behind(self, earlier: Self, *, where: Where = "") -> None:
        """Check what needs no proof: the same box, and no fewer events.

        Raises RecordError `checkpoint-box` or `checkpoint-rollback`.
        """
        if self.origin != earlier.origin:
            detail = f"{self.origin}, expected {earlier.origin}"
            raise RecordError("checkpoint-box", detail, where=where)
        if self.size < earlier.size:
            detail = f"{self.size} events, an earlier checkpoint had {earlier.size}"
            raise RecordError("checkpoint-rollback", detail, where=where)

    def check_record(self, record: Record, *, where: Where = "") -> None:
        """Check that a record that was read without problems goes through this checkpoint.

        Raises RecordError `checkpoint-box`, `checkpoint-rollback` (the record is shorter) or
        `checkpoint-fork` (it had other events then).
        """
        self.check_tree(record.setup_hash, event_tree(record), where=where)

    def check_tree(self, setup_hash: str, tree: MerkleTree, *, where: Where = "") -> None:
        """Check the same against the tree over a record's events: for many checkpoints of one."""
        if self.setup_hash != setup_hash:
            detail = f"box {self.setup_hash}, the record's is {setup_hash}"
            raise RecordError("checkpoint-box", detail, where=where)
        if self.size > tree.size:
            detail = f"{self.size} events, the record has {tree.size}"
            raise RecordError("checkpoint-rollback", detail, where=where)
        if tree.root(self.size) != self.root:
            detail = f"other events up to height {self.size - 1} than the record's"
            raise RecordError("checkpoint-fork", detail, where=where)


def make_checkpoint(key: ServerKey, checkpoint: Checkpoint) -> str:
    """The signed note of a checkpoint. Commit to disk first, and never sign an older one again.

    Raises ParseError `checkpoint-form` for one that could not be read again.
    """
    Checkpoint.parse_text(checkpoint.text)
    return sign_note(checkpoint.text, checkpoint.origin, key)


def read_checkpoint(note: bytes, *, where: Where = "") -> Checkpoint:
    """What a checkpoint says, its signature **not** verified; raises ParseError."""
    text, _ = parse_note(note, where=where)
    return Checkpoint.parse_text(text, where=where)


def open_checkpoint(note: bytes, key: ServerPublicKey, *, where: Where = "") -> Checkpoint:
    """What a checkpoint signed by the server says; raises ParseError or ProofError."""
    checkpoint = read_checkpoint(note, where=where)
    open_note(note, {checkpoint.origin: key}, where=where)
    return checkpoint
