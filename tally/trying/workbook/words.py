"""What sheets and columns of a workbook of figures are called: the first two are written, all read.

A heading is compared without spaces, capitals and full-width forms. Those in `IGNORED` stand in the
tables that people have, and say nothing that rules start from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Final

PERSON, ID, GROUP, ROUND, ITEM = "person", "id", "group", "round", "item"
VOTES, RULING, REASON, ORDER, ABSTAIN = "votes", "ruling", "reason", "order", "abstain"
HALL: Final = ("entitled", "present", "issued", "returned", "valid")
IGNORED = "ignored"
KEYS: Final = (PERSON, GROUP, ROUND, ITEM)
"""Columns that say whom and what a row is about: a row of headings has one of them."""

_HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    PERSON: ("姓名", "Name", "人选", "被测评人", "被推荐人", "测评对象", "person", "candidate"),
    ID: ("编号", "id"),
    GROUP: ("票种", "Voter group", "group", "会场"),
    ROUND: ("轮次", "Round"),
    ITEM: ("项目", "Item", "question", "评价项目", "测评项目", "内容"),
    VOTES: ("得票", "Votes", "得票数", "票数"),
    "entitled": ("应到", "Entitled", "应到人数"),
    "present": ("实到", "Present", "实到人数"),
    "issued": ("发出", "Issued", "发出票数", "发票"),
    "returned": ("收回", "Returned", "收回票数"),
    "valid": ("有效", "Valid", "有效票", "有效票数"),
    RULING: ("决定", "Decision", "是否通过", "是否同意", "ruling"),
    REASON: ("理由", "Reason", "原因"),
    ORDER: ("次序", "Order"),
    ABSTAIN: ("弃权", "Abstain", "abstentions"),
    IGNORED: (
        *("序号", "No.", "no", "单位", "职务", "单位及职务", "现任职务", "unit", "post", "备注"),
        *("note", "notes", "合计", "小计", "总计", "total", "sum", "得票率", "名次", "rank"),
        *("平均分", "平均", "总分", "最高分", "最低分", "mean", "average", "无效", "无效票"),
    ),
}  # fmt: skip
_SHEETS: Final[Mapping[str, tuple[str, ...]]] = {
    "hall": ("会场数字", "Figures of the hall", "hall", "figures", "人数"),
    "marks": ("成绩", "Marks", "外部成绩"),
    "rulings": ("决定和抽签", "Decisions and draws", "决定", "decisions", "抽签", "draws"),
    "notes": ("说明", "Notes", "填写说明", "readme"),
}
YES: Final = ("是", "yes")
NO: Final = ("否", "no")
WRITTEN: Final = ("另推他人", "Names in writing", "所填姓名", "另选他人", "written names")
_PLACE: Final = re.compile(
    r"(?:第|place|no\.?)?([0-9]{1,3}|[一二三四五六七八九十])(?:名|位|个|st|nd|rd|th)?"
)
_JUDGE: Final = re.compile(r"(?:(?:评委|考官|裁判|judge|score|分数|得分)\D{0,3})?[0-9]{0,4}号?")
_DIGITS: Final = "一二三四五六七八九十"
_LONGEST_NAME: Final = 31
_NO_NAME: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def plain(text: str) -> str:
    """A heading as it is compared."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split()).rstrip(":*")


_MEANING: Final = {plain(word): column for column, words in _HEADINGS.items() for word in words}
_ROLES: Final = {plain(word): role for role, words in _SHEETS.items() for word in words}


def heading(column: str, language: str) -> str:
    """How a column is headed."""
    return _HEADINGS[column][language == "en"]


def meaning(text: str) -> str:
    """The column that a heading names; "" for none of ours."""
    return _MEANING.get(plain(text), "")


def place_heading(place: int, language: str) -> str:
    """How the column of a place in a ranking is headed, counted from 1."""
    return f"Place {place}" if language == "en" else f"第{place}名"


def place_of(text: str) -> int:
    """The place that a heading names, counted from 1; 0 for none."""
    found = _PLACE.fullmatch(plain(text))
    if not found:
        return 0
    return _DIGITS.find(found[1]) + 1 or int(found[1])


def is_judge(text: str) -> bool:
    """Whether a heading is plainly that of one judge's scores: 评委1, 3, Judge 2."""
    return bool(_JUDGE.fullmatch(plain(text)))


def role_sheet(role: str, language: str) -> str:
    """How the sheet of what belongs to no round is called."""
    return _SHEETS[role][language == "en"]


def role_of(sheet: str) -> str:
    """What a sheet of this name holds that belongs to no round; "" for none of ours."""
    return _ROLES.get(plain(sheet), "")


def sheet_name(wanted: str) -> str:
    """The name that a sheet may have: no more than 31 characters, some of them none."""
    return _NO_NAME.sub(" ", wanted).strip()[:_LONGEST_NAME].strip() or "-"
