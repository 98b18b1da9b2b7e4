"""Finding people as they are typed."""

from __future__ import annotations

import pytest

from desk.attendance.search import Index, Person

NAMES = ("张伟", "章伟明", "曾静", "吕方", "欧阳雪", "买买提·艾力", "John Smith")
INDEX = Index([Person(at, name, "", "", "AB"[at % 2]) for at, name in enumerate(NAMES)])


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("张伟", {"张伟"}),
        ("伟", {"张伟", "章伟明"}),
        ("zhangwei", {"张伟", "章伟明"}),
        ("Zhang Wei", {"张伟", "章伟明"}),
        ("zw", {"张伟", "章伟明"}),
        ("zwm", {"章伟明"}),
        ("ming", {"章伟明"}),
        ("zeng", {"曾静"}),
        ("ceng", {"曾静"}),
        ("lü", {"吕方"}),
        ("lvf", {"吕方"}),
        ("oyx", {"欧阳雪"}),
        ("买买提艾力", {"买买提·艾力"}),
        ("smith", {"John Smith"}),
        ("hang", set()),
        ("王", set()),
        ("", set(NAMES)),
    ],
)
def test_people_are_found_by_characters_pinyin_and_initials(typed: str, found: set[str]) -> None:
    assert {each.name for each in INDEX.find(typed)} == found


def test_only_one_group_is_searched() -> None:
    assert [each.name for each in INDEX.find("zw", "B")] == ["章伟明"]


def test_all_stand_in_the_order_of_the_alphabet() -> None:
    found = [each.name for each in INDEX.find("")]
    assert found.index("欧阳雪") < found.index("张伟") < found.index("章伟明")
