"""Judges' scores: however many judges there are, every score is read whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tally.forms.form import Table, Tenths
from tally.outcome.single_outcome import ScoreTable
from tests.meeting.fixtures.preset_cases import meeting_of
from tests.tally.fixtures.invented_counts import invented
from tests.tally.fixtures.read_forms import made, pages, sheets


@pytest.mark.parametrize(("judges", "lines"), [(12, 1), (33, 2)])
def test_every_score_is_read_whole_with_its_one_decimal(
    judges: int, lines: int, tmp_path: Path
) -> None:
    found = invented(meeting_of("judges_panel", tmp_path, voters=judges))
    score = next(each for each in found.rounds[0].singles if isinstance(each, ScoreTable))
    forms = made(found)
    panel = next(each for each in forms.forms if each.name == "演讲答辩评分")
    (table,) = (part for part in panel.parts if isinstance(part, Table))
    assert {len(row.lines) for row in table.rows} == {lines}
    for row, tenths in zip(table.rows, score.items[0].all.tenths, strict=True):
        cells = [cell.value for line in row.lines for cell in line if isinstance(cell, Tenths)]
        assert sorted(cells) == sorted([*tenths, sum(tenths)])
    written = [f"{one // 10}.{one % 10}" for row in score.items[0].all.tenths for one in row]
    text = next(page for page in pages(forms, tmp_path) if "均分" in page)
    read = re.findall(r"(?<![\d.])\d+\.\d(?!\d)", text)
    for one in set(written):
        assert read.count(one) >= written.count(one)
    if lines == 1:
        rows = str(sheets(forms, tmp_path))
        assert all(f"'{one}'" in rows for one in written)
