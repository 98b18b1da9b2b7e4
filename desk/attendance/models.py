"""The tables of one meeting's attendance.

What was done at the door changes two tables only, and each change of either writes as many bytes
whatever it is about: the file can tell who came, and nothing of how they came.
"""

from __future__ import annotations

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_WITHOUT_ROWID = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """What Alembic compares a database with."""


class Expected(Base):
    """A line of the roster, never changed; `place` was drawn at random, from 0."""

    __tablename__ = "expected"
    __table_args__ = (_WITHOUT_ROWID,)

    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60))
    group: Mapped[str] = mapped_column(String(40))


class Came(Base):
    """One row: a byte for each place, 1 where that person came, else 0."""

    __tablename__ = "came"
    __table_args__ = (_WITHOUT_ROWID,)

    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    flags: Mapped[bytes] = mapped_column(LargeBinary)


class Slips(Base):
    """How many slips of a box (a voter group in a round) were unsealed, given out, spoiled, left.

    The spoiled ones are among those given out.
    """

    __tablename__ = "slips"
    __table_args__ = (_WITHOUT_ROWID,)

    box: Mapped[str] = mapped_column(String(80), primary_key=True)
    opened: Mapped[int] = mapped_column(Integer)
    given: Mapped[int] = mapped_column(Integer)
    spoiled: Mapped[int] = mapped_column(Integer)
    left: Mapped[int] = mapped_column(Integer)
