"""drawn.csv: a draw as people read it and a spreadsheet sorts it, one row for each entry.

The rows stand by rising lots, those that were drawn first. Lots are hexadecimal, so sorting the
column as text gives the same order; and each can be made again with any tool (`crypto.draws.lots`).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from crypto.draws.draw import drawn
from meeting.draws.draw_list import DrawList

_HEADINGS = ("次序 Order", "抽中 Drawn", "名单序号 Number", "名称 Entry", "签码 Lot")
_DRAWN, _NOT_DRAWN = "是 yes", "否 no"


def drawn_table(of: DrawList, lots: Sequence[str]) -> bytes:
    """The bytes of drawn.csv: UTF-8 with a mark at the beginning, which spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(_HEADINGS)
    for order, number in enumerate(drawn(list(lots), len(lots)), start=1):
        said = _DRAWN if order <= of.take else _NOT_DRAWN
        writer.writerow((order, said, number, of.entries[number - 1], lots[number - 1]))
    return b"\xef\xbb\xbf" + text.getvalue().encode()
