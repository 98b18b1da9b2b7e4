"""Words for figures, dates and hashes, as reports and command lines write them."""

from __future__ import annotations

from datetime import date

from crypto.board.server_key import short_form
from meeting.definition.meeting import Box, Meeting
from meeting.definition.paper import SURVEY, PaperItem
from meeting.definition.person import Person
from meeting.language import said

_DIGITS = "〇一二三四五六七八九"
_TENS = 10
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def chinese_number(number: int) -> str:
    """A number from 1 to 31 in Chinese words, as dates write it: 21 is 二十一."""
    tens, ones = divmod(number, _TENS)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def spoken_date(iso: str, language: str) -> str:
    """A date as official papers write it: 二〇二六年十一月二十一日, or 21 November 2026."""
    day = date.fromisoformat(iso)
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    year = "".join(_DIGITS[int(digit)] for digit in str(day.year))
    return f"{year}年{chinese_number(day.month)}月{chinese_number(day.day)}日"


def short_hash(digest: str) -> str:
    """A hash (in hex) in the short form that slips, displays and reports show."""
    return short_form(bytes.fromhex(digest))


def box_name(box: Box, language: str) -> str:
    """A box as people call it: round · voter group."""
    return f"{said(box.round, 'name', language)} · {said(box.group, 'name', language)}"


def subject_name(meeting: Meeting, item: PaperItem, language: str) -> str:
    """Whom an item is about: the person, or the team as a whole; of a survey, what it asks."""
    if item.subject is not None:
        return said(item.subject, "display_name", language)
    surveys = (paper for paper in meeting.papers if paper.kind == SURVEY)
    if any(each.id == item.id for paper in surveys for each in paper.items):
        return said(item, "prompt", language)
    return meeting.team_name(language)


def position_beside(person: Person, name: str, language: str) -> str:
    """Where somebody works, and as what, as far as `name` does not say it in its brackets."""
    unit, post = said(person, "unit", language), said(person, "post", language)
    whole = said(person, "position", language)
    for told, rest in ((whole, ""), (post, unit), (unit, post)):
        if name.endswith((f"（{told}）", f" ({told})")):
            return rest
    return whole
