"""The pool of a box: accepted ballots that are not in the chain yet, durable and unreadable.

It has a slot for each slip of the box, all made when the box opens, in the order of their tags. A
tag is an HMAC of the slip's credential, so that the slot of a slip is fixed and nobody can tell
whose one is. What a slot holds is encrypted, bound to box and tag, and as long for nothing as for
the longest ballot. A ballot is written over the nothing in its slot: no page of the database is
taken, split or freed, and nothing lies anywhere because it came sooner or later. `filled` has a bit
for each slot, so it says how many ballots wait, and which are new to a process that looked before.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from ballot_server.problems.refusals import PoolDamaged
from ballot_server.store.models import PoolRow, SlotRow, table_of
from ballot_server.store.pool_key import PoolKey

NONCE_BYTES = 12
LENGTH_BYTES = 4
NAMES_BYTES = 1024  # more than credential, fingerprint and tracker of any group take
DIGEST_CHARACTERS = 43
_AT_ONCE = 32
"""Slots that are read at once: with the longest ballots a few megabytes."""
_INSERT_SLOTS = insert(table_of(SlotRow))
_INSERT_POOL = insert(table_of(PoolRow))
_SLOTS, _POOLS = table_of(SlotRow).c, table_of(PoolRow).c
_TAGGED = (_SLOTS.box_id == bindparam("box"), _SLOTS.tag == bindparam("found"))
_PLACED = (_SLOTS.box_id == bindparam("box"), _SLOTS.slot == bindparam("at"))
_SLOT_OF = select(_SLOTS.slot).where(*_TAGGED)
_TAG_OF = select(_SLOTS.tag).where(*_PLACED)
_HELD = select(_SLOTS.tag, _SLOTS.nonce, _SLOTS.locked).where(*_TAGGED)
_SOME = select(_SLOTS.slot, _SLOTS.tag, _SLOTS.nonce, _SLOTS.locked).where(
    _SLOTS.box_id == bindparam("box"), _SLOTS.slot.in_(bindparam("slots", expanding=True))
)
_WRITE = update(table_of(SlotRow)).where(*_PLACED)
_FILLED = select(_POOLS.filled).where(_POOLS.box_id == bindparam("box"))
_FILL = update(table_of(PoolRow)).where(_POOLS.box_id == bindparam("box"))


@dataclass(frozen=True, slots=True)
class AcceptedBallot:
    """A ballot that was verified: its text, and the names by which it is found."""

    credential: str
    fingerprint: str
    tracker: str
    text: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WaitingName:
    """What a waiting ballot is found by, without its text."""

    slot: int
    fingerprint: str
    tracker: str


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
        self._room = room(longest)

    def lay_out(self, credentials: Iterable[str]) -> None:
        """Make the slots of a box that has none yet."""
        tags = sorted(map(self.tag, credentials))
        nothing = {"box_id": self._box_id, "filled": bytes(-(-len(tags) // 8))}
        self._session.connection().execute(_INSERT_POOL, nothing)
        for first in range(0, len(tags), _AT_ONCE):
            rows = [
                {"box_id": self._box_id, "slot": slot, "tag": tag, **self._locked(tag, None)}
                for slot, tag in enumerate(tags[first : first + _AT_ONCE], first)
            ]
            self._session.connection().execute(_INSERT_SLOTS, rows)

    @property
    def filled(self) -> int:
        """A number with a bit for each slot, set where a ballot waits."""
        return int.from_bytes(self._bits, "little")

    def put(self, ballot: AcceptedBallot) -> None:
        """Let a ballot wait; its credential is not in the pool yet."""
        tag = self.tag(ballot.credential)
        asked = {"box": self._box_id, "found": tag}
        slot: int = self._session.connection().execute(_SLOT_OF, asked).scalar_one()
        self._write(slot, tag, ballot)
        self._fill(self.filled | 1 << slot)

    def find(self, credential: str) -> AcceptedBallot | None:
        """The waiting ballot of a credential, or None. Raises PoolDamaged."""
        tag = self.tag(credential)
        asked = {"box": self._box_id, "found": tag}
        row = self._session.connection().execute(_HELD, asked).one_or_none()
        return None if row is None else self._ballot(row)

    def names(self) -> Iterator[WaitingName]:
        """Yield the names of all waiting ballots, in the (meaningless) order of their tags.

        Raises PoolDamaged.
        """
        filled = self.filled
        asked = select(_SLOTS.slot, _SLOTS.tag, _SLOTS.name_nonce, _SLOTS.name)
        for row in self._session.execute(asked.where(_SLOTS.box_id == self._box_id)):
            if filled >> row.slot & 1:
                names = self._unlock(row.name_nonce, row.name, self._name_of(row.tag)).decode()
                yield WaitingName(row.slot, names[:DIGEST_CHARACTERS], names[DIGEST_CHARACTERS:])

    def ballots(self, slots: Iterable[int] | None = None) -> Iterator[AcceptedBallot]:
        """Yield the ballots of these filled slots, or of all, as they are asked for.

        Raises PoolDamaged.
        """
        asked = list(bits(self.filled)) if slots is None else list(slots)
        for first in range(0, len(asked), _AT_ONCE):
            some = asked[first : first + _AT_ONCE]
            found = self._session.connection().execute(_SOME, {"box": self._box_id, "slots": some})
            read = {row.slot: self._ballot(row) for row in found}
            for slot in some:
                ballot = read.get(slot)
                if ballot is None:
                    raise PoolDamaged(box=self._box_id)
                yield ballot

    def check(self) -> None:
        """Read every slot. Raises PoolDamaged where it does not hold what `filled` says."""
        filled = self.filled
        asked = select(table_of(SlotRow)).where(_SLOTS.box_id == self._box_id)
        for row in self._session.execute(asked.execution_options(yield_per=_AT_ONCE)):
            if (self._ballot(row) is not None) != bool(filled >> row.slot & 1):
                raise PoolDamaged(box=self._box_id)

    def empty(self, slots: Iterable[int]) -> None:
        """Take ballots out of the pool; they have gone into the chain."""
        gone = 0
        for slot in sorted(slots):
            asked = {"box": self._box_id, "at": slot}
            tag: bytes = self._session.connection().execute(_TAG_OF, asked).scalar_one()
            self._write(slot, tag, None)
            gone |= 1 << slot
        self._fill(self.filled & ~gone)

    def take_down(self) -> None:
        """Take all slots away; the box is closed."""
        for table in (SlotRow, PoolRow):
            self._session.execute(delete(table).where(table.box_id == self._box_id))

    def tag(self, credential: str) -> bytes:
        """What the slot of a credential is known by."""
        return hmac.digest(self._tags, credential.encode(), "sha256")

    @property
    def _bits(self) -> bytes:
        asked = {"box": self._box_id}
        found: bytes = self._session.connection().execute(_FILLED, asked).scalar_one()
        return found

    def _fill(self, filled: int) -> None:
        new = {"box": self._box_id, "filled": filled.to_bytes(len(self._bits), "little")}
        self._session.connection().execute(_FILL, new)

    def _write(self, slot: int, tag: bytes, ballot: AcceptedBallot | None) -> None:
        new = {"box": self._box_id, "at": slot, **self._locked(tag, ballot)}
        self._session.connection().execute(_WRITE, new)

    def _locked(self, tag: bytes, ballot: AcceptedBallot | None) -> dict[str, bytes]:
        """The columns of a slot that holds a ballot, or nothing."""
        nonce, name_nonce = secrets.token_bytes(NONCE_BYTES), secrets.token_bytes(NONCE_BYTES)
        names = b"" if ballot is None else (ballot.fingerprint + ballot.tracker).encode()
        padded = names.ljust(2 * DIGEST_CHARACTERS, b"\0")
        packed = _pack(ballot, self._room)
        return {
            "name_nonce": name_nonce,
            "name": self._cipher.encrypt(name_nonce, padded, self._name_of(tag)),
            "nonce": nonce,
            "locked": self._cipher.encrypt(nonce, packed, self._bound_to(tag)),
        }

    def _bound_to(self, tag: bytes) -> bytes:
        return f"piaoxiang-pool|{self._setup}|".encode() + tag

    def _name_of(self, tag: bytes) -> bytes:
        return f"piaoxiang-pool-name|{self._setup}|".encode() + tag

    def _ballot(self, row: Any) -> AcceptedBallot | None:
        return unpacked(self._unlock(row.nonce, row.locked, self._bound_to(row.tag)))

    def _unlock(self, nonce: bytes, locked: bytes, bound_to: bytes) -> bytes:
        try:
            return self._cipher.decrypt(nonce, locked, bound_to)
        except InvalidTag:
            raise PoolDamaged(box=self._box_id) from None


def room(longest: int) -> int:
    """How many bytes a slot has for a ballot that is at most so long."""
    return LENGTH_BYTES + NAMES_BYTES + longest


def bits(number: int) -> Iterator[int]:
    """Yield the places of the bits that are set, the lowest first."""
    for place, digit in enumerate(reversed(f"{number:b}")):
        if digit == "1":
            yield place


def _pack(ballot: AcceptedBallot | None, size: int) -> bytes:
    """Write names and text one after another, zeros up to `size` bytes; nothing is zeros alone."""
    content = b""
    if ballot is not None:
        names = f"{ballot.credential}\n{ballot.fingerprint}\n{ballot.tracker}\n".encode()
        content = names + ballot.text
    packed = len(content).to_bytes(LENGTH_BYTES, "big") + content
    if len(packed) > size:
        raise ValueError("a ballot was longer than the longest one")
    return packed.ljust(size, b"\0")


def unpacked(packed: bytes) -> AcceptedBallot | None:
    """The ballot that lies in a decrypted slot, None if it holds nothing."""
    length = int.from_bytes(packed[:LENGTH_BYTES], "big")
    if not length:
        return None
    content = packed[LENGTH_BYTES : LENGTH_BYTES + length]
    credential, fingerprint, tracker, text = content.split(b"\n", 3)
    return AcceptedBallot(credential.decode(), fingerprint.decode(), tracker.decode(), text)
