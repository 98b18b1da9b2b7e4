"""Many mutants in one process: the tests are read and run once, then a fork per mutant runs them.

A fork exchanges the code of the function that is mutated, wherever it was imported, and runs the
tests of its module that reach it (all, if none does by itself). What was made before the fork
(modules, shared fixtures, caches) is the original's: a test that fails nevertheless has noticed the
mutant, but one that survives here is tried again from the beginning.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import signal
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from maintenance.mutants.mutations import Mutant
from maintenance.mutants.reached import EVERY_TEST, Reached

NOT_EXCHANGED = 98
"""Status of a fork that found no function to exchange."""
_LONGER = 3
_LONGER_AT_LEAST = 5
_PATIENCE = 30
"""Seconds by the clock for each second of the processor: others work on the machine too."""


@dataclass(frozen=True, slots=True)
class Case:
    """A mutant and the tests that may judge it: files, or ids of tests without their parameters."""

    mutant: Mutant
    tests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """The tests of a fork, the processor time it may take, and its mutant; None for none."""

    items: Sequence[pytest.Item]
    limit: int
    mutant: Mutant | None = None


class Rehearsal:
    """A pytest plugin that puts the forks in the place of the ordinary run.

    It leaves a JSON text in `notes`: `again`, pytest's status of a fork without a mutant; and for
    every case the `status` (less than 0 for a signal), the ids of the `tests` that were run, and
    the seconds of processor time after which they are taken to hang, `limit`.
    """

    def __init__(
        self, tree: Path, cases: Sequence[Case], at_once: int, reached: Reached, notes: Path
    ) -> None:
        self._tree = tree
        self._cases = cases
        self._at_once = at_once
        self._reached = reached
        self._notes = notes

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests as they are; if they pass, everything else."""
        # The successor of the last test is the first, so that shared fixtures stay for the forks.
        _run(session, session.items, session.items[0])
        if session.testsfailed:
            return True
        self._reached.stop()
        whole = _Job(session.items, self._limit(session.items))
        jobs = [self._job(session, case) for case in self._cases]
        again, *statuses = self._statuses(session, [whole, *jobs])
        found = [
            {"status": status, "tests": [item.nodeid for item in job.items], "limit": job.limit}
            for job, status in zip(jobs, statuses, strict=True)
        ]
        self._notes.write_text(json.dumps({"again": again, "cases": found}))
        return True

    def _job(self, session: pytest.Session, case: Case) -> _Job:
        """The tests of the case that reach its mutant, or all of them if none does by itself."""
        allowed = [item for item in session.items if item.nodeid.startswith(case.tests)]
        reaching = self._reached.tests(case.mutant.module, case.mutant.lines)
        items = [item for item in allowed if item.nodeid in reaching] or allowed
        return _Job(self._quickest_first(items), self._limit(items), case.mutant)

    def _quickest_first(self, items: Sequence[pytest.Item]) -> list[pytest.Item]:
        """The tests of a file stay together, so that its fixtures are made once."""
        cost = self._reached.seconds
        of_file: dict[Path, float] = defaultdict(float)
        for item in items:
            of_file[item.path] += cost[item.nodeid]
        return sorted(items, key=lambda at: (of_file[at.path], at.path, cost[at.nodeid]))

    def _limit(self, items: Sequence[pytest.Item]) -> int:
        seconds = self._reached.seconds
        usual = seconds[EVERY_TEST] + sum(seconds[item.nodeid] for item in items)
        return int(_LONGER * usual) + _LONGER_AT_LEAST

    def _statuses(self, session: pytest.Session, jobs: Sequence[_Job]) -> list[int]:
        """How the forks ended, several of them running at a time."""
        statuses = [0] * len(jobs)
        waiting = deque(enumerate(jobs))
        running: dict[int, int] = {}
        while waiting or running:
            while waiting and len(running) < self._at_once:
                index, job = waiting.popleft()
                process = os.fork()
                if not process:
                    self._fork(session, job)
                running[process] = index
            process, status = os.wait()
            if process in running:
                index = running.pop(process)
                statuses[index] = os.waitstatus_to_exitcode(status)
                mutant = jobs[index].mutant
                print(f"[{statuses[index]} {mutant.name if mutant else ''}]", flush=True)
        return statuses

    def _fork(self, session: pytest.Session, job: _Job) -> None:
        """Run the tests with the mutant until one fails, and end this process."""
        status = NOT_EXCHANGED
        try:
            end_after(job.limit)
            if job.mutant is None or exchanged(self._tree / job.mutant.module, job.mutant):
                session._setupstate.teardown_exact(job.items[0])  # noqa: SLF001 - no other way
                _run(session, job.items, None)
                status = int(session.testsfailed > 0)
        except BaseException:  # noqa: BLE001 - whatever it was, the mutant was noticed
            status = 1
        finally:
            os._exit(status)


def end_after(seconds: int) -> None:
    """End this process when it has worked so many seconds, or waited many times as many."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(_PATIENCE * seconds)


def _run(session: pytest.Session, items: Sequence[pytest.Item], after: pytest.Item | None) -> None:
    for item, successor in zip(items, [*items[1:], after], strict=True):
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=successor)
        if session.testsfailed:
            return


def exchanged(path: Path, mutant: Mutant) -> bool:
    """Give the mutant's code to every function object made of the code that it changes."""
    new = _codes(compile(mutant.source, str(path), "exec")).get(mutant.body)
    if new is None:
        return False
    found = [
        each
        for each in gc.get_objects()
        if isinstance(each, FunctionType)
        and each.__code__.co_qualname == mutant.body
        and each.__code__.co_filename == str(path)
    ]
    for function in found:
        function.__code__ = new
    return bool(found)


def _codes(code: CodeType) -> dict[str, CodeType]:
    """The code of all functions that stand in a module or in a class of it, by dotted name."""
    found = {}
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and "<locals>" not in constant.co_qualname:
            found[constant.co_qualname] = constant
            found.update(_codes(constant))
    return found
