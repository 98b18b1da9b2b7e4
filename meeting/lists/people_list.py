"""The people who are voted on, read from a spreadsheet in the order they will stand on paper."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from meeting.definition.mistakes import Path, place
from meeting.definition.person import SEXES, Person
from meeting.lists.headings import ListKind
from meeting.lists.spreadsheets import Row
from meeting.lists.totals_and_remarks import is_total_word
from meeting.problem import Problem

_COLUMNS = {
    "id": ("编号", "id"),
    "name": ("姓名", "name"),
    "name_en": ("英文姓名", "name_en"),
    "unit": ("单位", "unit"),
    "unit_en": ("英文单位", "unit_en"),
    "post": ("职务", "post"),
    "post_en": ("英文职务", "post_en"),
    "birth": ("出生年月", "birth"),
    "years_in_post": ("任现职年数", "years_in_post"),
    "sex": ("性别", "sex"),
    "former_post": ("原任职务", "former_post"),
    "former_post_en": ("英文原任职务", "former_post_en"),
    "since": ("任职时间", "since"),
    "note": ("备注", "note"),
    "note_en": ("英文备注", "note_en"),
    "lists": ("名单", "list"),
}
PEOPLE = ListKind(
    "people",
    _COLUMNS,
    needed=("name",),
    also={
        "name_en": ("姓名（英文）",),
        "unit": ("工作单位", "所在单位", "现工作单位"),
        "unit_en": ("单位（英文）",),
        "post": (
            *("现任职务", "现职务", "现任职", "单位及职务", "单位职务", "工作单位及职务"),
            *("现工作单位及职务", "现任单位及职务"),
        ),
        "post_en": ("职务（英文）",),
        "birth": ("出生日期", "出生时间"),
        "former_post": ("原职务", "原任职", "原单位及职务", "原任单位及职务"),
        "former_post_en": ("原任职务（英文）",),
        "note_en": ("备注（英文）",),
        "lists": ("所在名单", "lists"),
    },
    at_last={
        "name": ("议题", "议案", "事项", "表决事项"),
        "unit": ("部门", "所在部门", "工作部门", "科室", "所在科室"),
    },
)

_MONTH = re.compile(
    r"([0-9]{4})[-./]([0-9]{1,2})(?:[-./][0-9]{1,2})?"
    r"|([0-9]{4})年([0-9]{1,2})(?:月(?:[0-9]{1,2}日)?)?生?"
    r"|([0-9]{4})([0-9]{2})(?:[0-9]{2})?"
)
_SEXES = {"女": "female", "男": "male", **{each: each for each in SEXES}}
_AGE = re.compile(r"\([0-9]{1,3}岁?\)$")
_YEARS = re.compile(r"([0-9]{1,2})年?")
_NUMBER = re.compile(r"[0-9]{1,3}")
_BETWEEN = re.compile(r"[、;；,，\n]")
"""What stands between the names of several lists in one cell."""


def people_from(rows: Sequence[Row]) -> tuple[tuple[Person, ...], list[Problem]]:
    """One person per row, and what is wrong with single cells, by file, row and column.

    Without a column 编号 people are called p01, p02, …. Whether they fit together is judged with
    the whole meeting.
    """
    problems: list[Problem] = []
    return tuple(_person(index, row, problems) for index, row in enumerate(rows)), problems


def lists_of(row: Row) -> tuple[str, ...]:
    """The lists that a person is in, as they are called in the column 名单."""
    names = (name.strip() for name in _BETWEEN.split(row.text("lists")))
    return tuple(name for name in names if name)


def place_in(rows: Sequence[Row], path: Path) -> str:
    """The place in the list of a path that begins at the people: `(2, "name")`."""
    if path and isinstance(path[0], int) and path[0] < len(rows):
        column = str(path[1]) if len(path) > 1 else ""
        return rows[path[0]].where(column)
    return place(("people", *path), first=1)


def _person(index: int, row: Row, problems: list[Problem]) -> Person:
    problems += check_name_cell(row)
    return Person(
        id=_id(index, row),
        name=row.text("name"),
        name_en=row.text("name_en"),
        post=row.text("post"),
        post_en=row.text("post_en"),
        birth=_month(row, "birth", problems),
        years_in_post=_years(row, problems),
        note=row.text("note"),
        note_en=row.text("note_en"),
        unit=row.text("unit"),
        unit_en=row.text("unit_en"),
        sex=_sex(row, problems),
        former_post=row.text("former_post"),
        former_post_en=row.text("former_post_en"),
        since=_month(row, "since", problems),
    )


def check_name_cell(row: Row) -> Iterator[Problem]:
    """Yield what is no name: a number, or the word of a total that has more beside it."""
    name = row.text("name")
    if name.isdigit():
        yield Problem(
            "name-number",
            "Where a name should stand there is a number: {found}.",
            where=row.where("name"),
            found=name[:40],
        )
    elif is_total_word(name):
        yield Problem(
            "name-total",
            "This looks like a total, not like a person: {found}. Delete the row, or leave nothing"
            " in it but the word and the number.",
            where=row.where("name"),
            found=name[:40],
        )


def _id(index: int, row: Row) -> str:
    """The id; a bare number, as rows are numbered, becomes one: 7 is p07."""
    text = row.text("id") or str(index + 1)
    return f"p{int(text):02}" if _NUMBER.fullmatch(text) and text.isascii() else text


def _sex(row: Row, problems: list[Problem]) -> str:
    text = row.text("sex")
    if not text or "sex" in row.unclear:
        return ""
    if text not in _SEXES:
        problems.append(
            Problem(
                "sex-cell",
                "Neither 女 nor 男: {found}. Write one of them, or leave the cell empty.",
                where=row.where("sex"),
                found=text[:40],
            )
        )
    return _SEXES.get(text, "")


def _month(row: Row, column: str, problems: list[Problem]) -> str:
    """A year and a month, as "YYYY-MM"."""
    text = "".join(unicodedata.normalize("NFKC", row.text(column)).split())
    if not text or column in row.unclear:
        return ""
    found = _MONTH.fullmatch(_AGE.sub("", text))
    # As a number, October 1974 (1974.10) is the same as January (1974.1).
    if row.is_number(column) and text.endswith(".1"):
        problems.append(
            Problem(
                "birth-cell",
                "Typed as a number, this may be January or October: {found}. Format the column as"
                " text and write 1974-01 or 1974-10.",
                where=row.where(column),
                found=text[:40],
            )
        )
        return ""
    if not found:
        problems.append(
            Problem(
                "birth-cell",
                "Not a year and month: {found}. Format the column as text and write 1974-03.",
                where=row.where(column),
                found=row.text(column)[:40],
            )
        )
        return ""
    year, month = (part for part in found.groups() if part)
    return f"{year}-{int(month):02}"


def _years(row: Row, problems: list[Problem]) -> int | None:
    text = row.text("years_in_post")
    if not text or "years_in_post" in row.unclear:
        return None
    found = _YEARS.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        problems.append(
            Problem(
                "years-cell",
                "Not a number of whole years: {found}.",
                where=row.where("years_in_post"),
                found=text[:40],
            )
        )
        return None
    return int(found[1])
