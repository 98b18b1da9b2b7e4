"""Codes that a command is given: in a picture or a file, or scanned when it asks; never in itself.

Everybody on a computer can read the commands that run there, and a shell keeps them. The code of a
slip votes, and that of an opened ballot tells what its voter tried and with which slip.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

from crypto.election.credential import normalize
from crypto.errors import ParseError
from meeting.files import read_bounded
from tally.commands.unseen import typed_unseen
from tally.observing.picture import LARGEST_PICTURE, codes_in
from tally.problem import Problem

SCANNED = "-"
"""Given instead of a file: the code is scanned or typed, or is a line of the standard input."""
_CODE = re.compile(r"\s*PX[A-Z0-9]{1,2}:")
_LARGEST_TEXT = 1 << 16
"""Bytes in which the text of a code stands; a QR code holds a few thousand."""


@dataclass(frozen=True, slots=True)
class GivenCodes:
    """The texts that were found, and where (a file, or nothing), for errors."""

    texts: list[str] = field(repr=False)
    where: str

    def first(self, *prefixes: str) -> str:
        """The first text that begins so, or else the first, or else an empty one."""
        meant = (each for each in self.texts if each.startswith(prefixes))
        return next(meant, "".join(self.texts[:1]))


def given_codes(given: str, *, prompt: str, option: str) -> GivenCodes:
    """The codes that `given` names: a file with the text, a picture, or `-`.

    Raises Problem "code-in-command" where it is itself a code, which is not repeated;
    "code-no-input"; and what `read_bounded` and `codes_in` raise.
    """
    if given == SCANNED:
        return GivenCodes([scanned(prompt, option)], "")
    if _is_code(given):
        raise Problem(
            "code-in-command",
            "A code is not typed as a part of a command: everybody on this computer can read "
            "that, and it is kept. Give the name of a picture or of a file with the code, or - "
            "to scan it when asked.",
            where=option,
        )
    data = read_bounded(Path(given), LARGEST_PICTURE)
    text = data[:_LARGEST_TEXT].decode("ascii", errors="replace").strip()
    if _CODE.match(text) or (text.isascii() and text.isprintable() and text):
        return GivenCodes([text], given)
    return GivenCodes(codes_in(data, where=given), given)


def at_terminal() -> bool:
    """Whether somebody could scan or type a code when asked."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


def scanned(prompt: str, option: str) -> str:
    """A code from the keyboard, unseen, where there is one; else a line of the standard input.

    Raises Problem "code-no-input" where neither gives any. At a keyboard nothing is an answer.
    """
    if at_terminal():
        typed = typed_unseen(prompt, default="")
        if typed is not None:
            return typed.strip()
    else:
        try:
            line = sys.stdin.readline(_LARGEST_TEXT) if sys.stdin is not None else ""
        except (OSError, ValueError):  # closed, broken, or another encoding
            line = ""
        if line:
            return line.strip()
    raise Problem(
        "code-no-input",
        "There is nobody here who could scan a code, and none on the standard input. Give the "
        "name of a picture or of a file with the code.",
        where=option,
    )


def _is_code(given: str) -> bool:
    if _CODE.match(unicodedata.normalize("NFKC", given)):
        return True
    try:
        normalize(given)
    except ParseError:
        return False
    return True
