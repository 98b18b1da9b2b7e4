"""A number of places, taken in the order of coming.

Locks of threads and databases let anybody in who asks at the right moment: of fifty who wait, one
may wait for all others, again and again. Here nobody who came later goes first.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice

from ballot_server.problems.refusals import StorageBusy


class Turns:
    """So many places for the threads of this process."""

    def __init__(self, places: int) -> None:
        self._places = places
        self._line: deque[threading.Event] = deque()  # those who hold a place, then those who wait
        self._changing = threading.Lock()

    @contextmanager
    def turn(self, seconds: float | None = None) -> Iterator[None]:
        """Hold a place while the block runs. Raises StorageBusy after waiting so long for it."""
        mine = threading.Event()
        with self._changing:
            self._line.append(mine)
            self._call()
        try:
            if not mine.wait(seconds):
                raise StorageBusy
            yield
        finally:
            with self._changing:
                self._line.remove(mine)
                self._call()

    def _call(self) -> None:
        for each in islice(self._line, self._places):
            each.set()
