"""Lists from outside: read when there is no doubt, refused with row and column otherwise."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from meeting.lists.headings import ListKind
from meeting.lists.spreadsheets import Row, parse_list
from meeting.problem import Problem, Problems
from tests.meeting.fixtures.township import attempted, each_of

COLUMNS: dict[str, Sequence[str]] = {
    "name": ("姓名", "name"),
    "unit": ("单位", "unit"),
    "birth": ("出生年月", "birth"),
}
KIND = ListKind("people", COLUMNS, ("name",))
GOOD = "姓名,单位\n张三,办公室\n李四,财政所\n"


def parse(data: bytes, name: str = "list.csv") -> list[Row]:
    read = parse_list(data, name, KIND)
    if read.problems:
        raise Problems(read.problems)
    return list(read.rows)


def xlsx(rows: Sequence[Sequence[Any]], *, merge: str = "", sheets: int = 1) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for _ in range(sheets):
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@cache
def good_xlsx() -> bytes:
    return xlsx([("姓名", "单位"), ("张三", "办公室"), ("李四", "财政所")])


def repacked(changes: dict[str, bytes]) -> bytes:
    """The good workbook with some of its parts replaced."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(good_xlsx())) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
    return buffer.getvalue()


def problems(data: bytes, name: str) -> list[tuple[str, str]]:
    with pytest.raises(Problem) as caught:
        parse(data, name)
    assert caught.value.text("zh")
    return [(each.code, each.where) for each in each_of(caught.value)]


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        GOOD.encode("gb18030"),
        GOOD.replace("\n", "\r\n").encode(),
        GOOD.replace("姓名", "NAME").encode(),
        GOOD.replace("\n李四", "\n,\n\n李四").encode(),
        good_xlsx(),
        GOOD.encode("utf-16"),
        b"\xef\xbb\xbf" + GOOD.encode("gb18030"),
        GOOD.replace(",", "\t").encode(),
        GOOD.replace(",", ";").encode(),
        GOOD.replace("\n", ",,,\n").encode(),
        ("," * 70 + "\n" + GOOD).encode(),
    ],
    ids=[
        *("utf-8", "bom", "gb18030", "crlf", "english", "empty rows", "xlsx", "unicode text"),
        *("gb18030 with bom", "tabs", "semicolons", "commas at the end", "empty columns"),
    ],
)
def test_a_list_is_read_whatever_program_wrote_it(data: bytes) -> None:
    rows = parse(data)
    assert [(row.text("name"), row.text("unit"), row.text("birth")) for row in rows] == [
        *(("张三", "办公室", ""), ("李四", "财政所", "")),
    ]
    assert rows[0].where("unit").startswith("list.csv:")
    assert rows[0].where("unit").endswith(" 单位")


def test_numbers_and_dates_of_a_workbook_become_text() -> None:
    (row,) = parse(xlsx([("姓名", "单位", "出生年月"), (7, 1.5, date(1974, 3, 1))]))
    assert [row.text(name) for name in COLUMNS] == ["7", "1.5", "1974-03-01"]
    assert [row.is_number(name) for name in COLUMNS] == [True, True, False]


def test_rows_count_as_the_spreadsheet_counts_them() -> None:
    rows = parse('姓名,单位\n"张\n三",甲\n李四,乙\n'.encode())
    assert [row.number for row in rows] == [2, 4]
    rows = parse(xlsx([("姓名",), (None,), ("张三",)]))
    assert [row.number for row in rows] == [3]


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("", "list-empty", "list.csv"),
        ("姓名\n", "list-empty", "list.csv"),
        ("单位\n甲\n", "heading-missing", "list.csv:1"),
        ("姓名,name\n张三,1\n", "heading-twice", "list.csv:1 name"),
        ("姓名\n张三,多出\n", "list-extra-cell", "list.csv:2"),
        ('姓名\n张三\n"李四\n', "csv-syntax", "list.csv:3"),
        ("姓名\n" + "甲\n" * 20_001, "list-too-large", "list.csv:20001"),
        ("姓名\n张三" + "," * 60 + "远", "list-too-large", "list.csv:2"),
    ],
)
def test_a_doubtful_csv_is_refused_with_the_row(text: str, code: str, where: str) -> None:
    assert (code, where) in problems(text.encode(), "list.csv")


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (GOOD.encode("utf-16-le"), "list.csv"),
        (b"name\n\xff\xff\n", "list.csv:2"),
        (b"\x00\x01\x02", "list.csv"),
    ],
)
def test_another_encoding_is_refused(data: bytes, where: str) -> None:
    assert problems(data, "list.csv") == [("csv-encoding", where)]


