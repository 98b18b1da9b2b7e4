"""Finding a ballot on the board, by what a voter holds in their hand.

That is a fingerprint, its first 16 characters or more, a tracker, or a whole receipt (the text of
its QR code, or its JSON). A look-up changes nothing and is written down nowhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from ballot_server.board.board import Board
from ballot_server.box import spoiled
from ballot_server.box.box import open_pool
from ballot_server.box.open_keys import OpenKeys
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, SealedBallot, State
from crypto.base64_texts import from_url_safe
from crypto.board.receipt import Receipt
from crypto.errors import Refused

MOST_CHARACTERS = 4096
_NAME = re.compile(r"[A-Za-z0-9+/]{16,43}=?", re.ASCII)


class LookupAnswer(StrEnum):
    """What the board can say."""

    NOTHING_ASKED = "nothing-asked"
    UNREADABLE = "unreadable"
    SEALED = "sealed"
    WAITING = "waiting"
    SPOILED = "spoiled"  # opened for checking; only by the whole fingerprint
    UNKNOWN = "unknown"
    OTHER_BOARD = "other-board"  # a receipt of a box that is not on this board
    FORGED = "forged"  # a receipt that this server did not sign
    MISSING = "missing"  # a receipt that this server did sign, and the ballot is not here


@dataclass(frozen=True, slots=True)
class LookupQuestion:
    """A name to look for (a prefix of it will do), and the receipt that it came from."""

    name: str
    receipt: Receipt | None = None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The answer, and for a ballot that is here: its box, fingerprint and (sealed) height."""

    answer: LookupAnswer
    box_id: str = ""
    fingerprint: str = ""
    height: int = 0
    signed: bool = False


def look_up(board: Board, asked: str) -> LookedUp:
    """The answer to what somebody typed or scanned."""
    if not asked.strip():
        return LookedUp(LookupAnswer.NOTHING_ASKED)
    question = read_question(asked)
    if question is None:
        return LookedUp(LookupAnswer.UNREADABLE)
    return board.look(lambda session: _find(session, board, question))


def read_question(asked: str) -> LookupQuestion | None:
    """Understand what was asked; None if it is neither a name of a ballot nor a receipt."""
    text = asked.strip()
    if len(text) > MOST_CHARACTERS:
        return None
    try:
        if text.startswith("{"):
            receipt = Receipt.parse(text)
            return LookupQuestion(receipt.fingerprint, receipt)
        if text.startswith("PX"):
            receipt = Receipt.parse_qr(text)
            return LookupQuestion(receipt.fingerprint, receipt)
    except Refused:
        return None
    name = from_url_safe("".join(text.split()))
    return LookupQuestion(name.rstrip("=")) if _NAME.fullmatch(name) else None


def _find(session: Session, board: Board, question: LookupQuestion) -> LookedUp:
    boxes = chain.all_boxes(session)
    if question.receipt is None:
        found = _search(session, board, boxes, question.name)
        return found or _spoiled(session, board, boxes, question.name)
    boxes = tuple(box for box in boxes if box.setup == question.receipt.setup)
    if not boxes:
        return LookedUp(LookupAnswer.OTHER_BOARD)
    try:
        question.receipt.check(board.key.public)
    except Refused:
        return LookedUp(LookupAnswer.FORGED)
    found = _search(session, board, boxes, question.name)
    if found is None:
        return LookedUp(LookupAnswer.MISSING, boxes[0].id, question.name, signed=True)
    return LookedUp(found.answer, found.box_id, found.fingerprint, found.height, signed=True)


def _search(
    session: Session, board: Board, boxes: tuple[BoxRow, ...], name: str
) -> LookedUp | None:
    for row in _sealed(session, name):
        if row.box_id in {box.id for box in boxes}:
            return LookedUp(LookupAnswer.SEALED, row.box_id, row.fingerprint, row.height)
    for box in boxes:
        if box.state == State.OPEN:
            pool = open_pool(session, board.config, box.id, board.electorate(session, box.id))
            for ballot in pool.names():
                if ballot.fingerprint.startswith(name) or ballot.tracker.startswith(name):
                    return LookedUp(LookupAnswer.WAITING, box.id, ballot.fingerprint)
    return None


def _spoiled(
    session: Session, board: Board, boxes: tuple[BoxRow, ...], fingerprint: str
) -> LookedUp:
    """Say whether a ballot was opened for checking. A mark names no slip, so all are tried."""
    for box in boxes:
        electorate, key = board.electorate(session, box.id), None
        if box.state == State.OPEN:
            key = OpenKeys(session, board.config).of(box.id, electorate.setup)
        if spoiled.is_spoiled_by_any(session, box, key, fingerprint, electorate.weights):
            return LookedUp(LookupAnswer.SPOILED, box.id, fingerprint)
    return LookedUp(LookupAnswer.UNKNOWN)


def _sealed(session: Session, name: str) -> Iterator[SealedBallot]:
    """Yield the sealed ballots of this name; the database may compare without regard to case."""
    begins = or_(
        SealedBallot.fingerprint.startswith(name, autoescape=True),
        SealedBallot.tracker.startswith(name, autoescape=True),
    )
    for row in session.scalars(select(SealedBallot).where(begins)):
        if row.fingerprint.startswith(name) or row.tracker.startswith(name):
            yield row
