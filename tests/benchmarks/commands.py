"""Whole commands as they are typed: what a help costs, and the verifying of a small folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from tests.benchmarks.timing import Timing, timed

_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / "tests" / "vectors" / "earlier" / "published"
_COMMANDS = {
    "piaoxiang --help": ("--help",),
    "piaoxiang server --help": ("server", "--help"),
    "piaoxiang verify --help": ("verify", "--help"),
    "piaoxiang verify: two boxes, small ones": ("verify", str(_FOLDER)),
}
_NOT_BOUND = 3
"""What verify says where no fingerprints were given."""


def command_rows() -> Iterator[tuple[str, Timing]]:
    """The rows of the table about commands, each a process of its own."""
    for what, words in _COMMANDS.items():
        yield what, timed(partial(_run, words))


def _run(words: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "piaoxiang", *words], cwd=_ROOT, check=False, capture_output=True
    )
    if done.returncode not in (0, _NOT_BOUND):
        msg = f"{' '.join(words)} ended with {done.returncode}: its time means nothing"
        raise RuntimeError(msg)
