"""Forms: what workbook and PDF of many people cost, beside the bare cells by openpyxl."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from openpyxl import Workbook
from rich.table import Table

from meeting.definition.meeting import Round
from meeting.definition.person import Person
from tally.forms.all_forms import forms_of
from tally.forms.form import Forms
from tally.forms.pdf import pdf_bytes
from tally.forms.workbook import workbook_bytes
from tally.outcome.file.outcome_json import outcome_bytes
from tally.report.beside import NOTHING_BESIDE
from tests.benchmarks.comparison import Row, comparison
from tests.benchmarks.extent import Extent
from tests.benchmarks.timing import timed
from tests.tally.fixtures.sample_outcomes import PLAIN, outcome
from tests.tally.fixtures.small_papers import evaluation

PEOPLE = 300
_CELLS = 20
"""Cells a person has in all sheets together, about."""


def form_table(_extent: Extent) -> Table:
    """The table of the forms of a large evaluation."""
    return comparison(f"Forms of {PEOPLE} people", "a person", _rows())


def _rows() -> Iterator[Row]:
    made = _made()
    bare = timed(_bare, seconds=2.0)
    book = timed(partial(workbook_bytes, made), seconds=5.0)
    yield Row("workbook", PEOPLE, book, "bare cells by openpyxl", bare)
    printed = timed(partial(pdf_bytes, made), seconds=5.0)
    yield Row("PDF", PEOPLE, printed, "bare cells by openpyxl", bare)


def _made() -> Forms:
    people = tuple(Person(f"p{at}", f"周启明{at}", "", "财政所所长", "") for at in range(PEOPLE))
    paper = evaluation(people)
    only = (Round("r1", "第一轮", "Round 1", (paper.id,)),)
    meeting = replace(PLAIN, people=people, papers=(paper,), rounds=only)
    result = ((1, 5, 3, 1), *((0, 6, 2, 2), (1, 4, 5)) * PEOPLE)
    found = outcome(meeting, {"r1-A": result, "r1-B": result}, {})
    return forms_of(found, outcome_bytes(found), NOTHING_BESIDE, "zh", "votes")


def _bare() -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in range(PEOPLE):
        sheet.append([row] * _CELLS)
    book.save(io.BytesIO())
