"""No α occurs in two ballots of this board: the verifier would refuse both boxes for it.

Nothing about an α is stored: the ballots themselves say which were used, those in a pool and those
in a chain. A process keeps what it read of them, as digests under a key of its own, and in the
transaction that takes a ballot it first reads those that came in by other processes since it looked
last. It looks at what was committed only: a ballot that was not stored after all left nothing here.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from ballot_server.box.open_keys import OpenKeys
from ballot_server.problems.refusals import BallotInvalid
from ballot_server.store import chain
from ballot_server.store.models import BoxRow, DataRow, EventRow, State, table_of
from ballot_server.store.pool import Pool, bits
from crypto.ballots.freshness import repeated
from crypto.record.event import EventType

_DIGEST_BYTES = 16
_BOX = table_of(BoxRow).c
_BOXES = select(_BOX.id, _BOX.state, _BOX.setup)
_AT_ONCE = 32
"""Ballots of a chain that are read at once."""
_ALPHA = re.compile(rb'"alpha":"([^"\\]*)"')
"""An α of a ballot that was verified: its text is canonical."""


@dataclass(slots=True)
class _Known:
    """What is known of a box: which slots were seen filled, and all that its ballots used."""

    filled: int = 0
    sealed: int = 0
    accepted: int = 0
    digests: set[bytes] = field(default_factory=set, repr=False)


class UsedAlphas:
    """Every α that a ballot of this board used, as far as this process has read them.

    Only who holds the board's one writing transaction calls it, or nobody else does.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._boxes: dict[str, _Known] = {}
        self._taken: set[bytes] = set()

    def catch_up(self, session: Session, keys: OpenKeys) -> None:
        """Read what was accepted since, at the beginning of a transaction. Raises PoolKeyMissing.

        Nothing is kept of what an earlier transaction took: it was committed, or it was not.
        """
        self._taken.clear()
        for box_id, state, setup in session.connection().execute(_BOXES).all():
            if state != State.PREPARED:
                self._read(session, keys, box_id, setup if state == State.OPEN else None)

    def check(self, alphas: Sequence[str]) -> None:
        """Check the α of a ballot that is not in any box yet; raises BallotInvalid."""
        digests = self._digests(alpha.encode() for alpha in alphas)
        if not digests.isdisjoint(self._taken):
            raise BallotInvalid from repeated("the other one came at the same time")
        for box_id, known in self._boxes.items():
            if not digests.isdisjoint(known.digests):
                raise BallotInvalid from repeated(f"the other one is in a ballot of box {box_id}")

    def take(self, alphas: Sequence[str]) -> None:
        """Let nothing else in this transaction use the checked α of a ballot."""
        self._taken |= self._digests(alpha.encode() for alpha in alphas)

    def _read(self, session: Session, keys: OpenKeys, box_id: str, setup: str | None) -> None:
        """Read what came into a box; `setup` is that of an open one, which has a pool."""
        known = self._boxes.setdefault(box_id, _Known())
        found = chain.standing(session, box_id)
        if found.accepted == known.accepted:
            known.sealed = found.sealed  # those in the chain were seen when they waited
            return
        if setup is not None:
            pool = Pool(session, box_id, setup, keys.of(box_id, setup), 0)
            new = pool.filled & ~known.filled
            for ballot in pool.ballots(bits(new)):
                self._learn(known, ballot.text)
            known.filled |= new
        if found.accepted != known.accepted:
            for text in _sealed(session, box_id, known.sealed + 1):
                known.digests |= self._digests(_ALPHA.findall(text))
        known.sealed, known.accepted = found.sealed, found.accepted

    def _learn(self, known: _Known, text: bytes) -> None:
        known.digests |= self._digests(_ALPHA.findall(text))
        known.accepted += 1

    def _digests(self, alphas: Iterable[bytes]) -> set[bytes]:
        return {
            hashlib.blake2b(alpha, key=self._key, digest_size=_DIGEST_BYTES).digest()
            for alpha in alphas
        }


def _sealed(session: Session, box_id: str, start: int) -> Iterator[bytes]:
    """The texts of the ballots of a chain, from a height on; whether it is whole, others check."""
    asked = (
        select(DataRow.content)
        .join(EventRow, and_(EventRow.box_id == DataRow.box_id, EventRow.payload == DataRow.hash))
        .where(
            EventRow.box_id == box_id,
            EventRow.height >= start,
            EventRow.type == EventType.BALLOT.value,
        )
    )
    yield from session.execute(asked.execution_options(yield_per=_AT_ONCE)).scalars()
