"""Commands as they are typed, so that they can be copied as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

BOARD = "http://SERVER:8000"
"""Where the board is, if nobody has said so."""
_NOTHING_TO_A_SHELL = re.compile(r"[\w ·.,，、。+-]*")


def typed(*words: object) -> str:
    """Return a command of this program; each word is quoted where the shell demands it."""
    return shlex.join(["piaoxiang", *(str(word) for word in words)])


def typed_for(command: str, name: str) -> str:
    """Return a command with a remark for whom it is.

    There are shells to which a remark is no remark (zsh at a keyboard): so a name that would mean
    something to one of them is quoted, and whoever copies the line does not run what it says.
    """
    return f"{command}    # {name if _NOTHING_TO_A_SHELL.fullmatch(name) else shlex.quote(name)}"


def typed_run(folder: object = "board") -> str:
    """Return the command that starts the ballot server for the network of the hall."""
    return typed("server", "run", folder, "--host", "0.0.0.0", "--port", 8000)  # noqa: S104


def typed_shred(secret: Path) -> str:
    """Return the command that destroys a file, and no other one, whatever its name is."""
    return shlex.join(["shred", "-u", "--", str(secret)])
