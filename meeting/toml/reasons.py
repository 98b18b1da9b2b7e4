"""Why a file is not TOML, in the reader's language: Python's own reasons are English.

People who write meeting files seldom know TOML; so each reason says what is most often meant, such
as full-width quotation marks around a text.
"""

from __future__ import annotations

import re

from meeting.language import N_

_REASONS = (
    (
        r"Invalid value",
        N_(
            'this value is not possible. A text stands between straight quotation marks "…", not'
            " “…”; a number has none"
        ),
    ),
    (
        r"Invalid statement|Invalid initial character for a key part",
        N_('a key or a table is expected here, such as  name = "…"  or  [tellers]'),
    ),
    (
        r"Expected newline or end of document",
        N_("something follows here that does not belong to the line; a comment begins with #"),
    ),
    (r"Expected '=' after a key", N_("the equals sign after the key is missing")),
    (r"Expected '\]\]?' at the end", N_("the closing bracket of the table's name is missing")),
    (
        r"Cannot (declare|overwrite|redefine|mutate)|Duplicate inline table key",
        N_("this key or table is in the file a second time"),
    ),
    (
        r"Unterminated string|Illegal character|Expected '\"+'|Expected \"'+\"",
        N_("the closing quotation mark is missing, or a character here cannot be seen"),
    ),
    (r"Unclosed array", N_("the closing bracket ] of the list is missing")),
    (r"Unclosed inline table", N_("the closing brace } is missing")),
    (
        r"Unescaped '\\\\'|Invalid hex value|Escaped character",
        N_("a backslash in a text is written twice: \\\\"),
    ),
    (r"Invalid date or datetime", N_("there is no such date")),
    (r"Found invalid character", N_("a character that may not be here")),
)
_DATE = re.compile(r"\s*\w+\s*=\s*[0-9]{4}\s*[年./-]\s*[0-9]{1,2}\s*[月./-]")
_DATE_FORM = N_("a date is written like 2026-11-21, without quotes and without 年, 月, 日")
_UNKNOWN = N_("this is not how TOML is written")
_PLACE = re.compile(r" \(at line (?P<line>[0-9]+), column (?P<column>[0-9]+)\)$")


def reason_msgid(reason: str, line: str = "") -> str:
    """The sentence, an English msgid, for a reason that Python's reader gave of a line."""
    if _DATE.match(line) and not reason.startswith("Invalid date"):
        return _DATE_FORM
    for pattern, msgid in _REASONS:
        if re.match(pattern, reason):
            return msgid
    return _UNKNOWN


def place_of(error: ValueError, text: str) -> tuple[int, int]:
    """Line and column, from 1, of an error; the end of `text` where it has none.

    From Python 3.14 on they are values of the error; before, they stand in its sentence alone.
    """
    line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
    if isinstance(line, int) and isinstance(column, int):
        return line, column
    found = _PLACE.search(str(error))
    if found:
        return int(found["line"]), int(found["column"])
    last = text.splitlines() or [""]
    return len(last), len(last[-1]) + 1
