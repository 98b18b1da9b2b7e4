"""The life of a ballot box, one method per step.

These are the rules, in their order:

1. A box is *prepared* when its Setup is event 0 of its chain. It holds no ballot.
2. `open`: prepared → open, once. Its pool key is made, and durable, before it is open.
3. `take`: an open box takes a verified ballot into its pool, if its slip was not used. The
   same ballot again changes nothing and is welcome, in an open box and in a closed one; another
   ballot with a used slip is SlipUsed. One credential has one ballot, in pool and chain together.
   No α stands in two ballots, of this box or of another (`freshness`).
   `cancel`: a slip that was not used can be cancelled before the closing, and then never votes;
   as an audited one, before the opening.
   `spoil`: while its slip is unused, a ballot of an open box can be spoiled, to be opened for
   checking; `take` refuses it ever after, and no ballot that was taken can be spoiled.
   `let_in`: an open box lets new slips in, or the last voters finish; for `take` that is all
   the same.
4. `seal`: of an open box's pool, a batch that chance chose goes into the chain, where the meeting
   wants that (`sealing`). A ballot leaves the pool in the transaction in which it enters the chain.
5. `close`: open → closed, once. What waits goes into the chain, and EndBallots after it. From
   then on no ballot can land: whoever holds the lock first, ballot or closing, wins.
6. `add_tally`: EncryptedTally follows EndBallots, once.

A `Box` lives inside one writing transaction and holds the box's lock, so no two steps mix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum

from sqlalchemy import bindparam, insert, select
from sqlalchemy.orm import Session

from ballot_server.box import cancelled, sealing, spoiled
from ballot_server.box.electorate import Electorate
from ballot_server.box.freshness import UsedAlphas
from ballot_server.box.open_keys import OpenKeys
from ballot_server.box.verified_ballot import VerifiedBallot
from ballot_server.config import ServerConfig
from ballot_server.problems.cancelling import SlipCancelled, SlipVoted
from ballot_server.problems.commands import AuditTooLate
from ballot_server.problems.refusals import (
    BallotSpoiled,
    BoxClosed,
    BoxNotOpen,
    BoxOpenAlready,
    SlipUsed,
)
from ballot_server.store import chain, pool_key
from ballot_server.store.models import EventRow, SealedBallot, State, table_of
from ballot_server.store.pool import Pool, WaitingName
from ballot_server.store.pool_key import PoolKey
from crypto.board.cancelling import CancelledSlip
from crypto.canonical import JSON, loads

_AT_ONCE = 32
"""Ballots that are sealed at once, some megabytes of the longest."""
_INDEX = insert(table_of(SealedBallot))
_SEALED = table_of(SealedBallot).c
_SEALED_OF = select(_SEALED.fingerprint, _SEALED.height).where(
    _SEALED.box_id == bindparam("box"), _SEALED.credential == bindparam("credential")
)


class Taken(Enum):
    """What became of a ballot that was not refused."""

    STORED = "stored"
    AGAIN = "again"


class Box:
    """A box under its lock. Raises BoxUnknown."""

    def __init__(self, session: Session, config: ServerConfig, box_id: str) -> None:
        self._session = session
        self._config = config
        self.row = chain.lock_box(session, box_id)
        self._keys = OpenKeys(session, config)

    def open(self, electorate: Electorate) -> None:
        """Let voting begin. Raises BoxOpenAlready or BoxClosed."""
        if self.row.state == State.OPEN:
            raise BoxOpenAlready(where=self.row.id)
        if self.row.state == State.CLOSED:
            raise BoxClosed(where=self.row.id)
        pool_key.create(self._config.pool_key(self.row.id))
        self._pool(electorate).lay_out(electorate.weights)
        self.row.state = State.OPEN

    def let_in(self, *, slips: bool) -> None:
        """Say whether kiosks let new slips in. Raises BoxNotOpen or BoxClosed."""
        if self.row.state == State.PREPARED:
            raise BoxNotOpen(where=self.row.id)
        if self.row.state == State.CLOSED:
            raise BoxClosed(where=self.row.id)
        self.row.last_voters = not slips

    def take(self, verified: VerifiedBallot, electorate: Electorate, used: UsedAlphas) -> Taken:
        """Let a verified ballot in; `used` has read what this transaction sees.

        Raises SlipUsed, BallotSpoiled, BoxNotOpen, BoxClosed, PoolKeyMissing; BallotInvalid when
        an α of it stands in another ballot.
        """
        if self.row.state == State.PREPARED:
            raise BoxNotOpen(where=self.row.id)
        ballot = verified.ballot
        if earlier := self._cast_with(ballot.credential, electorate):
            if earlier.fingerprint == ballot.fingerprint:
                return Taken.AGAIN
            raise SlipUsed(earlier.fingerprint, earlier.signature)
        if self.row.state == State.CLOSED:
            raise BoxClosed(where=self.row.id)
        if self._is_spoiled(ballot.fingerprint, ballot.credential, electorate):
            raise BallotSpoiled
        self._refuse_cancelled(ballot.credential)
        used.check(verified.alphas)
        self._pool(electorate).put(ballot)  # from here on nothing refuses the ballot
        used.take(verified.alphas)
        return Taken.STORED

    def spoil(self, fingerprint: str, credential: str, electorate: Electorate) -> None:
        """Let nobody cast the ballot of this fingerprint any more; doing so again is welcome.

        Raises SlipUsed, ChecksExhausted, BoxNotOpen, BoxClosed, PoolKeyMissing.
        """
        if self.row.state == State.PREPARED:
            raise BoxNotOpen(where=self.row.id)
        if self._is_spoiled(fingerprint, credential, electorate):
            return
        earlier = self._cast_with(credential, electorate)
        if earlier is not None:
            raise SlipUsed(earlier.fingerprint, earlier.signature)
        if self.row.state == State.CLOSED:
            raise BoxClosed(where=self.row.id)
        self._refuse_cancelled(credential)
        key = self._keys.of(self.row.id, electorate.setup)
        slips = electorate.weights
        spoiled.put(self._session, self.row, key, fingerprint, credential, slips)

    def cancel(self, slip: CancelledSlip, electorate: Electorate, *, audited: bool) -> bool:
        """Let nobody vote with a slip any more; return whether it was cancelled before.

        Raises SlipVoted, BoxClosed, PoolKeyMissing; AuditTooLate for an audited one of an open box.
        """
        if cancelled.is_cancelled(self._session, self.row, slip.credential):
            return True
        if self._cast_with(slip.credential, electorate) is not None:
            raise SlipVoted
        if self.row.state == State.CLOSED:
            raise BoxClosed(where=self.row.id)
        if audited and self.row.state != State.PREPARED:
            raise AuditTooLate(box=self.row.id)
        cancelled.put(self._session, self.row, slip, audited=audited)
        return False

    def seal(self, electorate: Electorate, batch: int) -> int:
        """Put batches into the chain while enough ballots wait; return how many ballots it were."""
        waiting = chain.waiting(self._session, self.row.id)
        if self.row.state != State.OPEN or not sealing.ready(waiting, batch):
            return 0
        pool = self._pool(electorate)
        batches = sealing.draw_batches(list(pool.names()), batch)
        for drawn in batches:
            self._seal(pool, drawn)
            pool.empty(each.slot for each in drawn)
        return sum(map(len, batches))

    def close(self, electorate: Electorate) -> None:
        """End voting: seal the rest and append EndBallots. Raises BoxNotOpen or BoxClosed."""
        if self.row.state == State.PREPARED:
            raise BoxNotOpen(where=self.row.id)
        if self.row.state == State.CLOSED:
            raise BoxClosed(where=self.row.id)
        pool = self._pool(electorate)
        self._seal(pool, pool.names())
        pool.take_down()
        ended = chain.builder(self._session, self.row).end_ballots()
        chain.store(self._session, self.row.id, ended.entries)
        key = self._keys.of(self.row.id, electorate.setup)
        spoiled.publish(self._session, self.row, key, electorate.weights)
        self.row.state, self.row.last_voters = State.CLOSED, False

    def add_tally(self, tally: bytes, *, ballots: int, weight: int) -> None:
        """Append the sums of a closed box. Raises RecordError when they are there already."""
        added = chain.builder(self._session, self.row).add_encrypted_tally(
            tally, num_tallied=ballots, total_weight=weight
        )
        chain.store(self._session, self.row.id, added.entries)

    def _seal(self, pool: Pool, names: Iterable[WaitingName]) -> None:
        """Put waiting ballots into the chain, sorted, a few at a time."""
        names = sorted(names, key=lambda each: each.fingerprint)
        for first in range(0, len(names), _AT_ONCE):
            ballots = list(pool.ballots(each.slot for each in names[first : first + _AT_ONCE]))
            texts = (each.text for each in ballots)
            sealed = chain.builder(self._session, self.row).add_ballots(texts).entries
            chain.store(self._session, self.row.id, sealed)
            rows = [
                {
                    "box_id": self.row.id,
                    "credential": ballot.credential,
                    "fingerprint": ballot.fingerprint,
                    "tracker": ballot.tracker,
                    "height": entry.event.height,
                }
                for ballot, entry in zip(ballots, sealed, strict=True)
            ]
            self._session.connection().execute(_INDEX, rows)

    def _cast_with(self, credential: str, electorate: Electorate) -> CastBallot | None:
        return find_cast(self._session, self._keys, self.row.id, electorate, credential)

    def _is_spoiled(self, fingerprint: str, credential: str, electorate: Electorate) -> bool:
        key: PoolKey | None = None
        if self.row.state == State.OPEN:
            key = self._keys.of(self.row.id, electorate.setup)
        return spoiled.is_spoiled(self._session, self.row, key, fingerprint, credential)

    def _refuse_cancelled(self, credential: str) -> None:
        if cancelled.is_cancelled(self._session, self.row, credential):
            raise SlipCancelled

    def _pool(self, electorate: Electorate) -> Pool:
        return _pool(self._session, self._keys, self.row.id, electorate)


def open_pool(session: Session, config: ServerConfig, box_id: str, electorate: Electorate) -> Pool:
    """The pool of an open box. The key is read anew for each transaction: nobody keeps it.

    Raises PoolKeyMissing.
    """
    return _pool(session, OpenKeys(session, config), box_id, electorate)


def _pool(session: Session, keys: OpenKeys, box_id: str, electorate: Electorate) -> Pool:
    key = keys.of(box_id, electorate.setup)
    return Pool(session, box_id, electorate.setup, key, electorate.longest_ballot)


@dataclass(frozen=True, slots=True)
class CastBallot:
    """What proves to the holder of a slip that it was used: a ballot that the slip signed."""

    fingerprint: str
    text: bytes = field(repr=False)

    @property
    def signature(self) -> JSON:
        """The ballot's own member of that name, {"hash": the fingerprint, "proof"}."""
        ballot = loads(self.text, limit=len(self.text))
        if not isinstance(ballot, dict):
            raise TypeError("a stored ballot is not an object")
        signature: JSON = ballot["signature"]
        return signature


def find_cast(
    session: Session, keys: OpenKeys, box_id: str, electorate: Electorate, credential: str
) -> CastBallot | None:
    """What is said of the ballot cast with a credential, None if the slip is unused.

    Raises PoolKeyMissing or PoolDamaged.
    """
    asked = {"box": box_id, "credential": credential}
    sealed = session.connection().execute(_SEALED_OF, asked).one_or_none()
    if sealed is not None:
        event = session.get_one(EventRow, (box_id, sealed.height))
        text = chain.data(session, box_id, event.payload or "")
        return CastBallot(sealed.fingerprint, text)
    if chain.state_of(session, box_id) != State.OPEN:
        return None
    waiting = _pool(session, keys, box_id, electorate).find(credential)
    return None if waiting is None else CastBallot(waiting.fingerprint, waiting.text)
