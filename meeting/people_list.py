"""The people who are voted on, read from a spreadsheet in the order they will stand on paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from meeting.findings import Path, place
from meeting.person import Person
from meeting.problem import Problem, Problems
from meeting.spreadsheets import Row

COLUMNS = {
    "id": ("编号", "id"),
    "name": ("姓名", "name"),
    "name_en": ("英文姓名", "name_en"),
    "unit": ("单位", "unit"),
    "unit_en": ("英文单位", "unit_en"),
    "post": ("职务", "post"),
    "post_en": ("英文职务", "post_en"),
    "birth": ("出生年月", "birth"),
    "years_in_post": ("任现职年数", "years_in_post"),
    "note": ("备注", "note"),
    "note_en": ("英文备注", "note_en"),
}
NEEDED = ("name",)

_BIRTH = re.compile(r"([0-9]{4})(?:[-./]|年)([0-9]{1,2})(?:月|-[0-9]{1,2})?")
_YEARS = re.compile(r"[0-9]{1,2}")


def people_from(rows: Sequence[Row]) -> tuple[Person, ...]:
    """Return one person per row; without a column 编号 they are called p01, p02, ….

    Raises Problems naming file, row and column. Only what a cell says is judged here; whether
    the people fit together is judged with the whole meeting.
    """
    problems: list[Problem] = []
    people = tuple(_person(index, row, problems) for index, row in enumerate(rows))
    if problems:
        raise Problems(problems)
    return people


def place_in(rows: Sequence[Row], path: Path) -> str:
    """Return the place in the list of a path that begins at the people: ``(2, "name")``."""
    if path and isinstance(path[0], int) and path[0] < len(rows):
        column = str(path[1]) if len(path) > 1 else ""
        return rows[path[0]].where(column)
    return place(("people", *path), first=1)


def _person(index: int, row: Row, problems: list[Problem]) -> Person:
    return Person(
        id=row.text("id") or f"p{index + 1:02}",
        name=row.text("name"),
        name_en=row.text("name_en"),
        post=row.text("post"),
        post_en=row.text("post_en"),
        birth=_birth(row, problems),
        years_in_post=_years(row, problems),
        note=row.text("note"),
        note_en=row.text("note_en"),
        unit=row.text("unit"),
        unit_en=row.text("unit_en"),
    )


def _birth(row: Row, problems: list[Problem]) -> str:
    text = row.text("birth")
    if not text:
        return ""
    found = _BIRTH.fullmatch(text)
    # As a number, October 1974 (1974.10) is the same as January (1974.1).
    if row.is_number("birth") or not found:
        problems.append(
            Problem(
                "birth-cell",
                "{value!r} is not a year and month. Format the column as text and write 1974-03.",
                where=row.where("birth"),
                value=text[:40],
            )
        )
        return ""
    return f"{found.group(1)}-{int(found.group(2)):02}"


def _years(row: Row, problems: list[Problem]) -> int | None:
    text = row.text("years_in_post")
    if not text:
        return None
    if not _YEARS.fullmatch(text):
        problems.append(
            Problem(
                "years-cell",
                "{value!r} is not a number of whole years.",
                where=row.where("years_in_post"),
                value=text[:40],
            )
        )
        return None
    return int(text)
