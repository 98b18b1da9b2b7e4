"""Every sum of the forms, worked out again before anything is written.

What the hall entered may not add up, and a form says so; what was counted has to.
"""

from __future__ import annotations

from collections.abc import Iterator

from tally.forms.asked import is_one_of
from tally.forms.form import Across, Bar, Cell, Down, Form, Forms, Table
from tally.forms.slips_account import slips_accounts
from tally.outcome.item_outcome import ItemOutcome
from tally.outcome.outcome import Outcome, RoundOutcome
from tally.problem import Problem
from tally.report.beside import Beside


def check_sums(outcome: Outcome, beside: Beside, forms: Forms) -> int:
    """How many equations hold, of the figures and of the tables of the forms.

    - slips taken out = issued + left over + missing, in each box
    - received ≤ issued, or else the round is void
    - received = valid + invalid + not opened, in each box and together
    - the answers to a question of one answer = the valid ballots, in each group and together
    - every sum of a table = the cells that it stands for

    Raises Problem("forms-sums") with the first that does not hold, and where.
    """
    checked = 0
    for where, left, right in _equations(outcome, beside, forms):
        if left != right:
            raise Problem(
                "forms-sums",
                "{what}: {left} is not {right}. No forms are made of figures that do not add up:"
                " keep the published folder, and have the count verified by another program.",
                what=where,
                left=left,
                right=right,
            )
        checked += 1
    return checked


def _equations(outcome: Outcome, beside: Beside, forms: Forms) -> Iterator[tuple[str, int, int]]:
    for each in outcome.rounds:
        yield from _figures(each)
        for account in slips_accounts(outcome, beside, each):
            if None not in (account.issued, account.left_over, account.missing):
                parts = (account.issued, account.left_over, account.missing)
                yield each.round.name, account.taken_out, sum(filter(None, parts))
        for table in () if each.figures.void else each.tables:
            for item in table.items:
                yield from _answers(each, item)
    for form in forms.forms:
        yield from _tables(form)


def _figures(each: RoundOutcome) -> Iterator[tuple[str, int, int]]:
    figures = each.figures
    if figures.void:
        return
    for name, row in (
        *((box.group.name, row) for box, row in figures.by_box),
        (each.round.name, figures.all),
    ):
        yield name, row.returned, row.valid + row.invalid + row.unopened
        if row.issued is not None:
            yield name, row.returned, min(row.returned, row.issued)
    boxes = [row.returned for _box, row in figures.by_box]
    yield each.round.name, figures.all.returned, sum(boxes)


def _answers(each: RoundOutcome, outcome: ItemOutcome) -> Iterator[tuple[str, int, int]]:
    if not is_one_of(outcome.item):
        return
    who = outcome.item.subject.display_name if outcome.item.subject else ""
    where = " · ".join(filter(None, [each.round.name, who, outcome.item.prompt]))
    for count in (*outcome.by_group.values(), outcome.all):
        yield where, sum(count.votes) + count.abstain, count.valid
    parts = [count.valid for count in outcome.by_group.values()]
    yield where, outcome.all.valid, sum(parts)


def _tables(form: Form) -> Iterator[tuple[str, int, int]]:
    for table in form.parts:
        if isinstance(table, Table):
            where = f"{form.title} {table.caption}".strip()
            lines = [row.lines[0] for row in table.rows]
            for number, line in enumerate(lines):
                for left, right in _sums(lines, number, line):
                    yield where, left, right


def _sums(
    lines: list[tuple[Cell, ...]], number: int, line: tuple[Cell, ...]
) -> Iterator[tuple[int, int]]:
    for at, cell in enumerate(line):
        if isinstance(cell, Across):
            first, last = cell.columns
            yield cell.value, _whole(line[first : last + 1])
            bars = (one for one in line if isinstance(one, Bar))
            yield from ((cell.value, sum(bar.votes) + bar.rest) for bar in bars)
        if isinstance(cell, Down):
            yield cell.value, _whole([above[at] for above in lines[:number]])


def _whole(cells: tuple[Cell, ...] | list[Cell]) -> int:
    return sum(cell for cell in cells if isinstance(cell, int))
