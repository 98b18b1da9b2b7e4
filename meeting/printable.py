"""What may reach a terminal: names that strangers chose must not move its cursor or hide a line.

Whatever Unicode does not call printable is written as an escape: control characters, marks that
turn text around, halves of surrogate pairs (names of files that are not UTF-8). The wide space
stays: two-character Chinese names are commonly written with one.
"""

from __future__ import annotations

from string import Formatter

_WIDE_SPACE = "\u3000"


def printable(text: str, *, keep: str = "\n") -> str:
    """The text with everything unprintable escaped, but for the characters in `keep`."""
    kept = keep + _WIDE_SPACE
    return "".join(c if c.isprintable() or c in kept else _escaped(c) for c in text)


class Lines(str):
    """A value that holds ends of lines on purpose, such as commands below one another."""

    __slots__ = ()


class _OnOneLine(Formatter):
    def format_field(self, value: object, format_spec: str) -> str:
        told = format(value, format_spec)
        return told if isinstance(value, Lines) else printable(told, keep="")


_filling = _OnOneLine()


def filled(sentence: str, **values: object) -> str:
    """The sentence with its `{named}` fields filled, none of which begins a line of its own.

    What strangers wrote may hold the end of a line, and words behind it that look like ours.
    """
    return _filling.vformat(sentence, (), values)


def _escaped(character: str) -> str:
    return ascii(character)[1:-1]
