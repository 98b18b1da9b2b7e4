"""A workbook of figures, read into the fields that a file of figures has: sheet by sheet.

A sheet is called like a round, or as `words` says; where there is one round, the only sheet that
holds anything may be called whatever the spreadsheet called it.
"""

from __future__ import annotations

from pathlib import Path

from meeting.definition.meeting import Meeting, Round
from meeting.files import read_bounded
from meeting.lists.spreadsheets import MOST_BYTES, refuse_old_excel
from meeting.problem import Several
from meeting.toml.tables import Table
from tally.problem import Problem
from tally.trying.known_names import Known, called, known_by_name
from tally.trying.workbook import words
from tally.trying.workbook.cells import At, Cells
from tally.trying.workbook.other_sheets import (
    mark_columns,
    read_hall_sheet,
    read_marks_sheet,
    read_rulings_sheet,
    ruled_steps,
)
from tally.trying.workbook.round_sheet import RoundSheet
from tally.trying.workbook.sheet import Sheet


def read_workbook(path: Path, meeting: Meeting) -> Table:
    """The fields of a workbook; what is wrong in its cells is in the table's source.

    Raises Problem where it is no workbook, or holds nothing.
    """
    from meeting.lists.xlsx_cells import xlsx_grids  # noqa: PLC0415 - openpyxl is slow to load

    data = read_bounded(path, MOST_BYTES)
    refuse_old_excel(data, path.name)
    cells = Cells(path.name)
    filled = [
        (number, grid) for number, grid in enumerate(xlsx_grids(data, path.name)) if grid.lines
    ]
    if not filled:
        raise Problem("workbook-empty", "This workbook is empty.", where=path.name)
    rounds = known_by_name(meeting.rounds, _names)
    for number, grid in filled:
        sheet = Sheet(grid, number, cells)
        each = rounds.find(words.sheet_name(grid.sheet))
        role = words.role_of(grid.sheet)
        if each is None and len(filled) == 1 and not role and len(meeting.rounds) == 1:
            each = meeting.rounds[0]
        if each is not None:
            RoundSheet(sheet, meeting, each).read()
        elif role == "hall":
            read_hall_sheet(sheet, meeting)
        elif role == "marks" and mark_columns(meeting):
            read_marks_sheet(sheet, meeting)
        elif role == "rulings" and ruled_steps(meeting):
            read_rulings_sheet(sheet, meeting)
        elif role != "notes":
            cells.note_at(At(grid.sheet, number, grid.lines[0].number), _unknown(rounds, meeting))
    table = cells.table()
    if not table.get("rounds") and not cells.problems:
        raise Problem(
            "workbook-nothing",
            "Nothing is filled in: no sheet of a round has a number. The rounds are: {known}.",
            where=path.name,
            known=Several(rounds.shown),
        )
    return table


def _names(each: Round) -> tuple[str, ...]:
    """What the sheet of a round may be called."""
    return tuple(words.sheet_name(name) for name in (*called(each), each.id))


def _unknown(rounds: Known[Round], meeting: Meeting) -> Problem:
    roles = [
        "hall",
        *(["marks"] if mark_columns(meeting) else []),
        *(["rulings"] if ruled_steps(meeting) else []),
        "notes",
    ]
    known = [*rounds.shown, *(words.role_sheet(role, "zh") for role in roles)]
    return Problem(
        "sheet-unknown",
        "No sheet of this name is known. There can be: {known}. Rename the sheet, or delete it.",
        known=Several(known),
    )
