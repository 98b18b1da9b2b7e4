"""Open visits: how many voters are in the booths with a slip of a box, as the kiosks tell it.

It advises whoever closes a box, and nothing else: no ballot is taken or refused for it. A kiosk
makes a random number for each visit, tells it with the box when the visit begins, again every few
seconds, and when it ends. The number is made for that alone and stands nowhere else.

What is kept, for each box, is one file of `SLOTS` equal slots, each empty (zeros) or

    number of the visit   16 bytes
    tick                   2 bytes: when it was last heard of, in steps of `TICK` seconds since
                           the machine was started, so no time of day
    state                  1 byte: 0 somebody is in a booth; 1 somebody left with nothing settled,
                           and their slip still goes on at that kiosk

What the two together reveal is what anybody in the hall can see: that somebody is in a booth with
a slip of this box, or was, `DROPPED` ticks ago at most. Who left has a new number, which is told
again and again like a visit's: neither that number nor the tick says which visit it was, or when
it ended. Slots are taken at random, so their order says nothing; a visit that ended or was dropped
is overwritten with zeros in its place.
The file lies in memory (`memory_folder`), and goes when the box is closed or the last server stops.

Only while a server runs does anybody tell of visits. So what a server left behind that was killed
counts for nothing, and the next one begins anew; a second one beside it does not.

All workers and the commands see the same files, one at a time under the file's lock.
"""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from ballot_server.board.running import Running, is_running
from ballot_server.config import ServerConfig
from ballot_server.memory_folder import MemoryFolder
from ballot_server.problems.refusals import VisitNotNoted
from meeting.board_interface.questions import VISIT_NUMBER_BYTES, VisitStep

SLOTS = 512
TICK = 30.0
"""Seconds."""
SILENT = 3
"""Ticks after which a visit counts as not heard of: 60 to 90 seconds."""
DROPPED = 30
"""Ticks after which a visit that was not heard of is dropped: a quarter of an hour."""
_TICK_BYTES = 2
_STATE_BYTES = 1
_SLOT = VISIT_NUMBER_BYTES + _TICK_BYTES + _STATE_BYTES
_EMPTY = bytes(_SLOT)
_WRAP: int = 2 ** (8 * _TICK_BYTES) - 1


@dataclass(frozen=True, slots=True)
class OpenVisits:
    """How many visits kiosks told of just now, and how many they have not for a while.

    `left`: how many voters left a booth with nothing settled and may still go on with their slip.
    """

    heard: int
    silent: int
    left: int = 0

    @property
    def all(self) -> int:
        """How many voters may be in the booths."""
        return self.heard + self.silent


class Visits:
    """The open visits of a server's boxes. `clock` counts seconds, the same in all processes."""

    def __init__(self, config: ServerConfig, clock: Callable[[], float] = time.monotonic) -> None:
        self._config = config
        self._memory = MemoryFolder(config, config.visits)
        self._clock = clock
        self._running = Running(config)

    def start(self) -> None:
        """Begin, as a server does when it starts: anew unless another one runs. Raises OSError."""
        if self._running.begin():
            self._leave_nothing()
        self._memory.make()

    def stop(self) -> None:
        """End as a server does: unless another one runs, nothing is left behind."""
        if self._running.end():
            self._leave_nothing()

    def _leave_nothing(self) -> None:
        """Nothing of visits, and nothing of the kiosks that told of them."""
        self._memory.leave_nothing()
        with suppress(OSError):
            MemoryFolder(self._config, self._config.sessions).leave_nothing()

    def note(
        self, box_id: str, number: bytes, step: VisitStep, allowed: Callable[[], None]
    ) -> None:
        """Note what a kiosk tells of a visit, unless `allowed` raises.

        It is called under the file's lock, so that a box that is closed is wiped after this, or
        seen to be closed. The end of a visit makes no file: where there is none, no visit is open.
        Raises VisitNotNoted, too when more visits are open than there are slots.
        """
        ends = step is VisitStep.END
        try:
            self._memory.make()
            with self._memory.locked(box_id, os.O_RDWR | (0 if ends else os.O_CREAT)) as file:
                if not ends:
                    allowed()
                self._note(file, number, step)
        except FileNotFoundError as error:
            if not ends:
                raise VisitNotNoted from error
        except OSError as error:
            raise VisitNotNoted from error

    def open(self, box_id: str) -> OpenVisits | None:
        """How many visits are open; None where that cannot be known."""
        if not (is_running(self._config) and self._memory.is_ours()):
            return None
        try:
            with self._memory.locked(box_id, os.O_RDONLY) as file:
                found = [(self._age(slot), slot[-1]) for _, slot in _taken(file)]
        except FileNotFoundError:
            found = []
        except OSError:
            return None
        ages = [age for age, left in found if not left and age < DROPPED]
        heard = sum(age < SILENT for age in ages)
        left = sum(1 for age, left in found if left and age < DROPPED)
        return OpenVisits(heard, len(ages) - heard, left)

    def wipe(self, box_id: str) -> None:
        """Overwrite and remove what is kept of a box."""
        self._memory.wipe(box_id)

    def _note(self, file: int, number: bytes, step: VisitStep) -> None:
        free = set(range(SLOTS))
        place = None
        for at, slot in _taken(file):
            if slot[:VISIT_NUMBER_BYTES] == number:
                place = at
            elif self._age(slot) >= DROPPED:
                os.pwrite(file, _EMPTY, at * _SLOT)
                continue
            free.discard(at)
        if step is VisitStep.END:
            if place is not None:
                os.pwrite(file, _EMPTY, place * _SLOT)
            return
        if place is None:
            if not free:
                raise VisitNotNoted
            place = secrets.choice(sorted(free))
        state = bytes([step is VisitStep.LEFT])
        tick = self._tick().to_bytes(_TICK_BYTES, "big")
        os.pwrite(file, number + tick + state, place * _SLOT)

    def _tick(self) -> int:
        return 1 + int(self._clock() // TICK) % _WRAP

    def _age(self, slot: bytes) -> int:
        tick = slot[VISIT_NUMBER_BYTES : VISIT_NUMBER_BYTES + _TICK_BYTES]
        return (self._tick() - int.from_bytes(tick, "big")) % _WRAP


def _taken(file: int) -> Iterator[tuple[int, bytes]]:
    """Yield the slots that are not empty, with their places."""
    table = os.pread(file, SLOTS * _SLOT, 0)
    for at in range(len(table) // _SLOT):
        slot = table[at * _SLOT : (at + 1) * _SLOT]
        if slot != _EMPTY:
            yield at, slot
