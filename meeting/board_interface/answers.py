"""What a board answers where it does not refuse.

Whoever reads an answer passes over members that it does not know, so that an observer's program
need not be of the same release as the board; those that it needs have their one form. Receipts,
words on spoiled ballots, checkpoints and proofs are signed texts of `crypto.board`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Self

from crypto.board.receipt import Receipt
from crypto.canonical import JSON, array, boolean, dumps, hex_digest, item, loads, text
from crypto.errors import ParseError
from crypto.place import Where
from meeting.limits import LARGEST_SETUP
from meeting.published.box_setup import SetupTexts

MOST_SMALL_BYTES: Final = 256 * 1024
"""Bytes of a list of boxes, a receipt, an answer about a slip."""
NOTED: Final = dumps({"state": "noted"})
BEGUN: Final = dumps({"state": "begun"})
"""The answer to a word on a visit."""
_MOST_BOXES = 1000


class BoxStage(StrEnum):
    """How far a box has come, as the board says it."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class BoxState:
    """A box as it is now: its Setup hash is its `name`.

    `last_voters`: it is open and lets no new slip in; `ballots`: how many were accepted.
    """

    id: str
    name: str
    state: BoxStage
    last_voters: bool = False
    round: str = ""
    group: str = ""
    ballots: int = 0

    @classmethod
    def from_json(cls, value: JSON, where: Where = "") -> Self:
        """Read one box of the list, without its figures; raises ParseError."""
        if not isinstance(value, dict):
            raise ParseError("json-type", "a box is an object", where=where)
        state = text(value.get("state", ""), where)
        if state not in set(BoxStage):
            raise ParseError("box-state", "no state of a box", where=where)
        return cls(
            text(value.get("id", 0), where),
            hex_digest(value.get("setup", ""), where),
            BoxStage(state),
            boolean(value.get("last_voters", False), where),
        )

    def to_json(self) -> JSON:
        """The value that stands in the list."""
        return {
            "id": self.id,
            "setup": self.name,
            "state": str(self.state),
            "last_voters": self.last_voters,
            "round": self.round,
            "group": self.group,
            "ballots": self.ballots,
        }


def boxes_to_json(boxes: Iterable[BoxState]) -> str:
    """The list of all boxes."""
    return dumps({"boxes": [each.to_json() for each in boxes]})


def parse_boxes(data: bytes) -> tuple[BoxState, ...]:
    """Read the list of all boxes; raises ParseError."""
    listed = array(
        _object(data, MOST_SMALL_BYTES).get("boxes", ""), "boxes", least=0, most=_MOST_BOXES
    )
    return tuple(BoxState.from_json(each, item("boxes", at)) for at, each in enumerate(listed))


def setup_to_json(texts: SetupTexts) -> str:
    """The three texts of a Setup as one."""
    return dumps(
        {
            "election": texts.election.decode(),
            "trustees": texts.trustees.decode(),
            "credentials": texts.credentials.decode(),
        }
    )


def parse_setup(data: bytes) -> SetupTexts:
    """Read the three texts of a Setup, unchecked; raises ParseError."""
    value = _object(data, LARGEST_SETUP)
    names = ("election", "trustees", "credentials")
    return SetupTexts(*(text(value.get(name, 0), name).encode() for name in names))


@dataclass(frozen=True, slots=True)
class UsedSlip:
    """The ballot that was cast with a slip: its receipt, and its own {"hash","proof"}.

    The signature shows that the slip made the ballot; no server can invent it.
    """

    receipt: Receipt
    signature: JSON = field(repr=False)

    @classmethod
    def from_json(cls, value: JSON) -> Self:
        """Read the members of a larger answer; raises ParseError. Nothing is verified yet."""
        receipt = value.get("receipt") if isinstance(value, dict) else None
        if not isinstance(value, dict) or not isinstance(receipt, dict):
            raise ParseError("receipt-missing", "no receipt in the answer")
        return cls(Receipt.parse(dumps(receipt)), value.get("signature", ""))

    def to_json(self) -> dict[str, JSON]:
        """The members of a larger answer."""
        written = self.receipt.to_json()
        receipt = loads(written, limit=len(written.encode()))
        return {"receipt": receipt, "signature": self.signature}


@dataclass(frozen=True, slots=True)
class SlipAnswer:
    """Whether a slip was used; what proves it stands in `members` (`UsedSlip.from_json`)."""

    used: bool
    members: dict[str, JSON] = field(repr=False)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the answer; raises ParseError."""
        value = _object(data, MOST_SMALL_BYTES)
        if value.get("state") not in ("used", "unused"):
            raise ParseError("slip-state", "neither used nor unused", where="state")
        return cls(value.get("state") == "used", value)

    @staticmethod
    def to_json(used: UsedSlip | None) -> str:
        """The answer for a slip."""
        if used is None:
            return dumps({"state": "unused"})
        return dumps({"state": "used"} | used.to_json())


def _object(data: bytes, limit: int) -> dict[str, JSON]:
    value = loads(data, limit=limit)
    if not isinstance(value, dict):
        raise ParseError("json-type", "an answer is an object")
    return value
