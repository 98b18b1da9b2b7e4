"""What stands beside a name: the position, as far as the name does not say it."""

from __future__ import annotations

import pytest

from meeting.definition.person import Person
from tally.words.figures_and_names import position_beside

PERSON = Person("p", "张伟", "Zhang Wei", "镇长（兼）", "Mayor", unit="云溪镇", unit_en="Yunxi")


@pytest.mark.parametrize(
    ("name", "language", "beside"),
    [
        ("张伟", "zh", "云溪镇 镇长（兼）"),
        ("张伟（云溪镇）", "zh", "镇长（兼）"),
        ("张伟（镇长（兼））", "zh", "云溪镇"),
        ("张伟（云溪镇 镇长（兼））", "zh", ""),
        ("张伟（1974年3月生）", "zh", "云溪镇 镇长（兼）"),
        ("Zhang Wei (Mayor)", "en", "Yunxi"),
        ("Zhang Wei (Mayor, Yunxi)", "en", ""),
        ("Zhang Wei", "en", "Mayor, Yunxi"),
    ],
)
def test_what_the_brackets_say_is_not_said_again(name: str, language: str, beside: str) -> None:
    assert position_beside(PERSON, name, language) == beside
