"""What is hidden or merged in a workbook: refused where entries stand, unless it is confirmed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.meeting.fixtures.clerks_lists import (
    HEADINGS,
    PEOPLE,
    ROSTER,
    SHEET,
    VOTERS,
    Folder,
    book,
    changed,
)


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
