"""A hash-chained journal of what organisers did at the desk.

The hash of a line is SHA-256 over the canonical JSON of [hash of the line before, number, at, who,
what, about]; before the first line stands the empty string.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crypto.canonical import JSON, dumps, sha256_hex
from desk.store.models import Entry


def write(session: Session, who: str, what: str, about: Mapping[str, JSON] | None = None) -> None:
    """Add a line in the transaction of `session`; `what` is a code, `about` what it was done to."""
    last = session.scalars(select(Entry).order_by(Entry.number.desc()).limit(1)).first()
    entry = Entry(
        number=1 if last is None else last.number + 1,
        at=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        who=who,
        what=what,
        about=dumps(dict(about or {})),
    )
    entry.hash = hash_of(entry, "" if last is None else last.hash)
    session.add(entry)


def hash_of(entry: Entry, before: str) -> str:
    """The hash of a line after a line whose hash is `before`."""
    content: JSON = [before, entry.number, entry.at, entry.who, entry.what, entry.about]
    return sha256_hex(dumps(content))


def entries(session: Session) -> list[Entry]:
    """All lines, the first one first."""
    return list(session.scalars(select(Entry).order_by(Entry.number)))


def first_broken(lines: Iterable[Entry]) -> int | None:
    """The number of the first line that does not follow from those before; None where all do."""
    before = ""
    for expected, entry in enumerate(lines, 1):
        if entry.number != expected or entry.hash != hash_of(entry, before):
            return expected
        before = entry.hash
    return None
