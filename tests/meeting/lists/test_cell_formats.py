"""What a cell says, however its program wrote it: escapes, rich texts, days, numbers, formulas."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest

from tests.meeting.fixtures.clerks_lists import (
    HEADINGS,
    PEOPLE,
    SHEET,
    VOTERS,
    Folder,
    book,
    changed,
)


def test_escapes_in_names_are_what_they_stand_for(folder: Folder) -> None:
    folder.put("people.xlsx", book([("姓名",), ("周甲_x000D_",), ("钱乙_x0020_丙",)]))
    assert folder.people() == ["周甲", "钱乙 丙"]
    folder.put("people.xlsx", book([("姓名",), ("周_x000D_甲",), ("钱_x0007_乙",)]))
    assert folder.refused() == [
        *(("text-character", "people.xlsx:2 姓名"), ("text-character", "people.xlsx:3 姓名")),
    ]
    folder.put("people.xlsx", book([("姓名",), ("周_xD83D_甲",), ("钱_x00_乙_x000G_",)]))
    assert folder.refused() == [("text-character", "people.xlsx:2 姓名")]


def test_rich_texts_are_joined_and_phonetic_guides_left_out(folder: Folder) -> None:
    def dressed(sheet: bytes) -> bytes:
        rich = (
            "<is><r><t>李</t></r><r><rPr><b/></rPr><t>明</t></r>"
            '<rPh sb="0" eb="1"><t>りめい</t></rPh></is>'
        )
        start = sheet.index(b'<c r="A4"')
        end = sheet.index(b"</c>", start)
        return sheet[:start] + f'<c r="A4" t="inlineStr">{rich}'.encode() + sheet[end:]

    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, dressed))
    assert folder.people() == ["张立新", "王　芳", "李明"]


def test_names_with_prefixes_and_cells_without_places_are_read(folder: Folder) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row>'
        '<x:row><x:c t="str"><x:v>李明</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, lambda _: sheet.encode()))
    assert folder.people() == ["李明"]


@pytest.mark.parametrize("number", [14, 27, 31, 36, 57])
def test_days_are_days_in_the_formats_of_chinese_systems_too(folder: Folder, number: int) -> None:
    rows = [("姓名", "出生年月"), ("李明", datetime(1974, 10, 1))]  # noqa: DTZ001

    def dress(sheet: Any) -> None:
        sheet["B2"].number_format = "mm-dd-yy"

    wanted = f'numFmtId="{number}"'.encode()
    made = book(rows, dress)
    folder.put(
        "people.xlsx",
        changed(made, "xl/styles.xml", lambda xml: xml.replace(b'numFmtId="14"', wanted)),
    )
    assert [person.birth for person in folder.meeting().people] == ["1974-10"]


def birth_formatted(code: str, birth: object) -> bytes:
    """A list with this birth, its column and all numbers in a format that is declared anew."""
    rows = [("姓名", "出生年月", "备注"), ("李明", birth, 4)]

    def dress(sheet: Any) -> None:
        for cell in ("B2", "C2"):
            sheet[cell].number_format = "0.000"

    wanted = b'formatCode="' + code.replace('"', "&quot;").encode() + b'"'
    return changed(
        book(rows, dress),
        "xl/styles.xml",
        lambda xml: xml.replace(b'formatCode="0.000"', wanted).replace(
            b'numFmtId="0" fontId', b'numFmtId="164" fontId'
        ),
    )


@pytest.mark.parametrize(
    "code",
    ["General", "GENERAL", "G/通用格式", "@", "0", "0.00", '0"人"', "[DBNum1][$-804]General"],
)
def test_a_number_is_a_number_in_the_formats_that_other_programs_declare(
    folder: Folder, code: str
) -> None:
    folder.put("people.xlsx", birth_formatted(code, 1972.06))
    (person,) = folder.meeting().people
    assert (person.birth, person.note) == ("1972-06", "4")
    folder.put("people.xlsx", birth_formatted(code, 1972.1))
    assert folder.refused() == [("birth-cell", "people.xlsx:2 出生年月")]


@pytest.mark.parametrize("code", ['yyyy"年"m"月"', "yyyy\\.mm", "[$-804]yyyy-m-d;@"])
def test_a_day_is_a_day_in_the_formats_that_clerks_make(folder: Folder, code: str) -> None:
    folder.put("people.xlsx", birth_formatted(code, datetime(1974, 10, 1)))  # noqa: DTZ001
    assert [person.birth for person in folder.meeting().people] == ["1974-10"]
    folder.put("people.xlsx", birth_formatted(code, 1972.06))
    assert folder.refused() == [("birth-cell", "people.xlsx:2 出生年月")]
    assert "1905-05-25" in str(folder.read())


def test_what_formulas_came_to_is_known_where_nobody_reads_it(folder: Folder) -> None:
    rows = [("序号", *HEADINGS), *((n, *row) for n, row in enumerate(VOTERS, 1)), (6, "合计", 5)]

    def computed(xml: bytes) -> bytes:
        return re.sub(rb"(<c r=.A[2-7].[^>]*>)<v>", rb"\1<f>ROW()-1</f><v>", xml)

    folder.put("roster.xlsx", changed(book(rows), SHEET, computed))
    assert len(folder.voters()) == 5
    (note,) = folder.noted("note-left-out")
    assert "row 7: 6 合计 5" in note
