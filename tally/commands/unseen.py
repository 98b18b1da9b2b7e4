"""What is typed or scanned at a terminal without being shown there: passphrases, and codes."""

from __future__ import annotations

from getpass import GetPassWarning
from warnings import catch_warnings, simplefilter

import click


def typed_unseen(prompt: str, *, default: str | None = None) -> str | None:
    """Ask at the terminal; None where there is none at which it could be typed unseen.

    Nothing is read from an input that would show what is typed, or that nobody types into.
    """
    try:
        with catch_warnings():
            simplefilter("error", GetPassWarning)
            return str(click.prompt(prompt, hide_input=True, default=default, show_default=False))
    except GetPassWarning:
        return None
