"""Reading single parts of what the ballot server answers. Nothing is checked here yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crypto.canonical import dumps
from crypto.errors import ParseError
from crypto.receipt import Receipt
from kiosk.messages import Trouble
from kiosk.wire import Json

STATES: Final = ("prepared", "open", "closed")


@dataclass(frozen=True, slots=True)
class BoxState:
    """What the server says about a box just now; ``name`` is its Setup hash."""

    id: str
    name: str
    state: str


def box_state(entry: Json) -> BoxState:
    """Read one box of the list; raises Trouble("board-garbled")."""
    if not isinstance(entry, dict):
        raise Trouble("board-garbled", where="/api/boxes")
    found = [entry.get(name) for name in ("id", "setup", "state")]
    if not all(isinstance(value, str) for value in found) or found[2] not in STATES:
        raise Trouble("board-garbled", where="/api/boxes")
    return BoxState(*map(str, found))


def nested_receipt(answer: dict[str, Json]) -> Receipt:
    """Read the receipt inside a larger answer; raises ParseError."""
    value = answer.get("receipt")
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ParseError("receipt-missing", "no receipt in the answer")
    return Receipt.parse(dumps({name: str(each) for name, each in value.items()}))
