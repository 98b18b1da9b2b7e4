"""Marking sentences for the catalogue where they stand in data, to be translated when used."""

from __future__ import annotations


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Return the msgid itself; the extraction of messages finds it by this name."""
    return message
