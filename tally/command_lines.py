"""Commands of the tellers as they are typed, so that they can be copied as they stand.

A key file that nobody at this keyboard has named is called `teller-N.key`, after its teller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from meeting.typed_command import typed, typed_for

_INDENT = "    "


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key of the teller `index` (from 1) at this keyboard, and the options that led to it."""

    index: int
    path: Path
    passphrase_file: Path | None = None


def line(*words: object) -> str:
    """One command on a line of its own."""
    return _INDENT + typed(*words)


def own_line(own: OwnKey, *words: object) -> str:
    """A command of `piaoxiang teller` with the key options of the teller at this keyboard."""
    options: list[object] = ["--key", own.path]
    if own.passphrase_file is not None:
        options += ["--passphrase-file", own.passphrase_file]
    return line("teller", *words, *options)


def lines_of(
    tellers: Iterable[tuple[int, str]], own: OwnKey | None, *words: object, joining: bool = False
) -> str:
    """The same command for each of these tellers (number and name), each with their own key."""
    found = []
    for number, name in tellers:
        more = ("--index", number) if joining else ()
        if own is not None and number == own.index:
            command = own_line(own, *words, *more)
        else:
            command = line("teller", *words, *more, "--key", f"teller-{number}.key")
        found.append(typed_for(command, name))
    return "\n".join(found)
