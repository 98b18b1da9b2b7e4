"""Commands as they are typed, so that they can be copied as they stand."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable
from pathlib import Path

from meeting.printable import Lines, printable

BOARD = "http://SERVER:8000"
"""Where the board is, if nobody has said so."""
_NOTHING_TO_A_SHELL = re.compile(r"[\w \u3000·.,，、。+-]*")


def typed(*words: object) -> str:
    """A command of this program on one line; each word is quoted where the shell demands it."""
    return _joined(["piaoxiang", *(str(word) for word in words)])


def set_in(*lines: str) -> Lines:
    """Lines set in from the margin, as commands stand below a sentence."""
    return Lines("\n".join(f"    {line}" for line in lines))


def typed_for(command: str, name: str) -> Lines:
    """Two lines, set in: a remark for whom a command is, and the command below it.

    There are shells to which a remark is no remark (zsh at a keyboard): behind the command, the
    name would be words of it. A name that would mean something to a shell is quoted, so that
    whoever copies both lines does not run what it says.
    """
    said = name if _NOTHING_TO_A_SHELL.fullmatch(name) else _quoted(name)
    return set_in(f"# {said}", command)


def typed_run(folder: object = "board") -> str:
    """The command that starts the ballot server for the network of the hall."""
    # Kiosks are other machines; it is words here, nothing listens.
    return typed("server", "run", folder, "--host", "0.0.0.0", "--port", 8000)  # noqa: S104


def typed_shred(secret: Path) -> str:
    """The command that destroys a file, and no other one, whatever its name is."""
    return _joined(["shred", "-u", "--", str(secret)])


def _joined(words: Iterable[str]) -> str:
    return " ".join(map(_quoted, words))


def _quoted(word: str) -> str:
    """A word for a shell; what cannot be printed, the end of a line above all, as an escape.

    Bash and zsh read $'…' (POSIX.1-2024, 2.2.4); bytes that are no UTF-8 are kept as they are.
    """
    if printable(word, keep="") == word:
        return shlex.quote(word)
    written = word.replace("\\", "\\\\").replace("'", "\\'")
    return "$'" + "".join(map(_escaped, written)) + "'"


def _escaped(character: str) -> str:
    if printable(character, keep="") == character:
        return character
    # Three octal digits, not \x: a digit that follows is none of them.
    return "".join(f"\\{byte:03o}" for byte in os.fsencode(character))
