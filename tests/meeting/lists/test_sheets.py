"""Which sheet of a workbook is read, where there are several, and what a hidden one is called."""

from __future__ import annotations

from openpyxl import Workbook

from tests.meeting.fixtures.clerks_lists import (
    PEOPLE,
    Folder,
    saved,
)


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
