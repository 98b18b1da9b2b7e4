"""README.txt of a published folder: Chinese, and English too where the meeting speaks it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meeting.definition.meeting import Meeting
from tally.report.pages import readme
from tests.tally.fixtures.sample_outcomes import HALL, PLAIN, A, B, in_chinese_alone, outcome

COMMANDS = ("piaoxiang verify . --meeting-fingerprint", "verify . --receipt")


def read(meeting: Meeting) -> str:
    return readme(outcome(meeting, {"r1-A": A, "r1-B": B}, HALL)).decode()


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_a_meeting_without_english_has_a_readme_without_it(group: str) -> None:
    meeting = replace(PLAIN, group_name=group)
    both, chinese = read(meeting), read(in_chinese_alone(meeting))
    assert both.startswith(chinese)
    assert "How to check" in both
    assert "How to check" not in chinese
    assert chinese.endswith("。\n")
    for command in COMMANDS:
        assert (chinese.count(command), both.count(command)) == (1, 2)
