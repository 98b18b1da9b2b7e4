"""What a command prints, on whatever terminal or pipe it meets: nothing it lacks stops a command.

A terminal of another encoding than UTF-8 (GBK, Latin-1, a Windows code page) lacks some of our
characters. A mark that means something is written as the nearest one there is; for the rest stands
a question mark.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Iterator

_NEAREST = {
    "✓": "√v", "✗": "×x", "※": "*", "·": "*", "•": "·*", "！": "!", "？": "?",
    "└": "-", "—": "-", "–": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'",
    "：": ":", "，": ",", "。": ".", "；": ";", "（": "(", "）": ")", "、": ",", "…": ("...",),
}  # fmt: skip
"""For each character, what is written in its place: the first that the encoding has."""
_HANDLER = "piaoxiang-nearest"


def never_refuse() -> None:
    """Let the two output streams replace what their encoding lacks."""
    codecs.register_error(_HANDLER, _nearest)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def can_show(text: str) -> bool:
    """Whether what is printed goes to something whose encoding has all of these characters."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def flush() -> None:
    """Write out what was printed; raises OSError where that is not possible."""
    for stream in _open_streams():
        stream.flush()


def drop_unwritable() -> None:
    """Send what cannot be written nowhere, so that leaving the program does not fail as well."""
    for stream in _open_streams():
        try:
            stream.flush()
        except OSError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)


def _open_streams() -> Iterator[io.TextIOWrapper]:
    """The output streams, and those that they were when the program began: click exchanges them."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        if isinstance(stream, io.TextIOWrapper) and not stream.closed:
            yield stream


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    said = (_one(character, error.encoding) for character in error.object[error.start : error.end])
    return "".join(said), error.end


def _one(character: str, encoding: str) -> str:
    for nearest in _NEAREST.get(character, ()):
        try:
            nearest.encode(encoding)
        except UnicodeEncodeError:
            continue
        return nearest
    return "?"
