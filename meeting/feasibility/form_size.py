"""How much a browser sends from one screen of a kiosk, at most.

The names of the fields are those of `kiosk.answers.form_fields`; whatever is typed may take nine
characters for one, as forms are encoded (three bytes of UTF-8, each as %XX).
"""

from __future__ import annotations

from collections.abc import Sequence

from meeting.definition.paper import ABSTAIN, RANKING, SCORES, WRITE_IN, PaperItem
from meeting.limits import LONGEST_LINE, LONGEST_SCORE

_AROUND = 512
"""The page's number, its token, and which button was pressed."""
_NAME = len("item-=&")
_PART = len("%3A")
_ENCODED = 9


def form_bytes(items: Sequence[PaperItem]) -> int:
    """The size of the form that a screen with these items sends, with every field full."""
    return _AROUND + sum(map(_item, items))


def _item(item: PaperItem) -> int:
    name = _NAME + len(item.id)
    ids = [len(option.id) for option in item.options]
    if item.form == WRITE_IN:
        return name + _ENCODED * LONGEST_LINE
    if item.form == RANKING:
        return item.maximum * (name + _PART + len(str(item.maximum)) + max(ids, default=0))
    if item.form == SCORES:
        return sum(name + _PART + each + _ENCODED * LONGEST_SCORE for each in ids)
    return len(ids) * name + sum(ids) + name + len(ABSTAIN)
