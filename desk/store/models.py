"""The tables of the desk."""

from __future__ import annotations

from sqlalchemy import Float, ForeignKey, Integer, LargeBinary, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

_WITHOUT_ROWID = {"sqlite_with_rowid": False}


class Base(DeclarativeBase):
    """What Alembic compares a database with."""


class Account(Base):
    """Somebody who signs in from another device.

    `roles` are names of roles with commas between them; `passphrase` is what argon2 made of it.
    `secret` is the secret of the one-time codes, sealed with the passphrase and `salt`, empty where
    none was set up. `last_step` is the last period of 30 seconds whose code was taken;
    `failures` how many times in a row signing in failed, and `wait_until` (seconds of Unix time)
    until when it is refused for that.
    """

    __tablename__ = "account"
    __table_args__ = (_WITHOUT_ROWID,)

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    roles: Mapped[str] = mapped_column(String(100))
    passphrase: Mapped[str] = mapped_column(String(200))
    salt: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    secret: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    last_step: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(Integer, default=0)
    wait_until: Mapped[float] = mapped_column(Float, default=0.0)


class SignedIn(Base):
    """A browser that has signed in: the SHA-256 of its cookie, and when it began and last asked."""

    __tablename__ = "signed_in"
    __table_args__ = (_WITHOUT_ROWID,)

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(ForeignKey("account.name", ondelete="CASCADE"))
    began: Mapped[float] = mapped_column(Float)
    seen: Mapped[float] = mapped_column(Float)


class Entry(Base):
    """A line of the journal; `hash` covers all of it and the line before."""

    __tablename__ = "entry"
    __table_args__ = (_WITHOUT_ROWID,)

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    at: Mapped[str] = mapped_column(String(20))
    who: Mapped[str] = mapped_column(String(60))
    what: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
