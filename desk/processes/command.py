"""Running one command to its end, and giving back what it said."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from desk.problem import Problem
from meeting.language import N_
from meeting.printable import Lines

COMMAND = (sys.executable, "-m", "piaoxiang")
LONGEST_SECONDS = 300
_CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\r")
_MOST_WORDS = 2000


def run(language: str, *words: str | Path) -> str:
    """Run `piaoxiang` with these words and return what it printed, in this language.

    Raises Problem("desk-command") with the command's own sentence when it did not end well.
    """
    try:
        done = subprocess.run(
            [*COMMAND, *map(str, words)],
            check=False,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LONGEST_SECONDS,
            env=environment(language),
        )
    except subprocess.TimeoutExpired as late:
        raise Problem(
            "desk-command-late",
            N_("This took longer than {seconds} seconds and was given up. Try again."),
            seconds=LONGEST_SECONDS,
        ) from late
    if done.returncode:
        raise failed(done.stderr)
    return done.stdout.strip()


def failed(said: str) -> Problem:
    """What a command said that refused, or could not go on."""
    plain = _CONTROLS.sub("", said)
    reason = plain.partition("✗")[2].strip() or plain.strip()
    return Problem("desk-command", "{reason}", reason=Lines(reason[-_MOST_WORDS:]))


def environment(language: str) -> Mapping[str, str]:
    """This process's environment, for a command that speaks a language."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8", "PIAOXIANG_LANGUAGE": language}
