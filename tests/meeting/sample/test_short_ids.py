"""The id of a sample meeting is made of whole words."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.meeting.fixtures.preset_cases import meeting_of


@pytest.mark.parametrize(
    ("name", "expected"),
    [("committee_election", "committee"), ("full_slate", "full-slate"), ("heads", "heads")],
)
def test_an_id_is_not_cut_inside_a_word(name: str, expected: str, tmp_path: Path) -> None:
    assert meeting_of(name, tmp_path).id == expected
