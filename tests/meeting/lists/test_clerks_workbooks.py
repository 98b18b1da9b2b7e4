"""What a workbook has beside its cells: sheets, what is hidden, escapes, other kinds of files."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from tests.meeting.fixtures.clerks_lists import (
    HEADINGS,
    PEOPLE,
    ROSTER,
    VOTERS,
    Folder,
    book,
    changed,
    saved,
)

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def hide_row(sheet: Any) -> None:
    sheet.auto_filter.ref = "A1:B4"
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Any) -> None:
    sheet.column_dimensions["B"].hidden = True


@pytest.mark.parametrize(
    ("dress", "where", "said"),
    [
        (hide_row, "people.xlsx:3", "filter"),
        (hide_column, "people.xlsx", "职务 (B)"),
    ],
)
def test_what_is_hidden_is_named_and_refused_unless_confirmed(
    folder: Folder, dress: Any, where: str, said: str
) -> None:
    folder.put("people.xlsx", book(PEOPLE, dress))
    assert folder.refused() == [("list-hidden", where)]
    assert said in str(folder.read())
    assert "people_hidden = true" in str(folder.read())
    folder.more = "roster_hidden = true"
    assert folder.refused() == [("list-hidden", where)]
    folder.more = "people_hidden = true"
    assert folder.people() == ["张立新", "王　芳", "李明"]
    (note,) = [each for each in folder.notes if each.code == "note-hidden"]
    assert note.text("zh").endswith(("第 3 行。", "职务。"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'r="3"', b'r="3" ht="0" customHeight="1"'),
        (b'r="3"', b'r="3" ht="0.01"'),
        (b'r="3"', b'r="3" hidden="true"'),
    ],
)
def test_a_row_of_no_height_is_hidden(folder: Folder, old: bytes, new: bytes) -> None:
    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, lambda xml: xml.replace(old, new, 1)))
    assert folder.refused() == [("list-hidden", "people.xlsx:3")]


def test_rows_and_columns_may_be_hidden_by_what_is_usual_in_the_sheet(folder: Folder) -> None:
    usual = b'defaultRowHeight="15"'
    low = b'defaultRowHeight="0.01" customHeight="1"'
    narrow = usual + b' defaultColWidth="0"'
    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, lambda xml: xml.replace(usual, low)))
    assert folder.refused() == [("list-hidden", "people.xlsx:2–4")]
    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, lambda xml: xml.replace(usual, narrow)))
    assert folder.refused() == [("list-hidden", "people.xlsx")] * 2
    width = b'<cols><col min="1" max="2" width="0.1"/></cols><sheetData>'
    made = changed(book(PEOPLE), SHEET, lambda xml: xml.replace(b"<sheetData>", width))
    folder.put("people.xlsx", made)
    assert folder.refused() == [("list-hidden", "people.xlsx")] * 2


def test_a_list_below_which_and_beside_which_all_is_hidden_is_read(folder: Folder) -> None:
    def trimmed(xml: bytes) -> bytes:
        usual = b'defaultRowHeight="15"'
        return xml.replace(usual, usual + b' defaultColWidth="0" zeroHeight="1"').replace(
            b"<sheetData>", b'<cols><col min="1" max="2" width="9"/></cols><sheetData>'
        )

    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, trimmed))
    assert len(folder.people()) == 3


def test_lists_in_a_sentence_have_the_mark_of_its_language(folder: Folder) -> None:
    def dress(sheet: Any) -> None:
        for row in (2, 4):
            sheet.row_dimensions[row].hidden = True

    folder.put("people.xlsx", book(PEOPLE, dress))
    folder.more = "people_hidden = true"
    folder.organised()
    (note,) = [each for each in folder.notes if each.code == "note-hidden"]
    assert (note.text("zh")[-9:], note.text("en")[-9:]) == ("：第 2、4 行。", "row 2, 4.")


def test_what_will_be_published_beside_a_name_is_said(folder: Folder) -> None:
    rows = [(*row, "借调" if at else "备注") for at, row in enumerate(PEOPLE)]
    folder.put("people.xlsx", book(rows))
    folder.organised()
    (note,) = [each for each in folder.notes if each.code == "note-published"]
    assert note.text("zh") == "“备注”一列会显示在选票上并公布，不宜公开的请删去。"
    folder.put("people.xlsx", book([(*row, None) for row in PEOPLE]))
    folder.organised()
    assert not folder.noted("note-published")


def test_merged_cells_are_refused_only_where_entries_stand(folder: Folder) -> None:
    folder.put("roster.xlsx", book([*ROSTER, ("合计",)], lambda s: s.merge_cells("A7:D7")))
    assert len(folder.voters()) == 5
    rows = [(*row[:1], None if row[0] == "李四" else row[1], *row[2:]) for row in ROSTER]
    folder.put("roster.xlsx", book(rows, lambda sheet: sheet.merge_cells("B4:B5")))
    assert folder.refused() == [("xlsx-merged", "roster.xlsx")]
    assert "B4:B5" in str(folder.read())
    sections = [ROSTER[0], ("A票 县级领导（2人）",), *VOTERS[:2], ("B票",), *VOTERS[2:]]

    def sectioned(sheet: Any) -> None:
        sheet.merge_cells("A2:D2")
        sheet.merge_cells("A5:D5")

    folder.put("roster.xlsx", book(sections, sectioned))
    assert folder.refused() == [("xlsx-merged", "roster.xlsx")]
    assert all(cells in str(folder.read()) for cells in ("A2:D2", "A5:D5"))


def test_hidden_rows_of_a_roster_are_named_together(folder: Folder) -> None:
    def dress(sheet: Any) -> None:
        for row in (2, 4, 5, 6):
            sheet.row_dimensions[row].hidden = True

    folder.put("roster.xlsx", book(ROSTER, dress))
    assert folder.refused() == [("list-hidden", "roster.xlsx:2, 4–6")]
    assert "roster_hidden = true" in str(folder.read())


def test_what_is_hidden_and_not_read_does_no_harm(folder: Folder) -> None:
    def dress(sheet: Any) -> None:
        for row in (1, 8, 30):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["A"].hidden = sheet.column_dimensions["K"].hidden = True

    rows = [("名册",), ("序号", *HEADINGS), *((1, *row) for row in VOTERS), ("合计", 5)]
    folder.put("roster.xlsx", book(rows, dress))
    assert len(folder.voters()) == 5


def two_sheets(*, hidden: bool = False) -> bytes:
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows in (("说明", [("请填写下表",)]), ("候选人", PEOPLE), ("Sheet3", [])):
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made["说明"].sheet_state = "hidden" if hidden else "visible"
    return saved(made)


def test_several_sheets_are_named_and_one_is_asked_for(folder: Folder) -> None:
    folder.put("people.xlsx", two_sheets())
    assert folder.refused() == [("xlsx-sheets", "people.xlsx")]
    assert "说明, 候选人" in str(folder.read())
    assert 'people_sheet = "' in str(folder.read())
    folder.more = 'people_sheet = "候选人"'
    assert folder.people() == ["张立新", "王　芳", "李明"]
    folder.more = 'people_sheet = "名单"'
    assert folder.refused() == [("sheet-unknown", "people.xlsx")]
    assert "说明, 候选人, Sheet3" in str(folder.read())


def test_of_two_sheets_with_names_alike_the_exact_one_is_read(folder: Folder) -> None:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, names in (("名 单", ["旧人"]), ("名单", ["李明", "王芳"])):
        sheet = made.create_sheet(title)
        for name in ("姓名", *names):
            sheet.append([name])
    folder.put("people.xlsx", saved(made))
    folder.more = 'people_sheet = "名单"'
    assert folder.people() == ["李明", "王芳"]
    assert "sheet “名单”" in folder.noted("note-read")[0]
    folder.more = 'people_sheet = "名  单"'
    assert folder.refused() == [("sheet-alike", "people.xlsx")]
    made.remove(made["名单"])
    folder.put("people.xlsx", saved(made))
    assert folder.people() == ["旧人"]
    assert "sheet “名 单”" in folder.noted("note-read")[0]


def test_a_hidden_sheet_is_named_as_hidden(folder: Folder) -> None:
    folder.put("people.xlsx", two_sheets(hidden=True))
    assert folder.refused() == [("xlsx-sheets", "people.xlsx")]
    assert "hidden: 说明" in str(folder.read())
    made = Workbook()
    sheet = made.create_sheet("名单")
    for row in PEOPLE:
        sheet.append(list(row))
    sheet.sheet_state = "hidden"
    folder.put("people.xlsx", saved(made))
    assert folder.refused() == [("list-hidden", "people.xlsx")]
    folder.more = "people_hidden = true"
    assert len(folder.people()) == 3


def test_a_text_file_has_no_sheets(folder: Folder) -> None:
    folder.put("people.csv", "姓名\n李明\n".encode())
    folder.more = 'people_sheet = "候选人"'
    assert folder.refused() == [("sheet-csv", "people.csv")]


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


def test_a_strict_file_is_called_so(folder: Folder) -> None:
    transitional = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    strict = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    made = changed(book(PEOPLE), "xl/workbook.xml", lambda xml: xml.replace(transitional, strict))
    folder.put("people.xlsx", made)
    assert folder.refused() == [("xlsx-strict", "people.xlsx")]
    assert "Excel Workbook (*.xlsx)" in str(folder.read())


@pytest.mark.parametrize(
    ("part", "kind"),
    [("content.xml", ".ods"), ("word/document.xml", ".docx"), ("xl/workbook.bin", ".xlsb")],
)
def test_a_file_of_another_kind_is_called_so(folder: Folder, part: str, kind: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(part, "<x/>")
    folder.put("people.xlsx", buffer.getvalue())
    assert folder.refused() == [("list-other-kind", "people.xlsx")]
    assert kind in str(folder.read())


def test_names_with_prefixes_and_cells_without_places_are_read(folder: Folder) -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>姓名</x:t></x:is></x:c></x:row>'
        '<x:row><x:c t="str"><x:v>李明</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, lambda _: sheet.encode()))
    assert folder.people() == ["李明"]


def test_a_document_type_is_not_read(folder: Folder) -> None:
    def bomb(sheet: bytes) -> bytes:
        return b'<!DOCTYPE a [<!ENTITY a "aaaa">]>' + sheet[sheet.index(b"<worksheet") :]

    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, bomb))
    assert folder.refused() == [("xlsx-broken", "people.xlsx")]


def with_rows(rows: bytes) -> bytes:
    """The people, and rows of XML below them."""
    return changed(
        book(PEOPLE), SHEET, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
    )


def test_rows_that_are_formatted_and_empty_do_no_harm(folder: Folder) -> None:
    rows = (b'<row r="%d" s="1"><c r="A%d" s="1"/></row>' % (n, n) for n in range(5, 25_000))
    folder.put("people.xlsx", with_rows(b"".join(rows)))
    assert len(folder.people()) == 3


def test_far_too_many_rows_are_refused_before_they_are_read(folder: Folder) -> None:
    folder.put("people.xlsx", with_rows(b'<row r="9" s="1"/>' * 1_500_000))
    begun = time.process_time()
    assert folder.refused() == [("xlsx-unpacked", "people.xlsx")]
    assert time.process_time() - begun < 2
    assert "new workbook" in str(folder.read())


def renamed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with its sheet changed, in a part whose name tells nothing."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            part = old.read(name).replace(b"worksheets/sheet1.xml", b"worksheets/sheet1.dat")
            if name == SHEET:
                new.writestr("xl/worksheets/sheet1.dat", change(part))
            else:
                new.writestr(name, part)
    return buffer.getvalue()


def test_what_is_in_a_sheet_is_counted_whatever_its_part_is_called(folder: Folder) -> None:
    folder.put("people.xlsx", renamed(book(PEOPLE), lambda xml: xml))
    assert len(folder.people()) == 3
    rows = b'<row r="9"/>' * 1_500_000
    made = renamed(book(PEOPLE), lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))
    folder.put("people.xlsx", made)
    begun = time.process_time()
    assert folder.refused() == [("xlsx-unpacked", "people.xlsx")]
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("encoding", ["cp037", "utf-7"])
def test_an_encoding_in_which_tags_cannot_be_counted_is_refused(
    folder: Folder, encoding: str
) -> None:
    def written(xml: bytes) -> bytes:
        head = f'<?xml version="1.0" encoding="{encoding}"?>'.encode()
        return head + xml.decode().encode(encoding, "xmlcharrefreplace")

    folder.put("people.xlsx", changed(book(PEOPLE), SHEET, written))
    assert folder.refused() == [("xlsx-broken", "people.xlsx")]


def test_two_sheets_that_are_one_part_are_refused(folder: Folder) -> None:
    def twice(xml: bytes) -> bytes:
        (sheet,) = re.findall(rb"<sheet .*?/>", xml)
        again = sheet.replace(b'name="Sheet"', b'name="More"').replace(b'Id="1"', b'Id="2"')
        return xml.replace(sheet, sheet + again)

    folder.put("people.xlsx", changed(book(PEOPLE), "xl/workbook.xml", twice))
    assert folder.refused() == [("xlsx-broken", "people.xlsx")]


def test_a_part_that_holds_more_than_it_declares_is_not_unpacked(folder: Folder) -> None:
    styles = "xl/styles.xml"
    made = bytearray(changed(book(PEOPLE), styles, lambda xml: xml + b" " * (200 * 1024 * 1024)))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        size = archive.getinfo(styles).file_size
    declared = size.to_bytes(4, "little")
    while (at := made.find(declared)) >= 0:
        made[at : at + 4] = (1000).to_bytes(4, "little")
    folder.put("people.xlsx", bytes(made))
    tracemalloc.start()
    try:
        assert folder.refused() == [("xlsx-broken", "people.xlsx")]
        assert tracemalloc.get_traced_memory()[1] < 16 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_part_in_a_packing_that_no_workbook_has_is_refused(folder: Folder) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book(PEOPLE))) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    folder.put("people.xlsx", buffer.getvalue())
    assert folder.refused() == [("xlsx-broken", "people.xlsx")]


def test_a_link_for_a_whole_column_costs_nothing(folder: Folder) -> None:
    links = (
        b'<hyperlinks><hyperlink ref="A1:A1048576" location="x"/></hyperlinks><mergeCells>'
        b'<mergeCell ref="A9:XFD1048576"/></mergeCells></worksheet>'
    )
    made = changed(book(PEOPLE), SHEET, lambda xml: xml.replace(b"</worksheet>", links))
    folder.put("people.xlsx", made)
    assert len(folder.people()) == 3


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


def test_no_warning_of_a_library_reaches_the_clerk(folder: Folder) -> None:
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    made = changed(book(PEOPLE), SHEET, lambda xml: xml.replace(b"</worksheet>", extension))
    folder.put("people.xlsx", made)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert len(folder.people()) == 3


def test_three_thousand_voters_are_checked_in_two_seconds(folder: Folder) -> None:
    voters = [(f"人{n}", f"单位{n % 50}", "干部", "A票" if n < 2 else "B票") for n in range(3000)]
    folder.put("roster.xlsx", book([HEADINGS, *voters]))
    begun = time.process_time()
    assert folder.refused() == [("roster-size", "roster.xlsx")]
    assert time.process_time() - begun < 2
