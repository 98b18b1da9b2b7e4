"""Tables of one sheet: each has its own widths, and its sums are worked out over joined cells."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import load_workbook

from tally.forms.form import Across, Column, Form, Forms, Row, Table
from tally.forms.sheet_grid import Grid
from tally.forms.workbook import workbook_bytes
from tests.tally.fixtures.read_forms import sheets

NARROW = tuple(Column(head, 1.0) for head in "甲乙丙丁")
WIDE = (Column("写法", 3.0, text=True), Column("票", 1.0), Column("票", 1.0), Column("和", 2.0))
LONG = "王建国（3票）、王 建国（2票）、王建囯（1票）、王健国（1票）"


def test_columns_that_end_at_the_same_place_are_the_same_and_others_are_joined() -> None:
    grid = Grid([NARROW, WIDE, NARROW], 84)
    assert grid.spans(0) == grid.spans(2)
    for table, columns in enumerate((NARROW, WIDE)):
        whole = sum(column.width for column in columns)
        spans = grid.spans(table)
        assert [grid.width(span) for span in spans] == [84 * c.width / whole for c in columns]
        assert [span[0] for span in spans] == [1, *(span[1] + 1 for span in spans[:-1])]
    assert sum(grid.widths) == 84


def test_a_second_table_has_its_own_widths_and_its_sums_hold(tmp_path: Path) -> None:
    row = (LONG, 3, 4, Across(7, (1, 2)))
    tables = (Table(NARROW, (Row(((1, 2, 3, 4),)),)), Table(WIDE, (Row((row,)),)))
    forms = Forms("会议", "2026-12-01", "outcome.json", "zh", (Form("表", "表", (), tables),))
    book = load_workbook(io.BytesIO(workbook_bytes(forms)))
    sheet = book["表"]
    at = next(cell for line in sheet.iter_rows() for cell in line if cell.value == LONG)
    joined = next(each for each in sheet.merged_cells.ranges if at.coordinate in each)
    assert joined.size["columns"] > 1
    (shown,) = sheets(forms, tmp_path).values()
    assert [LONG, "3", "4", "7"] in shown
