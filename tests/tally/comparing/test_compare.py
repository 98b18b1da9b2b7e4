"""The same survey in several meetings: side by side, and over time."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from crypto.board.server_key import ServerKey
from meeting.problem import Problem
from tally.commands.compare import compare
from tally.comparing.comparison import comparison
from tally.comparing.page import page_bytes, shown
from tally.comparing.unit import Unit, read_units
from tally.forms.form import Points, Share, Table
from tally.outcome.exact import rounded
from tally.verify.record.box import no_progress
from tests.tally.fixtures.held_meeting import Held, hold
from tests.tally.fixtures.small_hall import build_hall, hall_of
from tests.tally.fixtures.small_papers import FULL


@pytest.fixture(scope="module")
def units(tmp_path_factory: pytest.TempPathFactory) -> tuple[Held, Held, Held]:
    """One survey in three townships, on three days."""
    folder = tmp_path_factory.mktemp("units")
    base = build_hall(folder / "base", FULL).meeting
    held = []
    for at, (name, day) in enumerate(
        (("乙镇", "2026-06-30"), ("甲镇", "2026-03-31"), ("丙镇", "2026-09-30"))
    ):
        server = ServerKey.generate()
        meeting = replace(
            base, id=f"unit-{at}", title=f"{name}测评", date=day, server_key=server.public.text
        )
        hall = hall_of(folder / f"{at}", meeting, server, {"r1-A": 6, "r1-B": 6}, at)
        held.append(hold(hall, folder / f"held-{at}"))
    first, second, third = held
    return first, second, third


def read(units: tuple[Held, ...]) -> tuple[Unit, ...]:
    return read_units([each.out for each in units], lambda _box: no_progress)


def tables(units: tuple[Unit, ...], *, over_time: bool = False) -> list[Table]:
    forms = comparison(units, "zh", over_time=over_time)
    return [part for form in forms.forms for part in form.parts if isinstance(part, Table)]


def test_every_unit_has_a_row_of_its_own_figures(units: tuple[Held, Held, Held]) -> None:
    found = tables(read(units))
    team = found[0]
    labels = [line[0] for row in team.rows for line in row.lines]
    assert labels == ["乙镇测评", "甲镇测评", "丙镇测评"]
    for row, held in zip(team.rows, units, strict=True):
        item = held.outcome.rounds[0].tables[0].items[0]
        (line,) = row.lines
        assert line[2] == item.all.valid
        votes = [Fraction(each, item.all.valid) for each in item.all.votes]
        assert [cell.value for cell in line[3:6] if isinstance(cell, Share)] == votes
    about_people = found[1]
    assert len(about_people.rows) == 3 * 2
    assert [column.head for column in team.columns[-2:]] == ["名次", "分布"]


def test_a_series_goes_by_days_and_says_the_change(units: tuple[Held, Held, Held]) -> None:
    team = tables(read(units), over_time=True)[0]
    days = [line[0] for row in team.rows for line in row.lines]
    assert days == ["2026-03-31", "2026-06-30", "2026-09-30"]
    lines = [row.lines[0] for row in team.rows]
    rates = [line[6] for line in lines]
    assert lines[0][7] is None
    for at in (1, 2):
        now, before, change = rates[at], rates[at - 1], lines[at][7]
        assert isinstance(now, Share)
        assert isinstance(before, Share)
        assert isinstance(change, Points)
        assert change.value == (now.value - before.value) * 100


def test_the_order_of_the_folders_never_matters_in_a_series(
    units: tuple[Held, Held, Held],
) -> None:
    read_ = read(units)
    assert tables(read_, over_time=True) == tables(tuple(reversed(read_)), over_time=True)


def test_a_fall_is_shown_with_its_sign() -> None:
    assert rounded(Fraction(-13, 4)) == "-3.25"
    assert rounded(Fraction(-1, 8)) == "-0.13"
    assert shown(Points(Fraction(-1, 3))) == "-0.33"


def test_what_was_not_asked_everywhere_is_left_out_and_named(
    units: tuple[Held, Held, Held],
) -> None:
    first, second, _ = read(units)
    meeting = first.outcome.rounds[0].tables[0].items[0].item
    table = first.outcome.rounds[0].tables[0]
    other = replace(table.items[0], item=replace(meeting, prompt="另一题"))
    changed = replace(
        first.outcome.rounds[0],
        tables=(replace(table, items=(other,)), *first.outcome.rounds[0].tables[1:]),
    )
    unit = replace(first, outcome=replace(first.outcome, rounds=(changed,)))
    forms = comparison((unit, second), "zh", over_time=False)
    told = [getattr(part, "text", "") for part in forms.forms[-1].parts]
    assert "另一题" in told
    assert "对镇班子的评价" in told


def test_folders_that_cannot_be_compared_are_refused(
    units: tuple[Held, Held, Held],
) -> None:
    first, second, _ = units
    one, other = read((first, second))
    nothing = replace(other, outcome=replace(other.outcome, rounds=()))
    cases: dict[str, Callable[[], object]] = {
        "compare-few": lambda: comparison(read((first,)), "zh", over_time=False),
        "compare-twice": lambda: read((first, first)),
        "compare-different": lambda: comparison((one, nothing), "zh", over_time=False),
        "compare-no-folder": lambda: read_units(
            [first.out / "boxes" / "r1-A" / "record.bel"], lambda _box: no_progress
        ),
        "compare-not-valid": lambda: read_units([second.closed], lambda _box: no_progress),
    }
    for code, action in cases.items():
        with pytest.raises(Problem) as caught:
            action()
        assert caught.value.code == code
        assert caught.value.text("zh") != caught.value.text("en")


def test_workbook_pdf_and_page_hold_the_same_figures(
    units: tuple[Held, Held, Held], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = CliRunner().invoke(compare, [*(str(each.out) for each in units), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "乙镇测评" in done.output
    book = openpyxl.load_workbook(out / "comparison.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    rate = units[0].outcome.rounds[0].tables[0].items[0].rates["competent-or-better"].value
    assert rate is not None
    assert any(isinstance(cell, float) and abs(cell - float(rate.value)) < 1e-9 for cell in cells)
    pdf = subprocess.run(
        [shutil.which("pdftotext") or "pdftotext", "-layout", out / "comparison.pdf", "-"],
        capture_output=True,
        check=True,
    ).stdout.decode()
    page = (out / "comparison.html").read_text(encoding="utf-8")
    for name in ("乙镇测评", "甲镇测评", "丙镇测评", rate.rounded):
        assert name in page
        assert name in pdf
    again = CliRunner().invoke(compare, [*(str(each.out) for each in units), "--out", str(out)])
    assert isinstance(again.exception, Problem)


def test_nothing_that_people_wrote_becomes_a_part_of_the_page(
    units: tuple[Held, Held, Held],
) -> None:
    first, second, _ = read(units)
    evil = replace(first.meeting, title="<script>alert(1)</script>")
    unit = replace(first, outcome=replace(first.outcome, meeting=evil))
    page = page_bytes(comparison((unit, second), "zh", over_time=False)).decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
