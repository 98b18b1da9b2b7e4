"""Rules that ask a small voter group apart: the organiser is told before any slip is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from meeting.organiser.rule_notes import rule_notes
from tests.tally.fixtures.ruled import ruled

RATE = """
[[rules]]
kind = "rate"
id = "rate"
round = "r1"
item = "slate"
over = "valid"
"""
ALONE, ALL, WEIGHED = 'groups = ["A"]\n', 'groups = ["A", "B"]\n', "weighted = true\n"


def codes(rules: str, minimum: int = 5) -> list[str]:
    meeting = ruled(rules, groups=(("A", 3, "2/5"), ("B", 9, "3/5")))
    return [note.code for note in rule_notes(replace(meeting, minimum_group=minimum))]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", []),
        (ALONE, ["rule-groups-apart"]),
        (ALONE.replace("A", "B"), ["rule-groups-apart"]),
        (ALL, []),
        (WEIGHED, ["rule-groups-weighed"]),
        (ALONE + WEIGHED, ["rule-groups-apart"]),
    ],
)
def test_only_steps_that_keep_groups_apart_are_named(more: str, expected: list[str]) -> None:
    assert codes(RATE + more) == expected


@pytest.mark.parametrize("more", [ALONE, WEIGHED])
def test_groups_that_are_large_enough_are_no_matter(more: str) -> None:
    assert codes(RATE + more, minimum=3) == []


def test_the_step_and_the_group_are_named() -> None:
    (note,) = rule_notes(ruled(RATE + ALONE, groups=(("A", 3, "2/5"), ("B", 9, "3/5"))))
    told = note.told("en")
    assert "[[rules]] rate" in told
    assert "fewer than 5 voters (A票)" in told
