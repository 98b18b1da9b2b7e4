"""What may reach a terminal: names that strangers chose must not move its cursor or hide a line.

Whatever Unicode does not call printable is written as an escape: control characters, marks that
turn text around, halves of surrogate pairs (names of files that are not UTF-8). The wide space
stays: two-character Chinese names are commonly written with one.
"""

from __future__ import annotations

_WIDE_SPACE = "\u3000"


def printable(text: str, *, keep: str = "\n") -> str:
    """The text with everything unprintable escaped, but for the characters in `keep`."""
    kept = keep + _WIDE_SPACE
    return "".join(c if c.isprintable() or c in kept else _escaped(c) for c in text)


def _escaped(character: str) -> str:
    return ascii(character)[1:-1]
