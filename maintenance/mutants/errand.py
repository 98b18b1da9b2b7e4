"""Running tests in a copy of the tree, in a process of its own that ends with them."""

from __future__ import annotations

import os
import resource
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import hypothesis
import pytest

from maintenance.mutants.mutations import Mutant
from maintenance.mutants.reached import Reached
from maintenance.mutants.rehearsal import Case, Rehearsal, end_after

_MEMORY = 4 << 30
_OPTIONS = (
    *("-x", "-q", "--tb=short", "-p", "no:randomly", "-p", "no:cacheprovider"),
    *("-m", "not slow"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # hypothesis is imported before the fork
)
NOT_RUN = 99
"""Status of an errand that could not even begin."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Tests to run: once for each of `cases` in forks, or once with `mutant` in its file.

    `only` are the ids of the tests to keep to; all are run if it is empty. `seconds` is the
    processor time that the mutant's tests may take; `at_once` the number of forks.
    """

    tests: tuple[str, ...]
    cases: tuple[Case, ...] = ()
    mutant: Mutant | None = None
    only: frozenset[str] = frozenset()
    seconds: int = 600
    at_once: int = 1


def run(errand: Errand, tree: Path, notes: Path) -> NoReturn:
    """Run the tests in this process, which must be a fresh fork, and end it with pytest's status.

    `notes` is the path for what a `Rehearsal` finds; what pytest says goes beside it.
    """
    status = NOT_RUN
    try:
        _settle(errand, tree, notes.with_suffix(".log"))
        plugins: list[object] = [_Only(errand.only), _NoShrinking()]
        if errand.cases:
            reached = Reached(
                {str(tree / each): each for each in {case.mutant.module for case in errand.cases}}
            )
            rehearsal = Rehearsal(tree, errand.cases, errand.at_once, reached, notes)
            plugins += [reached, rehearsal]
            reached.start()
        status = int(pytest.main([*_OPTIONS, *errand.tests], plugins=plugins))
    except BaseException:  # noqa: BLE001 - nothing of this process may go on in the other's name
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def _settle(errand: Errand, tree: Path, log: Path) -> None:
    """Make this process one of the copy's: its folder, its modules, its limits, its output."""
    os.setsid()
    os.chdir(tree)
    root = str(Path(__file__).parent.parent.parent)
    sys.path[:] = [str(tree), *(each for each in sys.path if each not in {"", root})]
    os.environ["PYTHONPATH"] = str(tree)
    if errand.mutant:
        # A changed file may have the size and the second of the one before it.
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if errand.mutant:
        end_after(errand.seconds)


class _Only:
    """Keeps to the tests that reach the changed lines, if there are any."""

    def __init__(self, tests: frozenset[str]) -> None:
        self._tests = tests

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop the others."""
        items[:] = [item for item in items if item.nodeid in self._tests] or items


class _NoShrinking:
    """One counterexample is enough: no time is spent on a smaller one, and none is remembered."""

    def pytest_collection(self, session: pytest.Session) -> None:
        """Change the profile that tests/conftest.py has just loaded."""
        del session
        phases = (hypothesis.Phase.explicit, hypothesis.Phase.generate)
        hypothesis.settings.register_profile(
            "mutants",
            parent=hypothesis.settings(),
            phases=phases,
            database=None,
            derandomize=True,
            print_blob=False,
        )
        hypothesis.settings.load_profile("mutants")


def warm(modules: Sequence[str]) -> None:
    """Import foreign modules once, so that no fork has to; none of the tree's own."""
    for module in modules:
        __import__(module)
