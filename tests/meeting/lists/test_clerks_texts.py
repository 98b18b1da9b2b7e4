"""Lists as text files: encodings line by line, and separators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.lists.csv_text import csv_text
from meeting.problem import Problem
from tests.meeting.fixtures.clerks_lists import PEOPLE, ROSTER, Folder, text
from tests.meeting.fixtures.township import attempted

LINES = text(ROSTER).splitlines(keepends=True)


def mixed(own: str, other: str, *at: int, mark: bytes = b"") -> bytes:
    """The roster in one encoding, some of its lines (from 1) in another."""
    return mark + b"".join(
        line.encode(other if number in at else own) for number, line in enumerate(LINES, 1)
    )


@pytest.mark.parametrize(
    ("data", "where"),
    [
        (mixed("utf-8", "gb18030", 4), "roster.csv:4"),
        (mixed("utf-8", "gb18030", 1), "roster.csv:1"),
        (mixed("utf-8", "gb18030", 6), "roster.csv:6"),
        (mixed("utf-8", "gb18030", 2, 3), "roster.csv:2–3"),
        (mixed("gb18030", "utf-8", 4), "roster.csv:4"),
        (mixed("gb18030", "utf-8", 1, 6), "roster.csv:1, 6"),
        (mixed("utf-8", "gb18030", 1, 2, 3, 5, mark=b"\xef\xbb\xbf"), "roster.csv:1–3, 5"),
        (mixed("utf-8", "utf-8") + b"\xff\xff\n", "roster.csv:7"),
    ],
)
def test_a_line_in_another_encoding_is_named(folder: Folder, data: bytes, where: str) -> None:
    folder.put("roster.csv", data)
    assert folder.refused() == [("csv-encoding", where)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
def test_every_usual_text_file_is_read(folder: Folder, encoding: str, separator: str) -> None:
    folder.put("people.csv", text(PEOPLE, separator).encode(encoding))
    folder.put("roster.csv", ("名册\n" + text(ROSTER, separator)).encode(encoding))
    assert folder.people() == ["张立新", "王　芳", "李明"]
    assert len(folder.voters()) == 5


def test_two_letters_that_are_both_encodings_by_chance_are_no_other_encoding(
    folder: Folder,
) -> None:
    folder.put("people.csv", "姓名\n联通\n李明\n".encode("gb18030"))
    assert folder.people() == ["联通", "李明"]


def test_a_comma_inside_a_text_is_found(folder: Folder) -> None:
    folder.put("people.csv", "姓名,职务\n李明,主席,书记\n王芳,镇长,\n孙文,甲,乙\n".encode())
    assert folder.refused() == [("list-extra-cell", "people.csv:2, 4")]


@given(st.lists(st.text(alphabet="张王李,赵a1", max_size=8), max_size=8), st.booleans())
def test_a_file_of_one_encoding_is_never_called_mixed(lines: list[str], chinese: bool) -> None:
    encoding = "gb18030" if chinese else "utf-8"
    whole = "\n".join(lines)
    found = attempted(lambda: csv_text(whole.encode(encoding), "a.csv"))
    assert isinstance(found, Problem) is False
