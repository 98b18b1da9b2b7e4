"""The tables of the board.

What is *not* here is the point: no time, no sequence, no kiosk, no language, no count of choices.
Every table is keyed by what it is about and, on SQLite, WITHOUT ROWID, since a rowid would tell
the order of insertion. `event`, `data` and `sealed_ballot` hold nothing but the public
record (whose order is that of the fingerprints); `pool_slot` holds what nobody can read without a
key that is not in the database, and lies where it lies since the box was opened.

On PostgreSQL (next) rows carry `xmin` and `ctid`: there the sealing transaction must rewrite
the pool, so that neither outlives it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import cast

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Table, Text, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

WITHOUT_ROWID = {"sqlite_with_rowid": False}


class State(StrEnum):
    """The life of a box. There is no way back."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"


class Base(DeclarativeBase):
    """All tables of the board."""


def table_of(model: type[Base]) -> Table:
    """The table of a model, for statements that are made once: it is typed as any FROM clause."""
    return cast("Table", model.__table__)


class MeetingRow(Base):
    """The one meeting of this board: its published definition, byte for byte."""

    __tablename__ = "meeting"
    __table_args__ = WITHOUT_ROWID

    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    definition: Mapped[bytes] = mapped_column(LargeBinary)


class KioskRuleRow(Base):
    """Whether ballots are taken from enrolled kiosks alone (`kiosk_rule`): one row, or none."""

    __tablename__ = "kiosk_rule"
    __table_args__ = WITHOUT_ROWID

    only_enrolled: Mapped[bool] = mapped_column(primary_key=True, autoincrement=False)


class BoxRow(Base):
    """A ballot box. `setup` is the hash of its Setup event, by which it is known everywhere.

    `place` is its place on the overview (the order of the definition). `timestamp` is the
    one number that the Belenios archive wants in its header: the day on which the box was loaded,
    in seconds since 1970. `last_voters`: while the box is open, no new slip is let in
    (`entry`); nothing says since when, or how many ballots had come by then.
    """

    __tablename__ = "box"
    __table_args__ = WITHOUT_ROWID

    id: Mapped[str] = mapped_column(String(100), primary_key=True)
    place: Mapped[int]
    state: Mapped[str] = mapped_column(String(8))
    setup: Mapped[str] = mapped_column(String(64), unique=True)
    timestamp: Mapped[int]
    last_voters: Mapped[bool] = mapped_column(default=False, server_default=false())


class EventRow(Base):
    """One event of a box's hash chain. Its parent is the event one below."""

    __tablename__ = "event"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
    type: Mapped[str] = mapped_column(String(20))
    payload: Mapped[str | None] = mapped_column(String(64))


class DataRow(Base):
    """A piece of the record under its SHA-256."""

    __tablename__ = "data"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class SealedBallot(Base):
    """The index of the chain's ballots: everything in it can be read off the public record."""

    __tablename__ = "sealed_ballot"
    __table_args__ = (
        Index("sealed_ballot_fingerprint", "fingerprint"),
        Index("sealed_ballot_tracker", "tracker"),
        WITHOUT_ROWID,
    )

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    credential: Mapped[str] = mapped_column(Text, primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(43))
    tracker: Mapped[str] = mapped_column(String(43))
    height: Mapped[int]


class PoolRow(Base):
    """The pool of an open box: a bit for each of its slots, set where a ballot waits."""

    __tablename__ = "pool"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    filled: Mapped[bytes] = mapped_column(LargeBinary)


class SlotRow(Base):
    """The slot of a slip in the pool of an open box (`pool`): a ballot that waits, or nothing.

    `tag` is an HMAC of the credential; `name` and `locked` are encrypted, each under its nonce, and
    equally long in all slots of a box. All under the pool key of the box. Slots are numbered in the
    order of their tags, made at once, and never moved.
    """

    __tablename__ = "pool_slot"
    __table_args__ = (Index("pool_slot_tag", "box_id", "tag", unique=True), WITHOUT_ROWID)

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tag: Mapped[bytes] = mapped_column(LargeBinary(32))
    name_nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    name: Mapped[bytes] = mapped_column(LargeBinary)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    locked: Mapped[bytes] = mapped_column(LargeBinary)


class WaitingBallot(Base):
    """A waiting ballot as releases before had them, one row after another (`earlier_pools`)."""

    __tablename__ = "waiting_ballot"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary(12))
    locked: Mapped[bytes] = mapped_column(LargeBinary)


class SlipChecks(Base):
    """What was checked with a slip of an open box (`box.spoiled`).

    `tag` is an HMAC of the credential; `places` hold the marks of its opened ballots, and what
    nobody can tell from marks. Both under the pool key of the box, which has a row for each of its
    slips or none.
    """

    __tablename__ = "slip_checks"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    tag: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    places: Mapped[bytes] = mapped_column(LargeBinary)


class SpoiledBallot(Base):
    """A ballot of a closed box that was opened for checking and can never be cast.

    `mark` is a hash over box, credential and fingerprint (`crypto.board.spoiling`): whoever
    reads this table learns how many ballots were checked, and neither which nor by which slip.
    """

    __tablename__ = "spoiled_ballot"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    mark: Mapped[str] = mapped_column(String(43), primary_key=True)


class CancelledSlipRow(Base):
    """A slip that was cancelled: its public credential, and what it signed for that, as JSON.

    `audited`: it was taken from a pile before voting, and not left over.
    """

    __tablename__ = "cancelled_slip"
    __table_args__ = WITHOUT_ROWID

    box_id: Mapped[str] = mapped_column(ForeignKey("box.id"), primary_key=True)
    credential: Mapped[str] = mapped_column(Text, primary_key=True)
    audited: Mapped[bool]
    proof: Mapped[str] = mapped_column(Text)
