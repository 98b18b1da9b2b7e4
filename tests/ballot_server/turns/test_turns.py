"""Places are taken in the order of coming, and whoever gives up or fails holds nobody else."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from ballot_server.problems.refusals import StorageBusy
from ballot_server.turns.turns import Turns


def started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work)
    thread.start()
    return thread


def wait_for(met: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not met():
        assert time.monotonic() < end
        time.sleep(0.001)


def test_who_comes_first_goes_first() -> None:
    turns, came = Turns(1), list[int]()
    threads: list[threading.Thread] = []

    def take(number: int) -> None:
        with turns.turn():
            came.append(number)

    with turns.turn():
        for number in range(20):
            threads.append(started(lambda number=number: take(number)))  # type: ignore[misc]
            wait_for(lambda: len(turns._line) == number + 2)  # noqa: B023 - asked at once
    for thread in threads:
        thread.join()
    assert came == list(range(20))


def test_so_many_at_a_time_and_never_more() -> None:
    turns, inside, most = Turns(3), list[int](), list[int]()

    def take() -> None:
        with turns.turn():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.002)
            inside.pop()

    threads = [started(take) for _ in range(12)]
    for thread in threads:
        thread.join()
    assert len(most) == 12
    assert max(most) <= 3


def test_who_waited_too_long_leaves_the_line() -> None:
    turns = Turns(1)
    with turns.turn():
        with pytest.raises(StorageBusy), turns.turn(seconds=0.01):
            pytest.fail("two at a time")
        assert len(turns._line) == 1
    with turns.turn(seconds=0.01):
        pass


def test_a_failure_frees_the_place() -> None:
    turns = Turns(1)
    with pytest.raises(RuntimeError), turns.turn():
        raise RuntimeError
    with turns.turn(seconds=0.01):
        pass
