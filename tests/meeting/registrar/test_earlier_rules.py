"""No slips are made for a meeting under the rules of an earlier release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from meeting.problem import Problem
from meeting.published.definition_file import published
from meeting.registrar.prepare import make_everything
from tests.meeting.fixtures.township import township, trustees_of


def test_a_meeting_of_schema_1_gets_no_slips(tmp_path: Path) -> None:
    """The attack: `"schema":1` written today, so that order and plan are asked of nobody."""
    meeting = replace(township(), schema=1)
    with pytest.raises(Problem) as refused:
        make_everything(
            published(meeting), meeting, trustees_of(), tmp_path / "p", tmp_path / "s", print
        )
    assert refused.value.code == "schema-earlier"
    assert "schema 1" in refused.value.text("zh")
    assert not list(tmp_path.iterdir())
