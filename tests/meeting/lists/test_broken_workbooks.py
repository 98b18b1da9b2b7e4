"""Workbooks of other kinds, broken, or made to cost much: refused before they are unpacked."""

from __future__ import annotations

import io
import re
import time
import tracemalloc
import warnings
import zipfile
from collections.abc import Callable

import pytest

from tests.meeting.fixtures.clerks_lists import (
    HEADINGS,
    PEOPLE,
    SHEET,
    Folder,
    book,
    changed,
)


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
