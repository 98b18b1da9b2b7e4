"""Commands as they are typed, so that they can be copied as they stand."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

BOARD = "http://SERVER:8000"
"""Where the board is, if nobody has said so."""
_NOTHING_TO_A_SHELL = re.compile(r"[\w \u3000·.,，、。+-]*")


def typed(*words: object) -> str:
    """A command of this program; each word is quoted where the shell demands it."""
    return shlex.join(["piaoxiang", *(str(word) for word in words)])


def set_in(*lines: str) -> str:
    """Lines set in from the margin, as commands stand below a sentence."""
    return "\n".join(f"    {line}" for line in lines)


def typed_for(command: str, name: str) -> str:
    """Two lines, set in: a remark for whom a command is, and the command below it.

    There are shells to which a remark is no remark (zsh at a keyboard): behind the command, the
    name would be words of it. A name that would mean something to a shell is quoted, so that
    whoever copies both lines does not run what it says.
    """
    said = name if _NOTHING_TO_A_SHELL.fullmatch(name) else shlex.quote(name)
    return set_in(f"# {said}", command)


def typed_run(folder: object = "board") -> str:
    """The command that starts the ballot server for the network of the hall."""
    # Kiosks are other machines; it is words here, nothing listens.
    return typed("server", "run", folder, "--host", "0.0.0.0", "--port", 8000)  # noqa: S104


def typed_shred(secret: Path) -> str:
    """The command that destroys a file, and no other one, whatever its name is."""
    return shlex.join(["shred", "-u", "--", str(secret)])
