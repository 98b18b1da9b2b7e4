"""The pool of a box: accepted ballots that are not in the chain yet, durable and unreadable.

A row is (HMAC(credential), AES-256-GCM(ballot)). The rows of a box are equally long, sorted by
their tags, and bound to their box and tag, so that none can be moved or exchanged.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from ballot_server.problems.refusals import PoolDamaged
from ballot_server.store.models import WaitingBallot
from ballot_server.store.pool_key import PoolKey

# Typed as any FROM clause there, though it is a table.
_INSERT = insert(WaitingBallot.__table__)  # type: ignore[arg-type]
NONCE_BYTES = 12
LENGTH_BYTES = 4
NAMES_BYTES = 1024  # more than credential, fingerprint and tracker of any group take


@dataclass(frozen=True, slots=True)
class AcceptedBallot:
    """A ballot that was verified: its text, and the names by which it is found."""

    credential: str
    fingerprint: str
    tracker: str
    text: bytes = field(repr=False)


class Pool:
    """The waiting ballots of one box, inside the transaction of `session`.

    `longest` is the size of the longest ballot that the box can hold, in bytes.
    """

    def __init__(
        self, session: Session, box_id: str, setup: str, key: PoolKey, longest: int
    ) -> None:
        self._session = session
        self._box_id = box_id
        self._setup = setup
        self._tags = key.tags
        self._cipher = AESGCM(key.rows)
        self._room = LENGTH_BYTES + NAMES_BYTES + longest

    def put(self, ballot: AcceptedBallot) -> None:
        """Let a ballot wait; its credential is not in the pool yet."""
        tag = self.tag(ballot.credential)
        nonce = secrets.token_bytes(NONCE_BYTES)
        locked = self._cipher.encrypt(nonce, _pack(ballot, self._room), self._bound_to(tag))
        row = {"box_id": self._box_id, "tag": tag, "nonce": nonce, "locked": locked}
        self._session.connection().execute(_INSERT, row)

    def find(self, credential: str) -> AcceptedBallot | None:
        """The waiting ballot of a credential, or None. Raises PoolDamaged."""
        row = self._session.get(WaitingBallot, (self._box_id, self.tag(credential)))
        return None if row is None else self._unlock(row)

    def ballots(self) -> list[AcceptedBallot]:
        """All waiting ballots, in the (meaningless) order of their tags.

        Raises PoolDamaged.
        """
        rows = self._session.scalars(
            select(WaitingBallot)
            .where(WaitingBallot.box_id == self._box_id)
            .order_by(WaitingBallot.tag)
        )
        return [self._unlock(row) for row in rows]

    def remove(self, ballots: Sequence[AcceptedBallot]) -> None:
        """Take ballots out of the pool; they have gone into the chain.

        One statement, in the order of the tags: the database lists the pages that become free in
        the order of deletion, and in the order of sealing that list would join the places in the
        chain to the pages, which were taken in the order of casting.
        """
        tags = sorted(self.tag(ballot.credential) for ballot in ballots)
        self._session.execute(
            delete(WaitingBallot).where(
                WaitingBallot.box_id == self._box_id, WaitingBallot.tag.in_(tags)
            )
        )

    def tag(self, credential: str) -> bytes:
        """What the row of a credential is known by."""
        return hmac.digest(self._tags, credential.encode(), "sha256")

    def _bound_to(self, tag: bytes) -> bytes:
        return f"piaoxiang-pool|{self._setup}|".encode() + tag

    def _unlock(self, row: WaitingBallot) -> AcceptedBallot:
        try:
            packed = self._cipher.decrypt(row.nonce, row.locked, self._bound_to(row.tag))
        except InvalidTag:
            raise PoolDamaged(box=self._box_id) from None
        return _unpack(packed)


def _pack(ballot: AcceptedBallot, room: int) -> bytes:
    """Write names and text one after another, zeros up to `room` bytes."""
    names = f"{ballot.credential}\n{ballot.fingerprint}\n{ballot.tracker}\n".encode()
    content = names + ballot.text
    packed = len(content).to_bytes(LENGTH_BYTES, "big") + content
    if len(packed) > room:
        raise ValueError("a ballot was longer than the longest one")
    return packed.ljust(room, b"\0")


def _unpack(packed: bytes) -> AcceptedBallot:
    length = int.from_bytes(packed[:LENGTH_BYTES], "big")
    content = packed[LENGTH_BYTES : LENGTH_BYTES + length]
    credential, fingerprint, tracker, text = content.split(b"\n", 3)
    return AcceptedBallot(credential.decode(), fingerprint.decode(), tracker.decode(), text)
