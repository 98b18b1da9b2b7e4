"""The cores of this machine, for all that one command verifies.

This process does the work itself, part by part, until what it cost and what is left of it say that
other processes would pay; from then on they share it, for every box that follows. Small work stays
here for good. On one core nothing is ever started.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Self, TypeVar

from crypto.groups.parallel import PART, parts_of

T = TypeVar("T")
U = TypeVar("U")

_WORTH_STARTING = 1.0
"""Seconds of a processor, done and left. Starting a process costs a third of one."""
_WORTH_SHARING = 0.02
"""Seconds left, once the processes run: handing over a part costs a thousandth of one."""
_AHEAD = 2
"""Parts that wait for each process, so that none is idle while this one works on a part itself."""


class Cores:
    """A `MapParts` over this process and those that it starts, which end with the block.

    `workers` is how many processes work, this one among them; by default one per core that this one
    may use, where it pays. A number that is given is used from the first part on.
    """

    def __init__(self, workers: int | None = None) -> None:
        self._at_once = workers is not None
        self._others = (_cores() if workers is None else workers) - 1
        self._pool: ProcessPoolExecutor | None = None
        self._spent = 0.0

    @property
    def count(self) -> int:
        """How many processes work at most, this one among them."""
        return max(1, self._others + 1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        """End the processes; parts that nobody has begun are left undone."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def __call__(
        self, work: Callable[[Sequence[T]], U], things: Sequence[T], part: int = PART, /
    ) -> Iterator[U]:
        """As `MapParts` says."""
        parts = deque(parts_of(things, part))
        times: list[float] = []
        while parts and not self._pays(times, len(parts)):
            began = time.process_time()
            yield work(parts.popleft())
            times.append(time.process_time() - began)
            self._spent += times[-1]
        yield from self._shared(work, parts)

    def _pays(self, times: list[float], parts: int) -> bool:
        """Whether others should share so many parts, after others that took so many seconds."""
        if self._others <= 0 or parts == 1:
            return False
        if self._at_once:
            return True
        # The first part of all takes longer: tables are computed, and what computes is loaded.
        if len(times) < (1 if self._pool is not None else 2):
            return False
        left = min(times) * parts
        if self._pool is not None:
            return left > _WORTH_SHARING
        return left > _WORTH_SHARING and self._spent + left > _WORTH_STARTING

    def _shared(self, work: Callable[[Sequence[T]], U], parts: deque[Sequence[T]]) -> Iterator[U]:
        """Do the parts here and in the other processes, and give what they came to in order."""
        begun: deque[tuple[Sequence[T], Future[U]]] = deque()
        theirs: list[Future[U]] = []
        while parts or begun:
            theirs = [each for each in theirs if not each.done()]
            while parts and len(theirs) < _AHEAD * self._others:
                given = parts.popleft()
                theirs.append(self._started().submit(work, given))
                begun.append((given, theirs[-1]))
            if parts and not begun[0][1].done():
                mine = parts.popleft()
                begun.append((mine, _done_here(work, mine)))
                continue
            given, future = begun.popleft()
            try:
                found = future.result()
            except BrokenProcessPool:  # a process was killed, by a machine short of memory say
                self.__exit__()
                self._others = 0
                found = work(given)
            yield found

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # Forking a process that has threads (a progress bar) can hang, and would copy a
            # teller's secret, so the others start afresh.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._others, context, initializer=_uninterrupted)
        return self._pool


def _done_here(work: Callable[[Sequence[T]], U], part: Sequence[T]) -> Future[U]:
    """What the work came to or raised, for its turn to come."""
    done: Future[U] = Future()
    try:
        done.set_result(work(part))
    except Exception as error:  # noqa: BLE001 - raised when it is its turn
        done.set_exception(error)
    return done


def _uninterrupted() -> None:
    """Ctrl-C is for the process that was asked; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
