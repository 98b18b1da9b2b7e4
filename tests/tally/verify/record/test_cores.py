"""How many processes a record is checked by: none is started for little work."""

from __future__ import annotations

import multiprocessing

import pytest

from tally.verify.record import cores
from tally.verify.record.cores import on_cores

LARGE = 1_500_000
"""Bytes of a record from which on processes are worth their start."""


def started(workers: int | None, size: int) -> bool:
    """Whether other processes do the work."""
    with on_cores(workers, size) as map_parts:
        assert list(map_parts(len, "abcdefg", 2)) == [2, 2, 2, 1]
        return bool(multiprocessing.active_children())


@pytest.mark.parametrize(("workers", "size"), [(1, LARGE), (0, LARGE), (None, LARGE - 1)])
def test_little_work_and_one_worker_stay_in_this_process(workers: int | None, size: int) -> None:
    assert not started(workers, size)


def test_as_many_processes_as_were_asked_for_even_for_little_work() -> None:
    assert started(2, 0)


def test_a_large_record_is_shared_by_the_cores_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cores, "_cores", lambda: 2)
    assert started(None, LARGE)
    monkeypatch.setattr(cores, "_cores", lambda: 1)
    assert not started(None, LARGE)


def test_what_is_one_part_is_not_sent_away() -> None:
    with on_cores(2, LARGE) as map_parts:
        assert list(map_parts(len, "ab", 2)) == [2]
        assert not multiprocessing.active_children()
