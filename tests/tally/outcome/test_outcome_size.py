"""The size of outcome.json that a meeting is measured by is never less than that of a real one."""

from __future__ import annotations

from meeting.feasibility.outcome_size import outcome_bytes as foreseen
from tally.outcome.outcome_json import outcome_bytes
from tests.tally.fixtures.sample_outcomes import samples


def test_no_outcome_is_larger_than_foreseen() -> None:
    for outcome in samples():
        assert len(outcome_bytes(outcome)) <= foreseen(outcome.meeting)