def test_an_old_excel_file_is_named_as_such() -> None:
    assert problems(b"\xd0\xcf\x11\xe0" + bytes(500), "a.xls") == [("list-old-excel", "a.xls")]


def test_a_formula_is_refused_with_its_cell() -> None:
    data = xlsx([("姓名", "单位"), ("张三", "=A2"), ("=1+1", "甲")])
    assert problems(data, "a.xlsx") == [
        ("xlsx-formula", "a.xlsx:2 单位 (B)"),
        ("xlsx-formula", "a.xlsx:3 姓名 (A)"),
    ]


def test_an_error_value_is_refused_with_its_cell() -> None:
    assert problems(xlsx([("姓名",), ("#REF!",)]), "a.xlsx") == [
        ("xlsx-error", "a.xlsx:2 姓名 (A)")
    ]


def test_merged_cells_are_refused() -> None:
    data = xlsx([("姓名", "单位"), ("张三", "甲"), ("李四", "")], merge="B2:B3")
    (problem,) = parse_list(data, "list.xlsx", KIND).problems
    assert problem.code == "xlsx-merged"
    assert "B2:B3" in problem.text("zh")


def test_merging_the_whole_sheet_costs_nothing() -> None:
    sheet = zipfile.ZipFile(io.BytesIO(good_xlsx())).read("xl/worksheets/sheet1.xml")
    huge = b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    data = repacked(
        {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", b"</sheetData>" + huge)}
    )
    assert problems(data, "a.xlsx") == [("xlsx-merged", "a.xlsx")]


@pytest.mark.parametrize("place", [b'r="B900000"', b'r="XFD2"'])
def test_a_cell_far_away_is_refused(place: bytes) -> None:
    sheet = zipfile.ZipFile(io.BytesIO(good_xlsx())).read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'r="B3"', place)
    if place == b'r="B900000"':
        far = far.replace(b'<row r="3"', b'<row r="900000"').replace(b'r="A3"', b'r="A900000"')
    ((code, _),) = problems(repacked({"xl/worksheets/sheet1.xml": far}), "a.xlsx")
    assert code == "list-too-large"


def test_two_sheets_with_content_are_refused_and_empty_ones_are_not() -> None:
    assert problems(xlsx([("姓名",), ("张三",)], sheets=2), "a.xlsx") == [("xlsx-sheets", "a.xlsx")]
    book = Workbook()
    sheet = book.create_sheet()
    sheet.append(["姓名"])
    sheet.append(["张三"])
    buffer = io.BytesIO()
    book.save(buffer)
    assert [row.text("name") for row in parse(buffer.getvalue())] == ["张三"]


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    data = repacked({"xl/worksheets/sheet1.xml": b" " * (97 * 1024 * 1024)})
    assert len(data) < 200_000
    assert problems(data, "a.xlsx") == [("xlsx-unpacked", "a.xlsx")]


def test_a_workbook_of_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">' + b"".join(
        b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10 if i else b"&a;" * 10)
        for i in range(12)
    )
    bomb += b"]><worksheet>&a11;</worksheet>"
    assert problems(repacked({"xl/worksheets/sheet1.xml": bomb}), "a.xlsx")


@given(st.data())
def test_a_damaged_workbook_gives_problems_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(good_xlsx())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(2, len(whole) - 1))
        whole[start : start + data.draw(st.integers(0, 8))] = data.draw(st.binary(max_size=8))
    read = attempted(lambda: parse(bytes(whole), "a.xlsx"))
    assert not isinstance(read, Problem) or read.text("zh")


@given(st.data())
def test_a_damaged_sheet_gives_problems_and_nothing_else(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(zipfile.ZipFile(io.BytesIO(good_xlsx())).namelist()))
    part = bytearray(zipfile.ZipFile(io.BytesIO(good_xlsx())).read(name))
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(part) - 1))
        part[start : start + data.draw(st.integers(0, 20))] = data.draw(
            st.binary(max_size=8) | st.sampled_from([b'"', b"<a/>", b"99999999", b"-1", b""])
        )
    read = attempted(lambda: parse(repacked({name: bytes(part)}), "a.xlsx"))
    assert not isinstance(read, Problem) or read.text("zh")


@given(
    st.binary(max_size=200) | st.text(max_size=80).map(lambda text: f"姓名,单位\n{text}".encode())
)
def test_any_bytes_are_a_list_or_a_problem(data: bytes) -> None:
    read = attempted(lambda: parse(data))
    if isinstance(read, Problem):
        assert read.text("zh")
    else:
        assert all(row.number > 1 for row in read)
