"""How many processes verify: none for little work, and the same ones for a whole command."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Sequence

import pytest

from tally.verify.record import cores
from tally.verify.record.cores import Cores


def busy(seconds: Sequence[float]) -> int:
    """Use a processor for so long; gives the process that did it."""
    end = time.process_time() + sum(seconds)
    while time.process_time() < end:
        pass
    return os.getpid()


def doubled(part: Sequence[int]) -> list[int]:
    return [2 * each for each in part]


def refusing(part: Sequence[int]) -> list[int]:
    if 13 in part:
        raise ValueError(part)
    return doubled(part)


def killed(part: Sequence[int]) -> list[int]:
    """What it comes to; other processes than the one that asked are killed by it."""
    if multiprocessing.parent_process() is not None:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(part)


@pytest.fixture
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cores, "_cores", lambda: 2)
    yield
    assert not multiprocessing.active_children(), "they end with the block"


def started() -> bool:
    return bool(multiprocessing.active_children())


@pytest.mark.parametrize("workers", [None, 0, 1, 2])
def test_parts_come_back_in_their_order(workers: int | None) -> None:
    with Cores(workers) as shared:
        for count in (0, 1, 2, 7, 40):
            parts = list(shared(doubled, range(count, 0, -1), 2))
            assert [each for part in parts for each in part] == [
                2 * each for each in range(count, 0, -1)
            ]


@pytest.mark.usefixtures("two_cores")
def test_little_work_stays_in_this_process() -> None:
    with Cores() as shared:
        assert set(shared(busy, [0.001] * 20, 2)) == {os.getpid()}
        assert not started()


def test_on_one_core_nothing_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_cores", lambda: 1)
    monkeypatch.setattr(cores, "_WORTH_STARTING", 0.0)
    with Cores() as shared:
        assert set(shared(busy, [0.03] * 6, 1)) == {os.getpid()}
        assert not started()


@pytest.mark.usefixtures("two_cores")
def test_much_work_is_shared_and_this_process_works_too() -> None:
    with Cores() as shared:
        done = list(shared(busy, [0.1] * 16, 1))
        assert len(set(done)) == 2
        assert os.getpid() in done[2:], "it does not only wait"
        (other,) = {*done} - {os.getpid()}
        assert other in set(shared(busy, [0.05] * 16, 1)), "the same process serves the next box"
        assert set(shared(busy, [0.001] * 16, 1)) == {os.getpid()}, "little work is not sent"


@pytest.mark.usefixtures("two_cores")
def test_many_small_boxes_are_much_work_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cores, "_WORTH_STARTING", 0.3)
    with Cores() as shared:
        boxes = [set(shared(busy, [0.02] * 6, 1)) for _ in range(6)]
    assert boxes[0] == {os.getpid()}
    assert any(len(each) == 2 for each in boxes)


@pytest.mark.usefixtures("two_cores")
def test_as_many_processes_as_were_asked_for_even_for_little_work() -> None:
    with Cores(2) as shared:
        assert list(shared(len, "ab", 2)) == [2]
        assert not started(), "what is one part is not sent away"
        assert list(shared(len, "abcdefg", 2)) == [2, 2, 2, 1]
        assert len(multiprocessing.active_children()) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_what_the_work_raises_comes_in_its_place(workers: int) -> None:
    with Cores(workers) as shared:
        parts = shared(refusing, range(40), 3)
        found = [next(parts) for _ in range(4)]
        assert [each for part in found for each in part] == [2 * each for each in range(12)]
        with pytest.raises(ValueError, match=r"\(12, 15\)"):
            next(parts)


@pytest.mark.usefixtures("two_cores")
def test_what_a_killed_process_had_is_done_here() -> None:
    with Cores(2) as shared:
        assert list(shared(killed, range(9), 2)) == [[0, 1], [2, 3], [4, 5], [6, 7], [8]]
        assert list(shared(killed, range(5), 2)) == [[0, 1], [2, 3], [4]]
