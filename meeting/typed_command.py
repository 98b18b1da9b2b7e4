"""Commands as they are typed, so that they can be copied as they stand."""

from __future__ import annotations

import shlex

BOARD = "http://SERVER:8000"
"""Where the board is, if nobody has said so."""


def typed(*words: object) -> str:
    """Return a command of this program; each word is quoted where the shell demands it."""
    return shlex.join(["piaoxiang", *(str(word) for word in words)])


def typed_run(folder: object = "board") -> str:
    """Return the command that starts the ballot server for the network of the hall."""
    return typed("server", "run", folder, "--host", "0.0.0.0", "--port", 8000)  # noqa: S104
