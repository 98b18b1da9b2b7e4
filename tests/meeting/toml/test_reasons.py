"""What is wrong with a file that is no TOML, and where, in both languages."""

from __future__ import annotations

import tomllib

import pytest

from meeting.problem import Problem
from meeting.toml.reasons import place_of, reason_msgid
from meeting.toml.tables import parse_toml

WRONG = [
    ("title = “会议”", 1, 9, "全角引号", "straight quotation marks"),
    ("title = 会议", 1, 9, "全角引号", "straight quotation marks"),
    ('a = "x"\n镇 = 1', 2, 1, "一个键或一个表", "a key or a table"),
    ('a = "x" b', 1, 9, "注释要以 # 开头", "a comment begins with #"),
    ("a 1", 1, 3, "缺少等号", "equals sign"),
    ("[tellers", 1, 9, "缺少右方括号 ]", "bracket of the table"),
    ("[[groups]", 1, 9, "缺少右方括号 ]", "bracket of the table"),
    ("a = 1\na = 2", 2, 6, "重复出现", "a second time"),
    ("[a]\n[a]", 2, 3, "重复出现", "a second time"),
    ('a = "x\nb = 1', 1, 7, "缺少结尾的引号", "closing quotation mark"),
    ('a = """x', 1, 9, "缺少结尾的引号", "closing quotation mark"),
    ("a = 'x", 1, 7, "缺少结尾的引号", "closing quotation mark"),
    ('a = ["x"\nb = 1', 2, 1, "列表缺少右方括号", "bracket ] of the list"),
    ("a = {b = 1", 1, 11, "缺少右花括号", "closing brace }"),
    ('a = "C:\\Users"', 1, 10, "反斜杠要写两个", "a backslash"),
    ("a = 1\ndate = 2026年12月4日", 2, 12, "日期写作 2026-11-21", "written like 2026-11-21"),
    ("date = 2026/12/04", 1, 12, "日期写作 2026-11-21", "written like 2026-11-21"),
    ("date = 2026-12-4", 1, 12, "日期写作 2026-11-21", "written like 2026-11-21"),
    ("date = 2026.12.4\n", 1, 15, "日期写作 2026-11-21", "written like 2026-11-21"),
    ("a = 2026-02-30", 1, 5, "没有这个日期", "no such date"),
    ("a = 1 # \x07", 1, 9, "不允许的字符", "may not be here"),
]


@pytest.mark.parametrize(("text", "line", "column", "chinese", "english"), WRONG)
def test_reason_line_and_column(
    text: str, line: int, column: int, chinese: str, english: str
) -> None:
    with pytest.raises(Problem) as caught:
        parse_toml(text.encode(), "meeting.toml")
    problem = caught.value
    assert (problem.code, problem.where) == ("toml-syntax", f"meeting.toml:{line}")
    assert (problem.values["line"], problem.values["column"]) == (line, column)
    assert chinese in problem.text("zh")
    assert f"第 {line} 行第 {column} 列" in problem.text("zh")
    assert english in problem.text("en")


def test_a_reason_that_nobody_knows_is_a_sentence_all_the_same() -> None:
    assert reason_msgid("Something new") == "this is not how TOML is written"


def test_the_place_of_an_error_is_taken_from_its_values_or_else_from_its_sentence() -> None:
    text = 'a = 1\nb = "'
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads("a = 1\nb = x")
    assert place_of(caught.value, text) == (2, 5)
    assert place_of(ValueError("Unterminated string (at end of document)"), text) == (2, 6)
    later = ValueError("Invalid value")
    vars(later).update(lineno=7, colno=3)
    assert place_of(later, text) == (7, 3)
