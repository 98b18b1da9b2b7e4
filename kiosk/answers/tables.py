"""Where several people are asked the same, they stand in one table, as on paper.

Rows of people, columns of answers; where people are asked several things, as many groups of columns
stand side by side as fit, and the others follow as tables of their own. Nothing in a meeting says
so: it depends on the papers, and on how large the reader's letters are. At large type, and where
one question alone is too wide, everybody has a screen of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from math import ceil
from typing import Final

from kiosk.answers.choosing import wants_one
from meeting.definition.paper import CHOICE, Paper, PaperItem
from meeting.feasibility.form_size import form_bytes
from meeting.language import said
from meeting.limits import LARGEST_FORM

Items = tuple[PaperItem, ...]

LEAST_ROWS = 3
MOST_ROWS = 60
"""More people than that are divided into tables of the same length."""
_WIDTH = 1920
"""Pixels of the screen that everything is measured by (`static/kiosk.css`)."""
_TARGET = 86
"""Pixels from one mark to the next: 12.7 mm, and the gap between two."""
_PADDING = 14
_NAME = 12
_SIDES = 4
"""Ems beside the marks: for the name and post of a person, and at the edges of the screen."""
_LETTER = 0.56
"""How wide a Latin letter is, in ems."""
_LONGEST_LINE = 3
"""Chinese characters of a heading that stand on one line; a longer one takes two."""
_ABSTAIN: Final = {"zh": "弃权", "en": "Abstain"}
_EM: Final = {
    ("zh", "small"): 22.5,
    ("zh", "standard"): 30.0,
    ("en", "small"): 27.5,
    ("en", "standard"): 36.5,
}


@dataclass(frozen=True, slots=True)
class Type:
    """The letters that a voter reads: their language, and their size as the booth calls it."""

    language: str
    size: str

    @property
    def em(self) -> float:
        """Pixels of the ordinary text; 0 where it is so large that nothing stands in tables."""
        return _EM.get((self.language, self.size), 0.0)


def screens_in(paper: Paper, letters: Type | None) -> tuple[Items, ...]:
    """The items of each screen of `paper`, with tables where they fit; without letters, none."""
    screens: list[Items] = []
    for key, run in groupby(paper.screens, key=_asked):
        people = list(run)
        if letters is None or key is None or len(people) < LEAST_ROWS:
            screens += people
        else:
            screens += _tables(people, letters)
    return tuple(screens)


def _asked(items: Items) -> object:
    """What one person is asked, without whom it is about; None where it stands in no table."""
    if items[0].subject is None or not all(_is_one_mark(item) for item in items):
        return None
    return tuple((each.prompt, each.prompt_en, each.options, each.abstain) for each in items)


def _is_one_mark(item: PaperItem) -> bool:
    return item.form == CHOICE and wants_one(item)


def _tables(people: Sequence[Items], letters: Type) -> list[Items]:
    """The tables of people who are asked the same; one screen each where none is wide enough."""
    parts = _side_by_side(people[0], letters)
    if not parts:
        return list(people)
    screens = []
    for part in parts:
        rows = [items[part] for items in people]
        screens += [sum(each, ()) for each in _divided(rows)]
    return screens


def _side_by_side(items: Items, letters: Type) -> list[slice]:
    """Which questions stand in one table; none where one of them is too wide for any."""
    if not letters.em:
        return []
    room = _WIDTH - (_SIDES + _NAME) * letters.em
    parts: list[slice] = []
    start = 0
    for end in range(1, len(items) + 1):
        if _width(items[start:end], letters) > room:
            if end - 1 > start:
                parts.append(slice(start, end - 1))
                start = end - 1
            if _width(items[start:end], letters) > room:
                return []
    return [*parts, slice(start, len(items))]


def _width(items: Items, letters: Type) -> float:
    """Pixels that the marks of these questions need beside one another, all as wide as one."""
    return sum(map(len, map(_headings, items))) * max(
        max(_TARGET, _heading(text, letters) * letters.em + _PADDING)
        for item in items
        for text in (each[letters.language] for each in _headings(item))
    )


def _headings(item: PaperItem) -> list[dict[str, str]]:
    options = [
        {language: said(each, "label", language) for language in _ABSTAIN} for each in item.options
    ]
    return [*options, _ABSTAIN] if item.abstain else options


def _heading(text: str, letters: Type) -> float:
    """Ems that the heading of a column needs: its longest word, or a Chinese line."""
    if letters.language == "en" or text.isascii():
        return _LETTER * max(map(len, text.replace("-", "- ").split()), default=0)
    return len(text) if len(text) <= _LONGEST_LINE else ceil(len(text) / 2)


def _divided(rows: Sequence[Items]) -> list[tuple[Items, ...]]:
    """The rows in as few tables of one length as a screen takes and a form may send."""
    row = max(form_bytes(items) for items in rows)
    fit = max(1, min(MOST_ROWS, LARGEST_FORM // row))
    length = ceil(len(rows) / ceil(len(rows) / fit))
    left = iter(rows)
    return list(iter(lambda: tuple(islice(left, length)), ()))
