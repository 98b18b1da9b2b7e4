"""Workbook and PDF say the figures of the outcome, as LibreOffice and poppler read them."""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from meeting.definition.meeting import Meeting
from tally.forms.form import Across, Cell, Down, Forms, Points, Share, Table, Tenths
from tally.forms.workbook import workbook_bytes
from tally.outcome.exact import percentage, rounded
from tally.outcome.file.outcome_json import outcome_bytes
from tests.tally.fixtures.read_forms import made, pages, sheets
from tests.tally.fixtures.sample_outcomes import (
    HALL,
    PLAIN,
    A,
    B,
    outcome,
    sample_beside,
    samples,
)


def shown(cell: Cell) -> str:
    """A cell as a reader sees it."""
    if isinstance(cell, Share):
        return percentage(cell.value)
    if isinstance(cell, Points):
        return rounded(cell.value)
    return str(cell.value) if isinstance(cell, Across | Down) else str(cell)


def rows(forms: Forms, name: str) -> list[list[str]]:
    """Every line of every table of a form, without what only a PDF draws."""
    written = str | int | Share | Points | Tenths | Across | Down
    form = next(each for each in forms.forms if each.name == name)
    tables = [part for part in form.parts if isinstance(part, Table)]
    return [
        [shown(cell) for cell in line if isinstance(cell, written)]
        for table in tables
        for row in table.rows
        for line in row.lines
    ]


@pytest.mark.slow
@pytest.mark.parametrize("number", [0, 1, 3])
def test_libreoffice_shows_every_figure_and_works_out_the_same_sums(
    number: int, tmp_path: Path
) -> None:
    forms = made(samples()[number], beside=sample_beside())
    found = sheets(forms, tmp_path)
    assert len(found) == len(forms.forms)
    for form in forms.forms:
        there = found[form.name]
        assert form.title in there[0]
        for row in rows(forms, form.name):
            assert [cell for cell in row if cell] in there


@pytest.mark.parametrize("language", ["zh", "en"])
def test_poppler_reads_every_page_with_its_number_and_the_hash(
    language: str, tmp_path: Path
) -> None:
    sample = samples()[0]
    forms = made(sample, language, beside=sample_beside())
    found = pages(forms, tmp_path)
    digest = hashlib.sha256(outcome_bytes(sample)).hexdigest()
    for number, page in enumerate(found, 1):
        assert digest in page
        told = f"第{number}页共{len(found)}页" if language == "zh" else f"page{number}of"
        assert told in re.sub(r"\s+", "", page)
    text = re.sub(r"\s+", "", "".join(found))
    for form in forms.forms:
        assert re.sub(r"\s+", "", form.title) in text
        for row in rows(forms, form.name):
            for cell in row:
                assert re.sub(r"\s+", "", cell) in text


@pytest.mark.parametrize("hostile", ['=HYPERLINK("http://x","y")', "+1+1", "-2", "@SUM(A1)"])
def test_a_name_is_never_a_formula(hostile: str) -> None:
    people = {"chen": hostile}
    named = renamed(PLAIN, people)
    forms = made(outcome(named, {"r1-A": A, "r1-B": B}, HALL))
    book = load_workbook(io.BytesIO(workbook_bytes(forms)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    for name in people.values():
        holding = [cell for cell in cells if cell.value == name]
        assert holding
        assert {cell.data_type for cell in holding} == {"s"}
        assert all(cell.quotePrefix for cell in holding)
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert formulas
    assert all(re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)", str(each)) for each in formulas)


def test_sheets_are_ready_to_be_printed() -> None:
    book = load_workbook(io.BytesIO(workbook_bytes(made(samples()[0]))))
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        assert sheet.print_area
        assert sheet.page_setup.fitToWidth == 1
    wide = book["全额定向推荐"]
    assert wide.page_setup.orientation == "landscape"
    assert wide.print_title_rows == "$4:$5"


def renamed(meeting: Meeting, names: dict[str, str]) -> Meeting:
    """The same meeting with other names."""
    people = tuple(replace(p, name=names.get(p.id, p.name)) for p in meeting.people)
    by_id = {person.id: person for person in people}
    papers = tuple(
        replace(
            paper,
            items=tuple(
                replace(
                    item,
                    subject=by_id[item.subject.id] if item.subject else None,
                    options=tuple(replace(o, label=names.get(o.id, o.label)) for o in item.options),
                )
                for item in paper.items
            ),
        )
        for paper in meeting.papers
    )
    return replace(meeting, people=people, papers=papers)
