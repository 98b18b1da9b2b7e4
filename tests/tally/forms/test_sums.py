"""Nothing is written of figures that do not add up: the place and both numbers are named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tally.forms.all_forms import forms_of
from tally.forms.form import Across, Column, Down, Form, Row, Table
from tally.forms.sums import check_sums
from tally.outcome.outcome import Outcome
from tally.problem import Problem
from tally.report.beside import NOTHING_BESIDE
from tests.tally.fixtures.sample_outcomes import HALL, PLAIN, A, B, outcome

FOUND = outcome(PLAIN, {"r1-A": A, "r1-B": B}, HALL)


def refused(found: Outcome) -> str:
    with pytest.raises(Problem) as caught:
        forms_of(found, b"", NOTHING_BESIDE, "zh", "votes")
    assert caught.value.code == "forms-sums"
    return caught.value.told("en")


def test_sums_that_hold_are_counted() -> None:
    made = forms_of(FOUND, b"", NOTHING_BESIDE, "zh", "votes")
    assert made.checked > 10


def test_received_that_is_not_valid_invalid_and_unopened_is_refused() -> None:
    (each,) = FOUND.rounds
    wrong = replace(each.figures.all, valid=each.figures.all.valid - 1)
    figures = replace(each.figures, all=wrong)
    told = refused(replace(FOUND, rounds=(replace(each, figures=figures),)))
    assert f"{wrong.returned} is not {wrong.returned - 1}" in told
    assert each.round.name in told


def test_answers_about_somebody_that_are_not_the_valid_ballots_are_refused() -> None:
    (each,) = FOUND.rounds
    at, table = next(
        (at, table) for at, table in enumerate(each.tables) if not table.table.rows_are_options
    )
    first = table.items[0]
    wrong = replace(first.all, votes=(first.all.votes[0] + 1, *first.all.votes[1:]))
    items = (replace(first, all=wrong), *table.items[1:])
    tables = (*each.tables[:at], replace(table, items=items), *each.tables[at + 1 :])
    told = refused(replace(FOUND, rounds=(replace(each, tables=tables),)))
    assert first.item.prompt in told
    assert f"{first.all.valid + 1} is not {first.all.valid}" in told


@pytest.mark.parametrize("cell", [Across(6, (0, 1)), Down(4)])
def test_a_total_of_a_table_that_is_not_its_cells_is_refused(cell: Across | Down) -> None:
    columns = (Column("a"), Column("b"), Column("c"))
    table = Table(columns, (Row(((1, 2, 3),)), Row(((3, 2, cell),))))
    form = Form("one", "Table of one", (), (table,))
    made = forms_of(FOUND, b"", NOTHING_BESIDE, "zh", "votes")
    with pytest.raises(Problem, match="Table of one"):
        check_sums(FOUND, NOTHING_BESIDE, replace(made, forms=(form,)))
