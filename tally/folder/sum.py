"""sum.json: which closed boxes are opened together, as one.

Canonical JSON `{"version":1,"meeting":<hash>,"boxes":[{"id","setup","head","ballots"},…]}`, the
boxes in the meeting's order; `head` is the hash of the box's EncryptedTally event. The SHA-256 of
these bytes names the sum: every shuffle, share, bound proof and signed act in it speaks of that
hash, so nothing of one sum fits another sum or a box by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crypto.canonical import (
    JSON,
    array,
    dumps,
    fields,
    hex_digest,
    integer,
    loads,
    sha256_b64,
    sha256_hex,
    text,
)
from crypto.errors import ParseError
from crypto.place import Part, Place, in_file
from meeting.definition.meeting import Box
from meeting.opening_plan.plan import ClosedBox
from meeting.published.folder_names import SUM

FILE = in_file(SUM)
VERSION = 1
LARGEST_FILE = 1 << 20
_LEAST_BOXES = 2
_MOST_BOXES = 1000
_LONGEST_ID = 100
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_MOST_BALLOTS = 1 << 30


@dataclass(frozen=True, slots=True)
class Sum:
    """Several closed boxes of one round, opened as one; `meeting` is the hash of meeting.json."""

    meeting: str
    boxes: tuple[ClosedBox, ...]

    def to_bytes(self) -> bytes:
        """The bytes of sum.json."""
        boxes: list[JSON] = [each.to_json() for each in self.boxes]
        return dumps({"version": VERSION, "meeting": self.meeting, "boxes": boxes}).encode()

    @property
    def hash(self) -> str:
        """The SHA-256 of sum.json, in hex: the name of the sum in every proof and act."""
        return sha256_hex(self.to_bytes())

    @property
    def fingerprint(self) -> str:
        """What stands in hashes where a box has its election's fingerprint: 43 base64 digits."""
        return sha256_b64(f"piaoxiang-sum|{self.hash}")

    @property
    def ballots(self) -> int:
        """The ballots of all boxes together."""
        return sum(each.ballots for each in self.boxes)

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of the boxes."""
        return tuple(each.id for each in self.boxes)


def parse_sum(data: bytes, *, where: Place = FILE) -> Sum:
    """Read sum.json strictly; raises ParseError."""
    value = fields(
        loads(data, limit=LARGEST_FILE, where=where), ("version", "meeting", "boxes"), where=where
    )
    integer(value["version"], where / Part("version"), least=VERSION, most=VERSION)
    boxes = array(value["boxes"], where / Part("boxes"), least=_LEAST_BOXES, most=_MOST_BOXES)
    return Sum(
        hex_digest(value["meeting"], where / Part("meeting")),
        tuple(_parse_box(each, where / Part("boxes") / index) for index, each in enumerate(boxes)),
    )


def sum_name(boxes: Sequence[Box]) -> str:
    """The name of the sum of these boxes, which its folder has: r1-A+B."""
    return f"{boxes[0].round.id}-{'+'.join(box.group.id for box in boxes)}"


def _parse_box(entry: JSON, where: Place) -> ClosedBox:
    value = fields(entry, ("id", "setup", "head", "ballots"), where=where)
    box = text(value["id"], where / "id", longest=_LONGEST_ID)
    if not _ID.fullmatch(box):
        raise ParseError("sum-boxes", "not the id of a box", where=where / "id")
    return ClosedBox(
        box,
        hex_digest(value["setup"], where / "setup"),
        hex_digest(value["head"], where / "head"),
        integer(value["ballots"], where / "ballots", least=0, most=_MOST_BALLOTS),
    )
