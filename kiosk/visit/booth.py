"""The booth itself: at most one voter, one screen, a clock, and a lock.

Time is only ever the time since the last action; it is never stored with anything else. When
the voter does nothing for `locks_after` seconds, everything about them is dropped and the
screen is locked until staff unlock it. A receipt is dropped after `receipt_seconds`, and the
message of a visit that ended badly, or an opened ballot, after `locks_after`, all without a
lock. A finished ballot that the server has not confirmed is never dropped by the clock: after
`waiting_seconds` the screen is locked and says so, and the ballot is sent again. All this
happens by itself, whether or not the browser asks for another page.

A check that was asked for is a mark on the booth until it is delivered (`failed_check`): the screen
is locked from the moment it is asked for, and if the opened ballot does not come, it stays so until
the staff have looked, whatever becomes of the voter or the browser.

A visit that ended before its ballot was settled can be taken up again for `waiting_seconds` with
the same slip, also where no new one is let in. All that is kept for that is what the slip is known
again by (`Holder`), which opens nothing, and a number by which the server is told that somebody
may still come back (`LeftBooth`). Both are dropped once the slip is used or its time is over.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from kiosk.answers.tables import Type
from kiosk.config import KioskConfig
from kiosk.messages.mistake import log_mistake
from kiosk.messages.trouble import Trouble
from kiosk.visit.failed_check import FailedCheck
from kiosk.visit.slip_holder import Holder
from kiosk.visit.staff_door import StaffDoor
from kiosk.visit.voter import Voter, Waypoint
from meeting.board_interface.questions import VISIT_NUMBER_BYTES
from meeting.language import DEFAULT_LANGUAGE

SIZES = ("small", "standard", "large", "largest")
CONTRASTS = ("standard", "high", "dark")


@dataclass(slots=True)
class Display:
    """How the screen looks now; back to this default after every voter."""

    language: str = DEFAULT_LANGUAGE
    size: str = "standard"
    contrast: str = "standard"

    @property
    def letters(self) -> Type:
        """What the layout of the papers depends on."""
        return Type(self.language, self.size)

    def change(self, what: str) -> None:
        """Move one setting to its next value; raises Trouble("form-unknown")."""
        if what == "size":
            self.size = _after(SIZES, self.size)
        elif what == "contrast":
            self.contrast = _after(CONTRASTS, self.contrast)
        elif what == "language":
            self.language = "zh" if self.language == "en" else "en"
        else:
            raise Trouble("form-unknown", where="setting")


@dataclass(frozen=True, slots=True)
class LeftBooth:
    """Somebody left with nothing settled at `at`, and may go on with the slip that `holder` knows.

    `number` is told to the server with the box; it is made now and is not the visit's.
    """

    holder: Holder
    at: float
    box_id: str
    number: str


class Booth:
    """One kiosk's whole changing state. Hold `turn` while you look at it or change it."""

    def __init__(self, config: KioskConfig, clock: Callable[[], float]) -> None:
        self.turn = threading.RLock()
        self.display = Display()
        self.voter: Voter | None = None
        self.locked = False
        self.failed: FailedCheck | None = None
        self._config = config
        self._staff_door = StaffDoor(config.staff_code, clock)
        self._clock = clock
        self._last_action = clock()
        self._left: list[LeftBooth] = []

    def act(self) -> None:
        """Note that somebody did something just now."""
        self._last_action = self._clock()

    def seat(self, voter: Voter) -> None:
        """Let `voter` in. The booth must be free."""
        if self.voter is not None or self.locked:
            raise Trouble("kiosk-busy")
        self.voter = voter
        self._left = [each for each in self._left if not each.holder.holds(voter.credential)]
        self.act()

    def goes_on(self, credential: str) -> bool:
        """Say whether the holder of this slip left a while ago with nothing settled."""
        return any(each.holder.holds(credential) for each in self.who_left())

    def who_left(self) -> tuple[LeftBooth, ...]:
        """Those who left with nothing settled and may still go on."""
        self._forget_who_left()
        return tuple(self._left)

    def _forget_who_left(self) -> None:
        since = self._clock() - self._config.waiting_seconds
        self._left = [each for each in self._left if each.at > since]

    def clear(self) -> None:
        """Drop everything about the voter and put the screen back to its default."""
        if self.voter is not None:
            holder = self.voter.holder
            if self.voter.visit and self.voter.unfinished and holder is not None:
                box_id, number = self.voter.setup.box.id, secrets.token_hex(VISIT_NUMBER_BYTES)
                self._left.append(LeftBooth(holder, self._clock(), box_id, number))
            self.voter.forget()
        self.voter = None
        self.display = Display()

    def lock(self) -> None:
        """Drop everything and wait for the staff."""
        self.clear()
        self.locked = True

    def hold(self) -> None:
        """Lock the screen before a finished ballot that is not confirmed; it stays in memory."""
        self.display = Display()
        self.locked = True

    def let_go(self) -> None:
        """Open a screen that was held, because its ballot is confirmed or refused."""
        self.locked = False
        self.act()

    def ask_for_check(self, fingerprint: str) -> None:
        """Count a check as failed from now on, until it is delivered or the staff have looked."""
        self.failed = FailedCheck(fingerprint, Trouble("kiosk-failed"))
        self.locked = True

    def not_delivered(self, fingerprint: str, trouble: Trouble) -> None:
        """Say why a check was not delivered."""
        self.failed = FailedCheck(fingerprint, Trouble(trouble.code, where=trouble.where))

    def delivered(self) -> None:
        """Open the screen: the ballot that was to be opened is on it."""
        self.failed, self.locked = None, False
        self.act()

    def free(self, code: str) -> None:
        """End the visit of a browser that died; raises Trouble as `unlock` does."""
        self.unlock(code)
        self.clear()

    def unlock(self, code: str) -> None:
        """Open a locked screen; raises Trouble as `StaffDoor.check` does.

        After a failed check the visit is over, too: its ballot is neither opened nor cast.
        """
        self._staff_door.check(code)
        if self.failed is not None:
            self.clear()
        self.failed, self.locked = None, False
        self.act()

    def expire(self) -> None:
        """Drop what has stood still for too long."""
        self._forget_who_left()
        idle = self._clock() - self._last_action
        if self.voter is not None and self.voter.place is Waypoint.RECEIPT:
            if idle >= self._config.receipt_seconds:
                self.clear()
        elif self.voter is not None and self.voter.place is Waypoint.SENDING:
            if idle >= self._config.waiting_seconds:
                self.hold()
        elif idle >= self._config.locks_after:
            if self.voter is not None and self.voter.place not in {Waypoint.ENDED, Waypoint.OPENED}:
                self.lock()
            else:
                self.clear()


def _after(values: tuple[str, ...], value: str) -> str:
    return values[(values.index(value) + 1) % len(values)]


def watch(booth: Booth, stop: threading.Event, every: float = 1.0) -> None:
    """Let the booth expire until `stop` is set; run this in a thread, which nothing ends."""
    while not stop.wait(every):
        try:
            with booth.turn:
                booth.expire()
        except Exception as mistake:  # noqa: BLE001 - a screen that never locks shows choices
            log_mistake(mistake)
