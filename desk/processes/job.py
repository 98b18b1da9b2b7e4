"""A command that takes longer than a page may: it goes on, and pages ask how far it is."""

from __future__ import annotations

import errno
import os
import pty
import re
import subprocess
from pathlib import Path
from threading import Lock, Thread

from desk.problem import Problem
from desk.processes.command import COMMAND, environment, failed

_PERCENT = re.compile(rb"(\d{1,3})%")
_KEPT = 20_000


class Job:
    """One command that runs; its bar of progress is read from a terminal of its own."""

    def __init__(self, language: str, *words: str | Path) -> None:
        ours, theirs = pty.openpty()
        width = {"COLUMNS": "200", "TERM": "xterm"}
        try:
            self._process = subprocess.Popen(
                [*COMMAND, *map(str, words)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=theirs,
                start_new_session=True,
                env={**environment(language), **width},
            )
        except OSError:
            os.close(ours)
            raise
        finally:
            os.close(theirs)
        self._said = b""
        self._percent = 0
        self._reader = Thread(target=self._read, args=(ours,), daemon=True)
        self._reader.start()

    @property
    def runs(self) -> bool:
        """Whether it has not ended yet."""
        return self._process.poll() is None

    @property
    def percent(self) -> int:
        """How far it is."""
        return self._percent

    def wait(self) -> None:
        """Wait for its end."""
        self._process.wait()
        self._reader.join()

    @property
    def trouble(self) -> Problem | None:
        """What kept it from its end; None where nothing did, or it runs."""
        if self.runs or not self._process.returncode:
            return None
        self._reader.join()
        return failed(self._said.decode(errors="replace"))

    def _read(self, terminal: int) -> None:
        try:
            while data := os.read(terminal, 4096):
                self._said = (self._said + data)[-_KEPT:]
                if found := _PERCENT.findall(data):
                    self._percent = min(100, int(found[-1]))
        except OSError as error:
            if error.errno != errno.EIO:  # its other end was closed
                raise
        finally:
            os.close(terminal)


class Jobs:
    """The jobs of a desk, one at most for each folder."""

    def __init__(self) -> None:
        self._turn = Lock()
        self._of: dict[Path, Job] = {}

    def begin(self, folder: Path, language: str, *words: str | Path) -> Job:
        """Start a job unless one runs there, which is given back then."""
        with self._turn:
            found = self._of.get(folder)
            if found is None or not found.runs:
                found = self._of[folder] = Job(language, *words)
            return found

    def of(self, folder: Path) -> Job | None:
        """The newest job of a folder."""
        with self._turn:
            return self._of.get(folder)
