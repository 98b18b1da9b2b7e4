"""Names that sound alike, whatever characters they are written with."""

from __future__ import annotations

import pytest

from meeting.pinyin.readings import readings, same_reading


@pytest.mark.parametrize(
    ("one", "other", "reading"),
    [
        ("张伟", "章伟", "zhang wei"),
        ("张伟", "張 偉", "zhang wei"),
        ("张伟", "Zhang Wei", "zhang wei"),
        ("ｚｈａｎｇｗｅｉ", "章伟", "zhang wei"),
        ("吕布", "lübu", "lv bu"),
        ("曾志伟", "增智威", "zeng zhi wei"),
        ("买买提·吐尔逊", "买买提吐尔逊", "mai mai ti tu er xun"),
        ("张伟", "张薇薇", ""),
        ("王芳", "黄芳", ""),
    ],
)
def test_names_are_alike_where_one_of_their_readings_is(one: str, other: str, reading: str) -> None:
    shared = same_reading(readings(one), readings(other))
    assert bool(shared) == bool(reading)
    assert reading in {shared, *readings(one).values(), ""}
    assert shared == same_reading(readings(other), readings(one))


@pytest.mark.parametrize("name", ["", "·", "12", "王🙂", "\u3400"])
def test_what_nobody_can_read_sounds_like_nothing(name: str) -> None:
    assert readings(name) == {}


def test_a_name_of_many_readings_does_not_take_for_ever() -> None:
    assert 1 < len(readings("嗯" * 3 + "乐" * 27)) <= 1024
