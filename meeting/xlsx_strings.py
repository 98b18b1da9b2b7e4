"""The texts of an .xlsx file: shared strings with their runs, and the escapes inside them."""

from __future__ import annotations

import re

from meeting.xlsx_package import Attributes, parse

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Decode ``_x000D_`` and the like (ECMA-376 part 1, 22.9.2.19, ST_Xstring).

    What looks like an escape and is none is written with its first character escaped, ``_x005F_``.
    """
    if "_x" not in text:
        return text
    found = _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), text)
    # Two escapes may be the halves of one character.
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def shared_strings(data: bytes) -> list[str]:
    """Return the shared strings: the runs of rich text joined, phonetic guides left out."""
    strings: list[str] = []
    pieces: list[str] = []
    inside = {"t": 0, "rPh": 0}

    def begin(name: str, _attributes: Attributes) -> None:
        if name == "si":
            pieces.clear()
        if name in inside:
            inside[name] += 1

    def end(name: str) -> None:
        if name == "si":
            strings.append(unescaped("".join(pieces)))
        if name in inside:
            inside[name] -= 1

    def text(characters: str) -> None:
        if inside["t"] and not inside["rPh"]:
            pieces.append(characters)

    parse(data, begin, end, text)
    return strings
