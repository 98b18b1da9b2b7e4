"""The cores of this machine, shared by everything that is checked about one record."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from crypto.groups.parallel import PART, MapParts, map_here, parts_of

T = TypeVar("T")
U = TypeVar("U")

_BYTES_WORTH_A_PROCESS = 1_500_000
"""Of a record: about a second of work on Ed25519. Starting processes costs half of one."""


@contextmanager
def on_cores(workers: int | None, size: int) -> Iterator[MapParts]:
    """Give a `MapParts` over so many processes, which end with the block.

    By default there is one process per core that this one may use, for a record whose `size` in
    bytes says that there is enough to do.
    """
    if workers is None:
        workers = _cores() if size >= _BYTES_WORTH_A_PROCESS else 1
    if workers <= 1:
        yield map_here
        return
    # Forking a process that has threads (a progress bar) can hang, so workers start afresh.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        yield _Workers(pool)


@dataclass(frozen=True, slots=True)
class _Workers:
    """A `MapParts` over the processes of a pool, which start with the first work given to them."""

    pool: ProcessPoolExecutor

    def __call__(
        self, work: Callable[[Sequence[T]], U], things: Sequence[T], part: int = PART, /
    ) -> Iterator[U]:
        parts = parts_of(things, part)
        return self.pool.map(work, parts) if len(parts) > 1 else map(work, parts)


def _cores() -> int:
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
