"""No α occurs in two ballots of this board: the verifier would refuse both boxes for it.

What is remembered of each α is a mark. As long as its ballot waits it is an HMAC under the box's
pool key, as unreadable as the pool. A page of the database shows in which order its rows came: so
when ballots are sealed their marks make room for plain SHA-256 hashes, which anybody can compute
from the chain, a whole batch at once in the order of the hashes. A new ballot is compared with
every box that is or was open, in the transaction that takes it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, cached_property

from sqlalchemy import Select, and_, bindparam, delete, func, insert, or_, select
from sqlalchemy.orm import Session

from ballot_server.box.open_keys import OpenKeys
from ballot_server.problems.refusals import BallotInvalid
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, State, UsedAlpha
from crypto.ballots.freshness import ballot_alphas, repeated

_AT_ONCE = 450
"""Marks named in one statement, each in a box of its own at worst: SQLite before 3.32 takes 999
values, later ones mostly 32,766."""
# Typed as any FROM clause there, though it is a table.
_INSERT = insert(UsedAlpha.__table__)  # type: ignore[arg-type]


class UsedAlphas:
    """The marks of all boxes, inside one transaction that holds the lock of `box`."""

    def __init__(self, session: Session, keys: OpenKeys, box: BoxRow) -> None:
        self._session = session
        self._keys = keys
        self._box = box

    def check(self, alphas: Sequence[str]) -> None:
        """Check the α of a ballot that is not in any box yet.

        Raises BallotInvalid when one of them was used before, PoolKeyMissing.
        """
        for some in _questions(self._marks(alphas)):
            asked: dict[str, object] = {}
            for number, (box_id, marks) in enumerate(some):
                asked |= {f"box{number}": box_id, f"marks{number}": marks}
            found = self._session.connection().execute(_used(len(some)), asked).scalar()
            if found is not None:
                raise BallotInvalid from repeated(f"the other one is in a ballot of box {found}")

    def remember(self, alphas: Sequence[str]) -> None:
        """Mark the checked α of a ballot that the box takes. Raises PoolKeyMissing."""
        self._store(self._keyed(self._box, alphas))

    def seal(self, ballots: Iterable[bytes]) -> None:
        """Put the public marks of ballots that the box seals in place of the keyed.

        Raises PoolKeyMissing.
        """
        alphas = [alpha for ballot in ballots for alpha in ballot_alphas(ballot)]
        keyed = sorted(self._keyed(self._box, alphas))
        for at in range(0, len(keyed), _AT_ONCE):
            some = keyed[at : at + _AT_ONCE]
            self._session.execute(
                delete(UsedAlpha).where(UsedAlpha.box_id == self._box.id, UsedAlpha.mark.in_(some))
            )
        self._store({_public(alpha) for alpha in alphas})

    def _marks(self, alphas: Sequence[str]) -> Iterator[tuple[str, list[bytes]]]:
        """For each box that was ever open, the marks that these α could have there."""
        public = [_public(alpha) for alpha in alphas]
        for box in self._opened:
            keyed = () if box.state == State.CLOSED else self._keyed(box, alphas)
            yield box.id, [*public, *keyed]

    @cached_property
    def _opened(self) -> list[BoxRow]:
        return [each for each in chain.all_boxes(self._session) if each.state != State.PREPARED]

    def _keyed(self, box: BoxRow, alphas: Iterable[str]) -> set[bytes]:
        key = self._keys.of(box.id, box.setup).alphas
        return {hmac.digest(key, alpha.encode(), "sha256") for alpha in alphas}

    def _store(self, marks: set[bytes]) -> None:
        rows = [{"box_id": self._box.id, "mark": mark} for mark in sorted(marks)]
        if rows:
            self._session.connection().execute(_INSERT, rows)


def publish(session: Session, box_id: str, ballots: Iterable[bytes]) -> None:
    """Put the public marks of ballots that are in the chain where they are missing."""
    marks = sorted({_public(alpha) for ballot in ballots for alpha in ballot_alphas(ballot)})
    for at in range(0, len(marks), _AT_ONCE):
        some = marks[at : at + _AT_ONCE]
        asked = select(UsedAlpha.mark).where(UsedAlpha.box_id == box_id, UsedAlpha.mark.in_(some))
        held = set(session.execute(asked).scalars())
        rows = [{"box_id": box_id, "mark": mark} for mark in some if mark not in held]
        if rows:
            session.execute(_INSERT, rows)


def marks_of(session: Session, box_id: str) -> int:
    """How many marks a box has: of a closed one as many as α in its chain."""
    asked = select(func.count()).select_from(UsedAlpha).where(UsedAlpha.box_id == box_id)
    return session.execute(asked).scalar_one()


def _questions(
    marks: Iterable[tuple[str, list[bytes]]],
) -> Iterator[list[tuple[str, list[bytes]]]]:
    """The same, cut and put together so that no statement names more than `_AT_ONCE` marks."""
    asked: list[tuple[str, list[bytes]]] = []
    left = _AT_ONCE
    for box_id, named in marks:
        rest = named
        while rest:
            some, rest = rest[:left], rest[left:]
            asked.append((box_id, some))
            left -= len(some)
            if not left:
                yield asked
                asked, left = [], _AT_ONCE
    if asked:
        yield asked


@cache
def _used(boxes: int) -> Select[tuple[str]]:
    """The question in which of so many boxes one of some marks stands."""
    row = UsedAlpha.__table__.c
    asked = (
        and_(
            row.box_id == bindparam(f"box{number}"),
            row.mark.in_(bindparam(f"marks{number}", expanding=True)),
        )
        for number in range(boxes)
    )
    return select(row.box_id).where(or_(*asked)).limit(1)


def _public(alpha: str) -> bytes:
    return hashlib.sha256(alpha.encode()).digest()
