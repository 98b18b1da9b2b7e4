"""Commands of the tellers as they are typed, so that they can be copied as they stand.

A key file that nobody at this keyboard has named is called `teller-N.key`, after its teller.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from meeting.command_line.typed_command import typed, typed_for
from meeting.printable import Lines


@dataclass(frozen=True, slots=True)
class OwnKey:
    """The key of the teller `index` (from 1) at this keyboard, and the options that led to it."""

    index: int
    path: Path
    passphrase_file: Path | None = None


def own_command(own: OwnKey, *words: object) -> str:
    """A command of `piaoxiang teller` with the key options of the teller at this keyboard."""
    options: list[object] = ["--key", own.path]
    if own.passphrase_file is not None:
        options += ["--passphrase-file", own.passphrase_file]
    return typed("teller", *words, *options)


def lines_of(
    tellers: Iterable[tuple[int, str]], own: OwnKey | None, *words: object, joining: bool = False
) -> Lines:
    """The same command for each of these tellers (number and name), each with their own key.

    They are set in, and above each command stands the teller's name.
    """
    found = []
    for number, name in tellers:
        more = ("--index", number) if joining else ()
        if own is not None and number == own.index:
            command = own_command(own, *words, *more)
        else:
            command = typed("teller", *words, *more, "--key", f"teller-{number}.key")
        found.append(typed_for(command, name))
    return Lines("\n".join(found))
