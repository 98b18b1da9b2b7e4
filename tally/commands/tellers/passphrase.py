"""Where a teller's passphrase comes from: the keyboard, or a file for unattended use.

The file is named by `--passphrase-file` or by the environment variable PIAOXIANG_PASSPHRASE_FILE;
its first line is the passphrase. A passphrase is never an argument or a variable itself, because
others on the machine can read those.
"""

from __future__ import annotations

import os
from pathlib import Path
from unicodedata import normalize

import click

from meeting.files import read_bounded
from meeting.language import current_language, gettext_for
from tally.commands.unseen import typed_unseen
from tally.problem import ROOM, Problem

FILE_VARIABLE = "PIAOXIANG_PASSPHRASE_FILE"
SHORTEST = 10
_LONGEST_FILE = 4096


def existing_passphrase(file: Path | None) -> str:
    """The passphrase of a key file that exists; asked for once at the keyboard if no file is named.

    Raises Problem("passphrase-file") for an empty or unreadable file, "passphrase-no-terminal".
    """
    return _from_file(file) or _ask(_("Passphrase of the key file"))


def new_passphrase(file: Path | None) -> str:
    """A passphrase for a new key file: at least SHORTEST characters, typed twice.

    Raises Problem("passphrase-short") when a file's is shorter; the keyboard asks again, and also
    where the second typing differs from the first.
    """
    given = _from_file(file)
    if given is not None:
        check_length(given)
        return given
    while True:
        typed = _ask(_("Choose a passphrase, at least {count} characters").format(count=SHORTEST))
        try:
            check_length(typed)
        except Problem as problem:
            click.echo(problem.text(current_language()), err=True)
            continue
        if _ask(_("The same passphrase again")) == typed:
            return typed
        click.echo(_("The two are not the same. Please type both once more."), err=True)


def check_length(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect a key: Problem("passphrase-short")."""
    if len(normalize("NFC", passphrase)) < SHORTEST:
        raise Problem(
            "passphrase-short",
            "The passphrase is too short: at least {count} characters are needed.",
            count=SHORTEST,
        )


def _from_file(file: Path | None) -> str | None:
    named = file or (Path(os.environ[FILE_VARIABLE]) if os.environ.get(FILE_VARIABLE) else None)
    if named is None:
        return None
    try:
        line = read_bounded(named, _LONGEST_FILE).decode("utf-8").split("\n", 1)[0].rstrip("\r")
    except UnicodeDecodeError:
        line = ""
    if not line:
        raise Problem(
            "passphrase-file",
            "The first line of this file must be the passphrase, as UTF-8 text.",
            where=str(named),
        )
    return line


def _ask(prompt: str) -> str:
    """Ask at the terminal. Raises Problem("passphrase-no-terminal") where there is none."""
    typed = typed_unseen(prompt)
    if typed is None:
        raise Problem(
            "passphrase-no-terminal",
            "There is no terminal here at which the passphrase could be typed unseen. Give the "
            "command in a terminal, or name a file whose first line is the passphrase: "
            "--passphrase-file FILE",
        )
    return typed


def _(message: str) -> str:
    return gettext_for(ROOM, current_language())(message)
