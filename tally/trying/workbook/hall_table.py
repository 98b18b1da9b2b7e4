"""The figures of the hall, 应到 实到 发出 收回 有效: a row for each round and voter group."""

from __future__ import annotations

from meeting.definition.meeting import Meeting, Round
from meeting.language import N_
from meeting.lists.cell import Line
from tally.trying.known_names import known_by_name
from tally.trying.workbook import words
from tally.trying.workbook.rows import group_in, told_twice
from tally.trying.workbook.sheet import COUNT, Sheet, SheetTable


def is_hall(table: SheetTable) -> bool:
    """Whether the headings are those of the hall."""
    found = [words.meaning(text) for _at, text in table.columns()]
    return words.PERSON not in found and sum(each in words.HALL for each in found) > 1


def read_hall(sheet: Sheet, table: SheetTable, meeting: Meeting, only: Round | None) -> None:
    """Read a table of the hall; `only` is the round whose sheet it stands in."""
    columns = {words.meaning(text): at for at, text in table.columns()}
    for line in table.rows:
        figures = {name: at for name, at in columns.items() if name in words.HALL}
        if all(line.cell(at).is_blank for at in figures.values()):
            continue
        each = only or _round(sheet, line, columns.get(words.ROUND), meeting)
        if each is None:
            continue
        group = group_in(sheet, line, columns.get(words.GROUP), meeting.groups_in(each))
        if group is None:
            continue
        keys = ("rounds", each.id, group.id)
        hall = (*keys, "hall")
        if told_twice(sheet, line, hall, group.name):
            continue
        sheet.cells.stands(hall, sheet.row(line))
        sheet.cells.stands(keys, sheet.row(line))
        for name, at in figures.items():
            number = sheet.number(line, at, COUNT)
            if number:
                sheet.cells.put((*keys, name), int(number), sheet.at(line, at))


def _round(sheet: Sheet, line: Line, column: int | None, meeting: Meeting) -> Round | None:
    text = sheet.text(line, column) if column is not None else ""
    known = known_by_name(meeting.rounds)
    if not text and len(meeting.rounds) == 1:
        return meeting.rounds[0]
    found = known.find(text)
    if found is None:
        sheet.note(line, column or 0, known.unknown(text, N_("a round")))
    return found
