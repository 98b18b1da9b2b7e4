"""The text of a .csv file, whichever of the usual encodings it has; else the lines that are wrong.

UTF-8, with or without a byte-order mark; GB18030, as Excel writes it on Chinese systems; UTF-16
with its mark, as Excel's “Unicode text”. Lines are judged one by one: no byte of a longer
character is a line feed in either of the first two, and a list pasted together from two files has
lines of both.
"""

from __future__ import annotations

import codecs

from meeting.lists.cell import spans
from meeting.problem import Problem

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_THREE_BYTES = "\u0800"
"""From here on UTF-8 takes three bytes. Two-byte sequences may be GB18030 by chance, 联通."""


def csv_text(data: bytes, name: str) -> str:
    """The text. Raises Problem("csv-encoding") naming the lines that are wrong."""
    if data.startswith(_UTF16):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise _wrong(name) from None
    if b"\0" in data:
        raise _wrong(name)
    marked = data.startswith(codecs.BOM_UTF8)
    lines = data.removeprefix(codecs.BOM_UTF8).split(b"\n")
    foreign = [(number, line) for number, line in enumerate(lines, 1) if not line.isascii()]
    utf8 = [number for number, line in foreign if _surely_utf8(line)]
    other = [number for number, line in foreign if _decoded(line, "utf-8") is None]
    if not other:
        return data.decode("utf-8-sig")
    gb18030 = [number for number, line in foreign if _decoded(line, "gb18030") is None]
    if utf8 and (marked or len(utf8) >= len(other)):
        raise _mixed(name, other, "UTF-8", "GB18030", both_wrong=set(gb18030))
    if utf8:
        raise _mixed(name, sorted({*utf8, *gb18030}), "GB18030", "UTF-8", both_wrong=set(other))
    if gb18030:
        raise _wrong(f"{name}:{spans(gb18030)}")
    return b"\n".join(lines).decode("gb18030")


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _surely_utf8(line: bytes) -> bool:
    text = _decoded(line, "utf-8")
    return text is not None and any(each >= _THREE_BYTES for each in text)


def _mixed(
    name: str, lines: list[int], encoding: str, looks_like: str, *, both_wrong: set[int]
) -> Problem:
    if both_wrong.issuperset(lines):
        return Problem(
            "csv-encoding",
            "The lines of this file are {encoding} text, but not this one. Type it anew, or"
            " save the whole list as .xlsx.",
            where=f"{name}:{spans(lines)}",
            encoding=encoding,
        )
    return Problem(
        "csv-encoding",
        "The lines of this file are {encoding} text, but not this one, which looks like"
        " {other}: it was put in from another file. Type it anew, or save the whole list as"
        " .xlsx.",
        where=f"{name}:{spans(lines)}",
        encoding=encoding,
        other=looks_like,
    )


def _wrong(where: str) -> Problem:
    return Problem(
        "csv-encoding",
        "This is neither .xlsx nor text in UTF-8 or GB18030. Save the list as .xlsx, or as"
        " “CSV UTF-8”.",
        where=where,
    )
