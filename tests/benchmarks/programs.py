"""Running a whole program on some of the cores, and what it took: time, processors, memory."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.memory import peaks_of

CORES = sorted(os.sched_getaffinity(0))
"""The cores that this process was given."""


@dataclass(frozen=True)
class Cost:
    """Seconds by the clock, seconds that processors computed, and how busy the machine was.

    `load` is the number of programs that wanted a processor in the minute before; `peaks` are the
    most resident bytes of each of its processes, the largest first.
    """

    wall: float
    processor: float
    load: float
    peaks: tuple[int, ...]


def cost_of(command: Sequence[str | Path], folder: Path, cores: int) -> Cost:
    """Run a program that must succeed in this folder, on so many cores and no others."""
    load, began = os.getloadavg()[0], time.perf_counter()
    with _only(CORES[:cores]):
        process = subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
    with peaks_of(process.pid) as peaks:
        # Counts the program and all processes that it started and waited for.
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    if process.returncode:
        msg = f"{command[0]} ended with {process.returncode}: its time means nothing"
        raise RuntimeError(msg)
    largest_first = tuple(sorted(peaks.values(), reverse=True))
    return Cost(wall, used.ru_utime + used.ru_stime, load, largest_first)


@contextmanager
def _only(cores: Sequence[int]) -> Iterator[None]:
    """Leave these cores only to the programs that are started inside."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
