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
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import BallotInvalid, PoolKeyMissing
from ballot_server.store import chain, pool_key
from ballot_server.store.models import BoxRow, State, UsedAlpha
from crypto.ballots.freshness import ballot_alphas, repeated
from crypto.record.event import EventType

_AT_ONCE = 500
"""Marks named in one statement."""


def remember(session: Session, config: ServerConfig, box: BoxRow, alphas: Sequence[str]) -> None:
    """Mark the α of a verified ballot that an open box takes.

    Raises BallotInvalid when one of them was used before, PoolKeyMissing.
    """
    for each in chain.all_boxes(session):
        if each.state != State.PREPARED:
            marks = _marks(session, config, each, alphas)
            used = select(UsedAlpha.mark).where(
                UsedAlpha.box_id == each.id, UsedAlpha.mark.in_(marks)
            )
            if session.scalars(used.limit(1)).first() is not None:
                raise BallotInvalid from repeated(f"the other one is in a ballot of box {each.id}")
    _store(session, box, _keyed(session, config, box, alphas))


def seal(session: Session, config: ServerConfig, box: BoxRow, ballots: Iterable[bytes]) -> None:
    """Put the public marks of ballots that an open box seals in place of the keyed.

    Raises PoolKeyMissing.
    """
    alphas = [alpha for ballot in ballots for alpha in ballot_alphas(ballot)]
    keyed = sorted(_keyed(session, config, box, alphas))
    for at in range(0, len(keyed), _AT_ONCE):
        some = keyed[at : at + _AT_ONCE]
        session.execute(
            delete(UsedAlpha).where(UsedAlpha.box_id == box.id, UsedAlpha.mark.in_(some))
        )
    _store(session, box, {_public(alpha) for alpha in alphas})


def publish(session: Session, box: BoxRow) -> None:
    """Put the public marks of a box whose ballots are all in the chain in place of the keyed."""
    session.execute(delete(UsedAlpha).where(UsedAlpha.box_id == box.id))
    alphas = (
        alpha
        for event in chain.events(session, box.id)
        if event.type is EventType.BALLOT
        for alpha in ballot_alphas(chain.data(session, box.id, event.payload or ""))
    )
    _store(session, box, {_public(alpha) for alpha in alphas})


def _marks(
    session: Session, config: ServerConfig, box: BoxRow, alphas: Sequence[str]
) -> set[bytes]:
    """The marks that any of these α could have in the box."""
    public = {_public(alpha) for alpha in alphas}
    return public if box.state == State.CLOSED else public | _keyed(session, config, box, alphas)


def _keyed(
    session: Session, config: ServerConfig, box: BoxRow, alphas: Iterable[str]
) -> set[bytes]:
    key = pool_key.load(config.pool_key(box.id), box.setup)
    if key is None:
        raise PoolKeyMissing(box=box.id, waiting=chain.standing(session, box.id).waiting)
    return {hmac.digest(key.alphas, alpha.encode(), "sha256") for alpha in alphas}


def _public(alpha: str) -> bytes:
    return hashlib.sha256(alpha.encode()).digest()


def _store(session: Session, box: BoxRow, marks: set[bytes]) -> None:
    rows = [{"box_id": box.id, "mark": mark} for mark in sorted(marks)]
    if rows:
        session.execute(insert(UsedAlpha), rows)
