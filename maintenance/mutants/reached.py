"""Which tests run which lines: a pytest plugin that looks over Python's shoulder."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest

EVERY_TEST = ""
"""Stands for what runs before the tests or for several of them: imports and shared fixtures."""


class Reached:
    """Notes for every test which of the files `watched` (by full path) it runs, line by line."""

    def __init__(self, watched: dict[str, str]) -> None:
        self._watched = watched
        self._test = EVERY_TEST
        self.lines: dict[str, set[tuple[str, int]]] = {EVERY_TEST: set()}
        """By the test's id: pairs of the name in `watched` and the number of the line."""
        self.seconds: dict[str, float] = {EVERY_TEST: 0.0}
        """By the test's id: processor time, with that of the shared fixtures it was first to use;
        and the time of all shared fixtures together."""

    def start(self) -> None:
        """From here on every thread of this process is watched."""
        threading.settrace(self._called)
        sys.settrace(self._called)

    def stop(self) -> None:
        """Watch no longer."""
        sys.settrace(None)
        threading.settrace(None)

    def tests(self, name: str, lines: tuple[int, int]) -> frozenset[str]:
        """The tests that ran one of the lines, given by the first and the last, of a file."""
        wanted = {(name, line) for line in range(lines[0], lines[1] + 1)}
        return frozenset(
            test for test, reached in self.lines.items() if test and not wanted.isdisjoint(reached)
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """What runs now belongs to this test."""
        self._test = item.nodeid
        self.lines[self._test] = set()
        begun = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - begun
            self._test = EVERY_TEST

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        """A fixture that several tests share belongs to all of them."""
        if fixturedef.scope == "function":
            return (yield)
        before, self._test = self._test, EVERY_TEST
        begun = time.process_time()
        try:
            return (yield)
        finally:
            self.seconds[EVERY_TEST] += time.process_time() - begun
            self._test = before

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        del event, argument
        name = self._watched.get(frame.f_code.co_filename)
        if name is None:
            return None

        def line(frame: FrameType, event: str, argument: object) -> Any:
            del event, argument
            self.lines[self._test].add((name, frame.f_lineno))
            return line

        return line
