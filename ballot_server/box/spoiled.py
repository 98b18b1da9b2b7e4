"""The ballots that were opened for checking and can never be cast, as marks, ten for each slip.

A mark is a hash over box, credential and fingerprint (`crypto.board.spoiling`). While the box is
open the marks of a slip stand in a row that only the pool key can find and read. All rows of a
box are made at once, at its first check, in the order of their tags, each with `MOST_PER_SLIP`
places of equal length; a check changes one place where it is. So without the key a copy of the disk
does not even tell how many ballots were checked, and nothing tells in which order: who checks votes
soon afterwards. With the key it tells which slips checked how often, for as much has to be known.

When the box closes its marks become public ones, sorted, and the rows go; a mark says nothing to
whoever does not know the fingerprint. Boxes that an earlier release opened have some already.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.orm import Session

from ballot_server.problems.refusals import ChecksExhausted
from ballot_server.store.models import BoxRow, SlipChecks, SpoiledBallot, table_of
from ballot_server.store.pool_key import PoolKey
from crypto.base64_texts import from_unpadded, unpadded
from crypto.board.spoiling import spoiled_mark

MOST_PER_SLIP = 10
MARK_BYTES = 32
_EMPTY = bytes(MARK_BYTES)
_INSERT_ROWS = insert(table_of(SlipChecks))
_INSERT_MARKS = insert(table_of(SpoiledBallot))
_MARKS, _ROWS_OF = table_of(SpoiledBallot).c, table_of(SlipChecks).c
_IS_MARKED = select(_MARKS.mark).where(
    _MARKS.box_id == bindparam("box"), _MARKS.mark == bindparam("mark")
)
_PLACES = select(_ROWS_OF.places).where(
    _ROWS_OF.box_id == bindparam("box"), _ROWS_OF.tag == bindparam("tag")
)


def is_spoiled(
    session: Session, box: BoxRow, key: PoolKey | None, fingerprint: str, credential: str
) -> bool:
    """Whether this ballot of this box was spoiled; `key` is that of an open box."""
    mark = spoiled_mark(box.setup, fingerprint, credential)
    connection = session.connection()
    if connection.execute(_IS_MARKED, {"box": box.id, "mark": mark}).first() is not None:
        return True
    if key is None:
        return False
    asked = {"box": box.id, "tag": tag(key, credential)}
    places: bytes | None = connection.execute(_PLACES, asked).scalar()
    return places is not None and mark in _marks(key, credential, places)


def is_spoiled_by_any(
    session: Session,
    box: BoxRow,
    key: PoolKey | None,
    fingerprint: str,
    credentials: Iterable[str],
) -> bool:
    """Whether a ballot of this fingerprint was spoiled, by whichever slip."""
    public = set(session.scalars(select(SpoiledBallot.mark).where(SpoiledBallot.box_id == box.id)))
    rows = _rows(session, box) if key is not None else {}
    for credential in credentials if public or rows else ():
        mark = spoiled_mark(box.setup, fingerprint, credential)
        places = rows.get(tag(key, credential), b"") if key is not None else b""
        if mark in public or (key is not None and mark in _marks(key, credential, places)):
            return True
    return False


def put(
    session: Session,
    box: BoxRow,
    key: PoolKey,
    fingerprint: str,
    credential: str,
    slips: Iterable[str],
) -> None:
    """Spoil a ballot that is not spoiled yet, in a box of these slips. Raises ChecksExhausted."""
    mine = (box.id, tag(key, credential))
    row = session.get(SlipChecks, mine)
    if row is None:
        _make_rows(session, box, key, slips)
        row = session.get_one(SlipChecks, mine)
    mark = from_unpadded(spoiled_mark(box.setup, fingerprint, credential))
    for number, place in enumerate(_places(row.places)):
        pad = _pad(key, credential, number)
        if place == pad:
            at = number * MARK_BYTES
            row.places = row.places[:at] + _xor(mark, pad) + row.places[at + MARK_BYTES :]
            session.flush()
            return
    raise ChecksExhausted(most=MOST_PER_SLIP)


def publish(session: Session, box: BoxRow, key: PoolKey, slips: Iterable[str]) -> None:
    """Leave of the rows nothing but their marks, sorted, before the key is destroyed."""
    rows = _rows(session, box)
    found = [
        mark
        for credential in (slips if rows else ())
        for mark in _marks(key, credential, rows.get(tag(key, credential), b""))
    ]
    if found:
        values = [{"box_id": box.id, "mark": mark} for mark in sorted(found)]
        session.execute(_INSERT_MARKS, values)
    session.execute(delete(SlipChecks).where(SlipChecks.box_id == box.id))


def tag(key: PoolKey, credential: str) -> bytes:
    """What the row of a slip is known by."""
    return hmac.digest(key.checks, credential.encode(), "sha256")


def _make_rows(session: Session, box: BoxRow, key: PoolKey, slips: Iterable[str]) -> None:
    empty = sorted(
        (tag(key, each), b"".join(_pad(key, each, number) for number in range(MOST_PER_SLIP)))
        for each in slips
    )
    rows = [{"box_id": box.id, "tag": found, "places": places} for found, places in empty]
    session.execute(_INSERT_ROWS, rows)


def _rows(session: Session, box: BoxRow) -> dict[bytes, bytes]:
    asked = select(SlipChecks.tag, SlipChecks.places).where(SlipChecks.box_id == box.id)
    return {row.tag: row.places for row in session.execute(asked)}


def _marks(key: PoolKey, credential: str, places: bytes) -> Iterator[str]:
    """The marks that stand in the places of a slip."""
    for number, place in enumerate(_places(places)):
        mark = _xor(place, _pad(key, credential, number))
        if mark != _EMPTY:
            yield unpadded(mark)


def _places(places: bytes) -> list[bytes]:
    return [places[at : at + MARK_BYTES] for at in range(0, len(places), MARK_BYTES)]


def _pad(key: PoolKey, credential: str, number: int) -> bytes:
    """What an empty place of a slip holds, and what covers the mark that comes there."""
    return hmac.digest(key.checks, f"{credential}|{number}".encode(), "sha256")


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
