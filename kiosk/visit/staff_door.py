"""The staff's code, and how long they wait after a wrong one.

Who stands at a screen could otherwise try one code after the other. After a wrong code nothing is
looked at for a second, after the next wrong one for two, and so on up to half a minute; the right
code puts it back. No request sleeps: while the time runs, even the right code is refused, with the
seconds that are left.
"""

from __future__ import annotations

import hmac
import math
from collections.abc import Callable

from kiosk.messages.trouble import Trouble

FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0
"""Seconds."""


class StaffDoor:
    """Whether somebody may do what only the staff may; `clock` counts seconds, never back."""

    def __init__(self, code: str, clock: Callable[[], float]) -> None:
        self._code = code.encode()
        self._clock = clock
        self._wait = FIRST_WAIT
        self._closed_until = -math.inf

    def check(self, code: str) -> None:
        """Let the staff in; raises Trouble("staff-code-wrong") or Trouble("staff-code-wait")."""
        left = self._closed_until - self._clock()
        if left > 0:
            raise Trouble("staff-code-wait", seconds=math.ceil(left))
        if not hmac.compare_digest(code.strip().encode(), self._code):
            self._closed_until = self._clock() + self._wait
            self._wait = min(2 * self._wait, LONGEST_WAIT)
            raise Trouble("staff-code-wrong")
        self._wait = FIRST_WAIT
