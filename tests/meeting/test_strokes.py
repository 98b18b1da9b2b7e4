"""Names in the order of strokes, held against orders that are known."""

from __future__ import annotations

import pytest

from meeting.strokes import strokes_key, without_strokes


@pytest.mark.parametrize(
    "in_order",
    [
        # 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 strokes
        "丁马王田刘李林赵高梁彭鲍蔡潘",
        # of seven strokes: 横 (李), 竖 (吴), 撇 (何), 点 (汪), 折 (张 before 陈, 陆 between them)
        "李吴何汪张陆陈",
        # of four strokes: 王 (横横), 韦 (横横折), 毛 (撇), 方 (点), 孔 (折)
        "王韦毛方孔",
    ],
)
def test_surnames_stand_by_strokes_and_then_by_their_kinds(in_order: str) -> None:
    assert "".join(sorted(sorted(in_order), key=strokes_key)) == in_order


def test_names_of_one_surname_go_on_by_the_next_character() -> None:
    names = ["王芳华", "王一鸣", "王 芳", "王芳", "王小明"]
    assert sorted(names, key=strokes_key) == ["王一鸣", "王小明", "王 芳", "王芳", "王芳华"]


def test_what_the_table_lacks_comes_last_and_is_told() -> None:
    assert sorted(["Ann", "龘", "王"], key=strokes_key) == ["王", "龘", "Ann"]
    assert without_strokes("王 Ann") == "Ann"
    assert without_strokes("王 芳") == ""
