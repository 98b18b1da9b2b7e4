"""Rows of a list that are no entries: totals, and what is signed or remarked below them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from meeting.lists.cell import Cell, Line

_COUNT = r"[共计约]*:?[0-9]+[人名位票张]?"
_WORD = r"(?:合计|总计|小计|共计|累计|总数|总?人数|人数合计|合计人数|(?:sub|grand)?total|sum)"
_TOTAL = re.compile(
    rf"(?:[^0-9]{{0,10}}票|本页|本表|全部|全镇)?{_WORD}(?:人数)?:?(?:{_COUNT})?[。.]?"
    r"|(?:以上|合计|总计|全镇|名单)?共计?:?[0-9]+[人名位][。.]?"
)
_BELOW = re.compile(
    r"(?:注|备注|说明|填表说明|制表人?|填表人?|填报人?|填报单位|审核人?|复核人?|经办人|负责人"
    r"|联系人|联系电话|电话|(?:制表|填报|填表|打印)?(?:日期|时间)|单位\(盖章\)|\(?盖章\)?)[0-9一二三]?:.*"
    r"|[0-9]{4}(?:年|[-./])[0-9]{1,2}(?:月|[-./])[0-9]{1,2}日?",
    re.DOTALL,
)


def is_total(line: Line) -> bool:
    """Say whether a row is a total: a word for it first, and beside it nothing but counts.

    A row number may stand before the word. Somebody called 合计 who has a post is no total.
    """
    cells = [(_plain(cell.text), cell) for cell in line.cells if not cell.is_blank]
    if len(cells) > 1 and cells[0][0].isdigit():
        cells = cells[1:]
    if not cells:
        return False
    (head, _), *others = cells
    return bool(_TOTAL.fullmatch(head)) and all(_is_count(text, cell) for text, cell in others)


def is_total_word(text: str) -> bool:
    """Say whether a text is a word for a total, which nobody has for a name."""
    return bool(_TOTAL.fullmatch(_plain(text)))


def is_remark(line: Line) -> bool:
    """Say whether a row says who made the list (制表人：…) and when, or is a remark on it."""
    texts = [_plain(cell.text) for cell in line.cells if not cell.is_blank]
    return bool(texts) and bool(_BELOW.fullmatch(texts[0])) and (len(texts) == 1 or ":" in texts[0])


def remarks_below(lines: Sequence[Line]) -> set[int]:
    """The numbers of the rows at the end that are remarks, totals among them or not."""
    found: set[int] = set()
    for line in reversed(lines):
        if is_remark(line):
            found.add(line.number)
        elif not is_total(line):
            break
    return found


def words_of(line: Line) -> str:
    """What a row says, in short, to name it by."""
    return " ".join(" ".join(cell.text.split()) for cell in line.cells if cell.text.strip())[:40]


def _is_count(text: str, cell: Cell) -> bool:
    return bool(cell.flaw) or any(each.isdigit() for each in text) or bool(_TOTAL.fullmatch(text))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
