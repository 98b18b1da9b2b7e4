"""The sessions of kiosks: which counters were used, and whether one key speaks in two places.

What is kept of each kiosk, in memory (`memory_folder`), is one slot, zeros until it is first used:

    fresh    16 bytes: what the next session has to begin over; another one after each beginning
    session  16 bytes: the one that is open
    key      32 bytes: the public key of whoever may ask in it
    highest   8 bytes: the highest counter that was used in it
    window    8 bytes: which of the 64 counters up to there were used (RFC 4303, 3.4.3)
    tick      2 bytes: when it was last heard of, in steps of `TICK` seconds since the machine was
              started, so no time of day
    state     1 byte: 1 where the key was found in two places

A kiosk begins another session every few seconds, whether or not anybody votes there: so the tick
does not say when somebody did, and the counter, which grows with what voters do, says no more than
how much a kiosk asked in those few seconds. Nothing here says what.
"""

from __future__ import annotations

import os
import secrets
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ballot_server.config import ServerConfig
from ballot_server.memory_folder import MemoryFolder
from ballot_server.problems.kiosks import (
    KioskDoubled,
    KioskReplayed,
    KioskSession,
    KioskSessionsLost,
)
from meeting.board_interface.kiosk_words import NAME_BYTES, Beginning

TICK = 30.0
"""Seconds."""
FILE = "kiosk-sessions"
WINDOW = 64
KEY_BYTES = 32
_SLOT = struct.Struct(f">{NAME_BYTES}s{NAME_BYTES}s{KEY_BYTES}sQQHB13x")
_NONE = bytes(NAME_BYTES)
_WRAP = 2**16 - 1


@dataclass(slots=True)
class Slot:
    """What is kept of one kiosk."""

    fresh: bytes = _NONE
    session: bytes = _NONE
    key: bytes = bytes(KEY_BYTES)
    highest: int = 0
    window: int = 0
    tick: int = 0
    doubled: bool = False

    def refuse_other(self, session: str) -> None:
        """Raise KioskSession for a session that is not the open one, or where none is open.

        The zeros of a slot that nobody has used name no session: as a key they would be a point of
        small order, under which everybody can sign.
        """
        if self.session == _NONE or bytes.fromhex(session) != self.session:
            raise KioskSession

    def use(self, counter: int) -> None:
        """Use a counter; raises KioskReplayed for one that was used, or is too old to tell."""
        if counter > self.highest:
            self.window = (self.window << min(counter - self.highest, WINDOW)) & (2**WINDOW - 1)
            self.window |= 1
            self.highest = counter
            return
        behind = self.highest - counter
        if not counter or behind >= WINDOW or self.window >> behind & 1:
            raise KioskReplayed
        self.window |= 1 << behind


@dataclass(frozen=True, slots=True)
class Heard:
    """What staff are told of a kiosk; `ago` in seconds, None where it was not heard of."""

    ago: float | None
    doubled: bool


class Sessions:
    """All kiosks' slots. `clock` counts seconds, the same in all processes."""

    def __init__(self, config: ServerConfig, clock: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._clock = clock

    def fresh(self, number: int) -> str:
        """What the next session of this kiosk has to begin over. Raises KioskSessionsLost."""
        with self._slot(number) as slot:
            if slot.fresh == _NONE:
                slot.fresh = secrets.token_bytes(NAME_BYTES)
            return slot.fresh.hex()

    def begin(self, number: int, beginning: Beginning) -> None:
        """Open a session in place of the one before; one with the same key may be that one.

        (Its answer was lost, and it was begun anew.) Whoever goes on from a session that is not the
        open one has been talking all the while, and so has somebody else with the same enrolled
        key. Nobody begins that one a second time: its name follows from what was given out for it.
        Raises KioskReplayed, KioskDoubled or KioskSessionsLost.
        """
        session, after = bytes.fromhex(beginning.session), bytes.fromhex(beginning.after)
        key = bytes.fromhex(beginning.key)
        with self._slot(number) as slot:
            if slot.fresh == _NONE or bytes.fromhex(beginning.fresh) != slot.fresh:
                raise KioskReplayed
            slot.fresh = secrets.token_bytes(NAME_BYTES)
            if after and slot.session not in {_NONE, after} and key != slot.key:
                slot.doubled = True
            if slot.doubled:
                raise KioskDoubled(number=number)
            slot.session, slot.key, slot.highest, slot.window = session, key, 0, 0
            slot.tick = self._tick()

    def key(self, number: int, session: str) -> str:
        """The public key of an open session. Raises KioskSession or KioskSessionsLost."""
        with self._slot(number) as slot:
            slot.refuse_other(session)
            return slot.key.hex()

    def use(self, number: int, session: str, counter: int) -> None:
        """Use a counter of a session. Raises KioskSession, KioskReplayed or KioskDoubled."""
        with self._slot(number) as slot:
            if slot.doubled:
                raise KioskDoubled(number=number)
            slot.refuse_other(session)
            slot.use(counter)
            slot.tick = self._tick()

    def heard(self, number: int) -> Heard:
        """When a kiosk was last heard of, and whether in two places. Raises KioskSessionsLost."""
        with self._slot(number) as slot:
            ago = (self._tick() - slot.tick) % _WRAP * TICK if slot.tick else None
            return Heard(ago, slot.doubled)

    def _tick(self) -> int:
        return 1 + int(self._clock() // TICK) % _WRAP

    @contextmanager
    def _slot(self, number: int) -> Iterator[Slot]:
        """The slot of a kiosk, written back at the end of the block, also when it raises."""
        try:
            memory = MemoryFolder(self._config, self._config.sessions)
            memory.make()
            with memory.locked(FILE, os.O_RDWR | os.O_CREAT) as file:
                at = (number - 1) * _SLOT.size
                raw = os.pread(file, _SLOT.size, at).ljust(_SLOT.size, b"\0")
                slot = Slot(*_SLOT.unpack(raw))
                try:
                    yield slot
                finally:
                    packed = _SLOT.pack(
                        slot.fresh,
                        slot.session,
                        slot.key,
                        slot.highest,
                        slot.window,
                        slot.tick,
                        slot.doubled,
                    )
                    if packed != raw:
                        os.pwrite(file, packed, at)
        except OSError as error:
            raise KioskSessionsLost from error
