"""Measuring a piece of work: by the wall clock, and by the time processors spent on it.

Processor time hardly changes when other programs keep the machine busy; the wall clock does.
"""

import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

_MOST_RUNS = 200
_MILLISECOND = 1e-3


@dataclass(frozen=True)
class Timing:
    """The seconds that the runs took; processor time only where one process did the work."""

    wall: tuple[float, ...]
    processor: tuple[float, ...]

    @property
    def median_processor(self) -> float | None:
        """The processor seconds of a run in the middle; None where they were not counted."""
        return statistics.median(self.processor) if self.processor else None

    @property
    def cells(self) -> tuple[str, str, str]:
        """Median wall clock and processor times and the number of runs, for the table."""
        median = self.median_processor
        processor = "–" if median is None else shown(median)
        return (shown(statistics.median(self.wall)), processor, str(len(self.wall)))


def timed(work: Callable[[], object], *, seconds: float = 2.0, most: int = _MOST_RUNS) -> Timing:
    """Run `work` once, and go on for about so many seconds; a first run of many is left out."""
    runs = [_run(work)]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and len(runs) < most:
        runs.append(_run(work))
    return _timing(runs[1:] or runs)


def scaled(work: Callable[[], object], factor: float) -> Timing:
    """Run `work` for a second, and give the times of so many times as much of it."""
    found = timed(work, seconds=1.0)
    return _timing(list(zip(found.wall, found.processor, strict=True)), factor)


def timed_beside(
    work: Callable[[], object],
    peer: Callable[[], object],
    *,
    seconds: float = 4.0,
    factor: float = 1.0,
) -> tuple[Timing, Timing]:
    """Run `work` and `peer` in turn, so that what else the machine does slows both alike.

    The peer's times are given for `factor` times as much of its work.
    """
    ours, theirs = [_run(work)], [_run(peer)]
    end = time.perf_counter() + seconds
    while time.perf_counter() < end and len(ours) < _MOST_RUNS:
        ours.append(_run(work))
        theirs.append(_run(peer))
    return _timing(ours[1:] or ours), _timing(theirs[1:] or theirs, factor)


def _timing(runs: list[tuple[float, float]], factor: float = 1.0) -> Timing:
    walls, processors = zip(*runs, strict=True)
    return Timing(
        tuple(factor * each for each in walls), tuple(factor * each for each in processors)
    )


def _run(work: Callable[[], object]) -> tuple[float, float]:
    start, processor = time.perf_counter(), _processor_time()
    work()
    return time.perf_counter() - start, _processor_time() - processor


def _processor_time() -> float:
    """The seconds that this process and its finished children have computed."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def shown(seconds: float) -> str:
    """A time as tables have it."""
    if seconds < _MILLISECOND:
        return f"{seconds * 1e6:.0f} µs"
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"
