"""The options that lead a command to a teller's key, and the key itself.

A passphrase is typed only after everything that can be seen without it was found in order. From
then on until the command ends, no other command can use the same key file.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from meeting.language import N_
from tally.commands.tellers.passphrase import existing_passphrase
from tally.keys.key_file import KeyFile
from tally.keys.key_lock import key_lock

_Command = Callable[..., Any]


def with_key(command: _Command) -> _Command:
    """Give a command the options that lead to a teller's key, which it needs."""
    key = click.option(
        "--key",
        "key_path",
        type=click.Path(path_type=Path),
        required=True,
        help=N_("the teller's key file."),
    )
    return key(with_passphrase(command))


def with_passphrase(command: _Command) -> _Command:
    """Give a command the option that names a file with the passphrase."""
    return click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path),
        help=N_("file whose first line is the passphrase."),
    )(command)


def unlocked(key_path: Path, passphrase_file: Path | None) -> KeyFile:
    """The key file, opened with the passphrase of the file or of the keyboard.

    It is locked until the command ends, before anything of it is read that could be written back.
    Raises Problem "file-unreadable", "key-file-damaged", "key-file-in-use" or "file-unwritable"
    before anything is asked, then "passphrase-file" or "passphrase-wrong".
    """
    KeyFile.check(key_path)
    click.get_current_context().with_resource(key_lock(key_path))
    return KeyFile.open(key_path, existing_passphrase(passphrase_file), locked=True)
