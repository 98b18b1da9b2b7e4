"""A fault of the program itself, told in one sentence: no verdict, and no traceback.

What an exception says of itself may hold what nobody else should read, so only its kind and the
place in the program are told. Whoever mends the program sets PIAOXIANG_TRACEBACK=1 and sees all.
"""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from meeting.problem import Problem

TRACEBACK_VARIABLE = "PIAOXIANG_TRACEBACK"


def crash_told(error: BaseException) -> Problem:
    """What is said of an exception that nobody expected, with what to do about it."""
    if isinstance(error, MemoryError) or _is_broken_executor(error):
        return Problem(
            "crash-memory",
            "The program could not go on: this computer has too little memory free, or stopped a "
            "part of it. This is no verdict. Close other programs, or use a computer with more "
            "memory, and run the same command again.",
        )
    return Problem(
        "crash",
        "The program itself failed. This is no verdict, and the command was not finished. Run it "
        "once more; if it fails again, send this line and the command that you typed to whoever "
        "gave you the program: version {version}, {kind} at {place}.",
        version=_version(),
        kind=type(error).__name__,
        place=_place(error),
    )


def wants_traceback() -> bool:
    """Whether whoever runs the program mends it, and asked to see everything."""
    return os.environ.get(TRACEBACK_VARIABLE, "") not in ("", "0")


def _is_broken_executor(error: BaseException) -> bool:
    """Whether processes that worked for this one were stopped. Only who uses them imports them."""
    futures = sys.modules.get("concurrent.futures")
    return futures is not None and isinstance(error, futures.BrokenExecutor)


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415 - slow, and rare

    try:
        return version("piaoxiang")
    except PackageNotFoundError:
        return "?"


def _place(error: BaseException) -> str:
    """File and line where it was raised: one of ours if there is one among the innermost."""
    frames = traceback.extract_tb(error.__traceback__)
    root = str(Path(__file__).parents[2])
    ours = [each for each in frames if each.filename.startswith(root)]
    ours = [each for each in ours if ".venv" not in each.filename] or list(frames)
    if not ours:
        return "?"
    file = Path(ours[-1].filename)
    return f"{file.parent.name}/{file.name}:{ours[-1].lineno}"
