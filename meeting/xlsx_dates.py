"""Which numbers of an .xlsx file are days, and which day each is."""

from __future__ import annotations

import re
from datetime import date, timedelta

from meeting.xlsx_package import Attributes, parse

_BUILT_IN = frozenset((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)))
"""Formats of days that need no definition, with those of Chinese systems (ECMA-376, 18.8.30)."""
_NOT_CODE = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DAY = re.compile(r"[yde年日]", re.IGNORECASE)
_SINCE_1900 = date(1899, 12, 30)
_SINCE_1904 = date(1904, 1, 1)
_LEAP_THAT_WAS_NONE = 60
"""Spreadsheets count a 29 February 1900; days before it are one later than this reckoning."""


_NO_YEAR = 2_900_000
"""The year 9999 ends before."""


def date_styles(data: bytes) -> frozenset[int]:
    """Return the indexes of the cell styles that show a number as a day."""
    own: dict[int, bool] = {}
    styles: list[int] = []
    inside = False

    def begin(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name == "numFmt":
            code = _NOT_CODE.sub("", attributes.get("formatCode", "").partition(";")[0])
            own[int(attributes["numFmtId"])] = bool(_DAY.search(code))
        elif name == "cellXfs":
            inside = True
        elif name == "xf" and inside:
            styles.append(int(attributes.get("numFmtId", 0)))

    def end(name: str) -> None:
        nonlocal inside
        if name == "cellXfs":
            inside = False

    parse(data, begin, end)
    return frozenset(index for index, kind in enumerate(styles) if own.get(kind, kind in _BUILT_IN))


def day(number: float, *, since_1904: bool) -> str:
    """Return a day as ``1974-03-01``; "" for one that no calendar has."""
    days = int(number)
    if not 1 <= days < _NO_YEAR:
        return ""
    if since_1904:
        return (_SINCE_1904 + timedelta(days)).isoformat()
    return (_SINCE_1900 + timedelta(days + (days < _LEAP_THAT_WAS_NONE))).isoformat()
