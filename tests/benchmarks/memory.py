"""The memory of a program and of all that it starts: the most that each process had at once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_SECONDS = 0.1
"""Between two looks. What is read is the peak until then, so only a last moment can be missed."""


@contextmanager
def peaks_of(process: int) -> Iterator[dict[int, int]]:
    """The peak resident bytes of a process and of those below it, by their ids, while they run.

    Memory that several of them share, such as the programs themselves, is counted in each.
    """
    peaks: dict[int, int] = {}
    over = threading.Event()

    def look() -> None:
        while not over.wait(_SECONDS):
            for each in _tree(process):
                # The latest: one that has just been started shows its parent's for a moment.
                peaks[each] = _peak(each) or peaks.get(each, 0)

    watching = threading.Thread(target=look)
    watching.start()
    try:
        yield peaks
    finally:
        over.set()
        watching.join()


def _tree(process: int) -> Iterator[int]:
    yield process
    try:
        lists = [each.read_text() for each in Path(f"/proc/{process}/task").glob("*/children")]
    except OSError:  # it has ended
        return
    for listed in lists:
        for child in listed.split():
            yield from _tree(int(child))


def _peak(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(each.split()[1]) * 1024 for each in lines if each.startswith("VmHWM")), 0)
