"""Debian's belenios-tool, the program that judges our records. Without it these tests fail."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest


def judge() -> str:
    """Return the program's path; fail the test, never skip it, where it is missing."""
    found = shutil.which("belenios-tool")
    if found is None:
        pytest.fail("belenios-tool is missing; install Debian's package belenios-tool")
    return found


def run(folder: Path, *arguments: str, given: str = "", fails: bool = False) -> str:
    """Run the program in *folder* and return what it prints; whether it must fail is said.

    What it prints to its error stream is returned with the rest only where it must fail.
    """
    done = subprocess.run(
        [judge(), *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        env={"BELENIOS_USE_URANDOM": "1", "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout + (done.stderr if fails else "")
