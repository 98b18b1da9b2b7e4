"""Reading single parts of what the ballot server answers. Nothing is checked here yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from crypto.board.receipt import Receipt
from crypto.canonical import dumps
from crypto.errors import ParseError
from kiosk.board.http import Json
from kiosk.messages.trouble import Trouble

STATES: Final = ("prepared", "open", "closed")
SETUP_NAME: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class BoxState:
    """What the server says about a box just now; ``name`` is its Setup hash.

    ``last_voters``: it is open and lets no new slip in.
    """

    id: str
    name: str
    state: str
    last_voters: bool = False


def box_state(entry: Json) -> BoxState:
    """Read one box of the list; raises Trouble("board-garbled")."""
    if not isinstance(entry, dict):
        raise Trouble("board-garbled", where="/api/boxes")
    box_id, name, state = (entry.get(each) for each in ("id", "setup", "state"))
    if not (isinstance(box_id, str) and isinstance(name, str) and isinstance(state, str)):
        raise Trouble("board-garbled", where="/api/boxes")
    last_voters = entry.get("last_voters", False)
    if state not in STATES or not isinstance(last_voters, bool) or not SETUP_NAME.fullmatch(name):
        raise Trouble("board-garbled", where="/api/boxes")
    return BoxState(box_id, name, state, last_voters)


def nested_receipt(answer: dict[str, Json]) -> Receipt:
    """Read the receipt inside a larger answer; raises ParseError."""
    value = answer.get("receipt")
    if not isinstance(value, dict) or not all(isinstance(each, str) for each in value.values()):
        raise ParseError("receipt-missing", "no receipt in the answer")
    return Receipt.parse(dumps({name: str(each) for name, each in value.items()}))
