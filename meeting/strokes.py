"""姓氏笔画: the order of names by the strokes of their characters, the surname's first.

Names are compared character by character, as GB/T 13418 compares entries: fewer strokes first, of
equal numbers by the kinds of strokes from the first on (横竖撇点折), as GB 13000.1 orders its
characters; a name that another one begins with comes before it. So 王 is before 张, and 王芳 before
王芳华. The table is made by `maintenance/strokes.py`; what it does not have comes after all that it
has, by code point.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("strokes.txt")


def strokes_key(name: str) -> tuple[tuple[int, int], ...]:
    """What a name is sorted by; gaps in it do not count."""
    order = _order()
    return tuple(
        (order.get(character, len(order)), ord(character))
        for character in name
        if not character.isspace()
    )


def without_strokes(name: str) -> str:
    """The characters of a name that the table does not have."""
    order = _order()
    return "".join(each for each in name if each not in order and not each.isspace())


@cache
def _order() -> dict[str, int]:
    """The place of every character."""
    found = _TABLE.read_text(encoding="utf-8").replace("\n", "")
    return {character: place for place, character in enumerate(found)}
