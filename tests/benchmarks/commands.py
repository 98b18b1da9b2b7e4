"""Commands as they are typed: what starting one costs, and the verifying of a small folder."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from rich.table import Table

from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed

_ROOT = Path(__file__).parents[2]
_FOLDER = _ROOT / "tests" / "vectors" / "earlier" / "published"
_STARTED = (
    (),
    ("meeting", "check"),
    ("registrar", "slips"),
    ("server", "run"),
    ("kiosk",),
    ("teller", "decrypt"),
    ("count",),
    ("publish",),
    ("verify",),
)
_NOT_BOUND = 3
"""What verify says where no fingerprints were given."""


def command_table(_extent: Extent) -> Table:
    """The table of commands, each a process of its own."""
    return comparison("Commands as they are typed", "a command", _rows())


def _rows() -> Iterator[Row]:
    bare = timed(partial(_run, "-c", "pass"))
    for words in _STARTED:
        command = ("-m", "piaoxiang", *words, "--help")
        what = " ".join(("piaoxiang", *words, "--help"))
        yield Row(what, 1, timed(partial(_run, *command)), "Python alone", bare)
    verified = timed(partial(_run, "-m", "piaoxiang", "verify", str(_FOLDER)))
    yield Row("piaoxiang verify: two boxes, small ones", 1, verified, "Python alone", bare)


def _run(*words: str) -> None:
    done = subprocess.run([sys.executable, *words], cwd=_ROOT, check=False, capture_output=True)
    if done.returncode not in (0, _NOT_BOUND):
        msg = f"{' '.join(words)} ended with {done.returncode}: its time means nothing"
        raise RuntimeError(msg)
