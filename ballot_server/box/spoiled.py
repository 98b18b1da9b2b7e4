"""The marks of ballots that were opened for checking and can never be cast.

A mark is all that is stored: no fingerprint, no credential, no time, no order. There is room for
`MOST_PER_SLIP` marks for each slip of a box, whoever makes them, so that nobody fills the disk.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballot_server.problems.refusals import ChecksExhausted
from ballot_server.store.models import BoxRow, SpoiledBallot
from crypto.board.spoiling import spoiled_mark

MOST_PER_SLIP = 10


def is_spoiled(session: Session, box: BoxRow, fingerprint: str, credential: str) -> bool:
    """Whether this ballot of this box was spoiled."""
    mark = spoiled_mark(box.setup, fingerprint, credential)
    return session.get(SpoiledBallot, (box.id, mark)) is not None


def is_spoiled_by_any(
    session: Session, box: BoxRow, fingerprint: str, credentials: Iterable[str]
) -> bool:
    """Whether a ballot of this fingerprint was spoiled, by whichever slip."""
    marks = set(session.scalars(select(SpoiledBallot.mark).where(SpoiledBallot.box_id == box.id)))
    return bool(marks) and any(
        spoiled_mark(box.setup, fingerprint, each) in marks for each in credentials
    )


def put(session: Session, box: BoxRow, fingerprint: str, credential: str, slips: int) -> None:
    """Spoil a ballot that is not spoiled yet. Raises ChecksExhausted."""
    stored = session.scalar(
        select(func.count()).select_from(SpoiledBallot).where(SpoiledBallot.box_id == box.id)
    )
    if (stored or 0) >= MOST_PER_SLIP * slips:
        raise ChecksExhausted
    mark = spoiled_mark(box.setup, fingerprint, credential)
    session.add(SpoiledBallot(box_id=box.id, mark=mark))
    session.flush()
