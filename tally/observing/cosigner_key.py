"""A cosigner's key file: the key that signs checkpoints, and every note it has signed.

The file has its owner's permissions (0600) and no passphrase, unlike a teller's: it opens nothing.
Whoever steals it can bear false witness in its owner's name, and learns nothing about any vote.

The memory stands in the same file as the key, so that the same key never signs without it: a
cosignature is worth what its maker has seen before. It is written *before* a note leaves the
machine. Every note in it bears the key's own signature, so an altered one is noticed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from crypto.board.checkpoint import Checkpoint, read_checkpoint
from crypto.board.cosignature import Cosigner, check_cosignature
from crypto.board.note import is_key_name
from crypto.board.server_key import ServerKey
from crypto.canonical import JSON, array, dumps, fields, item, loads, text
from crypto.errors import ParseError, Refused
from crypto.place import Where
from meeting.files import read_bounded, write_atomically
from tally.problem import Problem

_FORMAT = "piaoxiang-cosigner-1"
_LARGEST = 1 << 24
_MOST_NOTES = 10_000
_MODE = 0o600


class Moment(StrEnum):
    """When a box is cosigned: its record holds the Setup alone, or it has just been closed.

    The first may lie within voting, for ballots are listed in batches; it tells that none was
    listed by then, and not whether any had been cast.
    """

    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class CosignedNote:
    """A checkpoint with this device's cosignature; `meeting` is the hash of its meeting.json."""

    meeting: str
    box: str
    moment: Moment
    note: str

    @property
    def file_name(self) -> str:
        """How the note is called in the folder that is handed out."""
        return f"{self.box}.{self.moment}.txt"

    @property
    def checkpoint(self) -> Checkpoint:
        """What was signed."""
        return read_checkpoint(self.note.encode())


@dataclass(frozen=True, slots=True)
class CosignerKey:
    """A cosigner's name, key and memory, the notes in the order in which they were signed."""

    name: str
    key: ServerKey = field(repr=False)
    notes: tuple[CosignedNote, ...] = ()

    @property
    def cosigner(self) -> Cosigner:
        """What is handed out, so that others can check the cosignatures."""
        return Cosigner(self.name, self.key.public)

    def of_meeting(self, meeting: str) -> tuple[CosignedNote, ...]:
        """The notes of the meeting of this hash."""
        return tuple(each for each in self.notes if each.meeting == meeting)

    def remembering(self, notes: tuple[CosignedNote, ...]) -> CosignerKey:
        """The same key with these notes in its memory."""
        return replace(self, notes=(*self.notes, *notes))

    def save(self, path: Path) -> None:
        """Put this in the place of what the file held; whoever calls holds the file's lock."""
        write_atomically(path.resolve(), _to_bytes(self), mode=_MODE)


def cosigner_key(path: Path, name: str | None) -> CosignerKey:
    """The key in the file, or where there is none a new one of this name, which nobody saved yet.

    Raises Problem "cosigner-name", "cosigner-name-differs", "cosigner-file-damaged", and as
    `read_bounded`.
    """
    if path.exists():
        found = _parsed(read_bounded(path, _LARGEST), str(path))
        if name is not None and name != found.name:
            raise Problem(
                "cosigner-name-differs",
                "This key belongs to the cosigner {name}. Another name needs another key file.",
                where=str(path),
                name=found.name,
            )
        return found
    if name is None or not is_key_name(name):
        raise Problem(
            "cosigner-name",
            "A new key needs a name by which others know you, without spaces and plus signs, such "
            "as observer.example/liu.",
            where="--name",
        )
    return CosignerKey(name, ServerKey.generate())


def _to_bytes(key: CosignerKey) -> bytes:
    value: dict[str, JSON] = {
        "format": _FORMAT,
        "name": key.name,
        "key": key.key.to_pem().decode(),
        "notes": [
            {"meeting": each.meeting, "box": each.box, "moment": each.moment, "note": each.note}
            for each in key.notes
        ],
    }
    return dumps(value).encode()


def _parsed(data: bytes, where: str) -> CosignerKey:
    try:
        value = fields(loads(data, limit=_LARGEST), ("format", "name", "key", "notes"))
        if value["format"] != _FORMAT:
            raise ParseError("cosigner-file", "another format")
        key = CosignerKey(text(value["name"]), ServerKey.parse_pem(text(value["key"]).encode()))
        notes = array(value["notes"], "notes", least=0, most=_MOST_NOTES)
        return key.remembering(tuple(_note(key, n, item("notes", i)) for i, n in enumerate(notes)))
    except (Refused, ValueError) as error:
        raise Problem(
            "cosigner-file-damaged",
            "This is not a whole cosigner's key file: it was cut short, altered, or is another "
            "file. Nothing was signed. If it cannot be got back whole, begin with a new key under "
            "another name, and tell those who know the old one.",
            where=where,
        ) from error


def _note(key: CosignerKey, value: JSON, where: Where) -> CosignedNote:
    found = fields(value, ("meeting", "box", "moment", "note"), where=where)
    note = CosignedNote(
        text(found["meeting"]),
        text(found["box"]),
        Moment(text(found["moment"])),
        text(found["note"]),
    )
    check_cosignature(note.note.encode(), key.cosigner, where=where)
    read_checkpoint(note.note.encode(), where=where)
    return note
