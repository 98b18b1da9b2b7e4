"""The options that lead a command to a teller's key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

_Command = Callable[..., Any]


def with_key(command: _Command) -> _Command:
    """Give a command the options that lead to a teller's key."""
    key = click.option(
        "--key",
        "key_path",
        type=click.Path(path_type=Path),
        required=True,
        help="监票人密钥文件 / the teller's key file.",
    )
    passphrase = click.option(
        "--passphrase-file",
        type=click.Path(path_type=Path),
        help="第一行是口令的文件，供无人值守使用 / file whose first line is the passphrase.",
    )
    return key(passphrase(command))
