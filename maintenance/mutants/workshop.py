"""Copies of the tree in which tests are run, as many at a time as there are copies."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from maintenance.mutants.errand import Errand, run

_LEFT_BEHIND = shutil.ignore_patterns(
    ".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "*.egg-info", "build", "pictures"
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an errand ended: pytest's status, or less than 0 if its time was over.

    `noted` is the text that a rehearsal left, if any; `said` is what pytest said.
    """

    status: int
    noted: str
    said: str


@dataclass(slots=True)
class _Running:
    errand: Errand
    copy: int
    original: bytes = b""


@dataclass(slots=True)
class Workshop:
    """Holds the copies; to be used in a `with`."""

    root: Path
    copies: int
    _place: Path = field(init=False)
    _running: dict[int, _Running] = field(init=False, default_factory=dict)

    def __enter__(self) -> Self:
        self._place = Path(tempfile.mkdtemp(prefix="mutants-"))
        for copy in range(self.copies):
            shutil.copytree(self.root, self._tree(copy), ignore=_LEFT_BEHIND, symlinks=True)
        return self

    def __exit__(self, *_: object) -> None:
        for process in list(self._running):
            os.killpg(process, signal.SIGKILL)
            os.waitpid(process, 0)
        shutil.rmtree(self._place, ignore_errors=True)

    def outcomes(self, errands: Iterable[Errand]) -> Iterator[tuple[Errand, Outcome]]:
        """Run all errands, and give each with its outcome as soon as it has ended."""
        waiting = iter(errands)
        more = True
        while more or self._running:
            while more and len(self._running) < self.copies:
                errand = next(waiting, None)
                more = errand is not None
                if errand is not None:
                    self._start(errand)
            if self._running:
                yield self._ended()

    def _tree(self, copy: int) -> Path:
        return self._place / str(copy) / "tree"

    def _notes(self, copy: int) -> Path:
        return self._place / str(copy) / "notes.json"

    def _start(self, errand: Errand) -> None:
        copy = min(set(range(self.copies)) - {each.copy for each in self._running.values()})
        running = _Running(errand, copy)
        if errand.mutant:
            path = self._tree(copy) / errand.mutant.module
            running.original = path.read_bytes()
            path.write_text(errand.mutant.source, encoding="utf-8")
            for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
                compiled.unlink()
        process = os.fork()
        if not process:
            run(errand, self._tree(copy), self._notes(copy))
        self._running[process] = running

    def _ended(self) -> tuple[Errand, Outcome]:
        """Wait for one of the processes."""
        process, status = os.wait()
        running = self._running.pop(process)
        self._clear(process)
        if running.errand.mutant:
            (self._tree(running.copy) / running.errand.mutant.module).write_bytes(running.original)
        notes = self._notes(running.copy)
        noted = notes.read_text("utf-8") if notes.exists() else ""
        notes.unlink(missing_ok=True)
        said = notes.with_suffix(".log").read_text("utf-8", "replace")
        return running.errand, Outcome(os.waitstatus_to_exitcode(status), noted, said)

    def _clear(self, group: int) -> None:
        """End what the tests started and left running."""
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            return
