"""Many mutants in one process: the tests are read and run once, then a fork per mutant runs them.

A fork exchanges the code of the function that is mutated, wherever it was imported, and runs the
tests that reach it (all, if it is reached outside of them). What was made before the fork (modules,
shared fixtures, caches) is the original's: a test that fails nevertheless has noticed the mutant,
but one that survives here is tried again from the beginning.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import time
from collections import deque
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FunctionType

import pytest

from maintenance.mutants.mutations import Mutant
from maintenance.mutants.reached import Reached

NOT_EXCHANGED = 98
"""Status of a fork that found no function to exchange."""
_LONGER = 3
_LONGER_AT_LEAST = 5


class Rehearsal:
    """A pytest plugin that puts the forks in the place of the ordinary run.

    It leaves a JSON text in `notes`: `limit`, the seconds of processor time after which a mutant's
    tests are taken to hang; `again`, pytest's status of a fork without a mutant; and for every
    mutant its `statuses` (less than 0 for a signal) and the tests that reach it, `first`.
    """

    def __init__(
        self, tree: Path, mutants: Sequence[Mutant], at_once: int, reached: Reached, notes: Path
    ) -> None:
        self._tree = tree
        self._mutants = mutants
        self._at_once = at_once
        self._reached = reached
        self._notes = notes

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run all tests as they are; if they pass, everything else."""
        begun = time.process_time()
        # The successor of the last test is the first, so that shared fixtures stay for the forks.
        _run(session, session.items, session.items[0])
        if session.testsfailed:
            return True
        self._reached.stop()
        limit = int(_LONGER * (time.process_time() - begun)) + _LONGER_AT_LEAST
        firsts = [self._reached.tests(mutant.module, mutant.lines) for mutant in self._mutants]
        jobs = [(None, frozenset[str]()), *zip(self._mutants, firsts, strict=True)]
        again, *statuses = self._statuses(session, jobs, limit)
        found = {
            "limit": limit,
            "again": again,
            "statuses": statuses,
            "first": [sorted(each) for each in firsts],
        }
        self._notes.write_text(json.dumps(found))
        return True

    def _statuses(
        self,
        session: pytest.Session,
        jobs: Sequence[tuple[Mutant | None, frozenset[str]]],
        limit: int,
    ) -> list[int]:
        """How the forks ended, several of them running at a time."""
        statuses = [0] * len(jobs)
        waiting = deque(enumerate(jobs))
        running: dict[int, int] = {}
        while waiting or running:
            while waiting and len(running) < self._at_once:
                index, (mutant, first) = waiting.popleft()
                process = os.fork()
                if not process:
                    self._fork(session, mutant, first, limit)
                running[process] = index
            process, status = os.wait()
            if process in running:
                statuses[running.pop(process)] = os.waitstatus_to_exitcode(status)
        return statuses

    def _fork(
        self, session: pytest.Session, mutant: Mutant | None, first: frozenset[str], limit: int
    ) -> None:
        """Run the tests with the mutant until one fails, and end this process."""
        status = NOT_EXCHANGED
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
            if mutant is None or exchanged(self._tree / mutant.module, mutant):
                items = [item for item in session.items if item.nodeid in first] or session.items
                session._setupstate.teardown_exact(items[0])  # noqa: SLF001 - no other way
                _run(session, items, None)
                status = int(session.testsfailed > 0)
        except BaseException:  # noqa: BLE001 - whatever it was, the mutant was noticed
            status = 1
        finally:
            os._exit(status)


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
