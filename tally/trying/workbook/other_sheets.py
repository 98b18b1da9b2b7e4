"""The sheets of what belongs to no round: figures of the hall, marks, decisions and draws."""

from __future__ import annotations

from meeting.definition.meeting import Meeting
from meeting.definition.person import Person
from meeting.language import N_
from meeting.lists.cell import Line
from meeting.problem import Phrase, Several
from meeting.rules.acts import Decision, Gate, Ruled
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import Marks
from meeting.rules.step import Step
from tally.outcome.steps.lots import takes_lots
from tally.problem import Problem
from tally.trying.known_names import Known, called, known_by_name
from tally.trying.workbook import words
from tally.trying.workbook.hall_table import is_hall, read_hall
from tally.trying.workbook.rows import person_in, told_twice
from tally.trying.workbook.sheet import MARK, Sheet, SheetTable

_DASHES = {"-", "—", "–", "缺", "缺考"}
_COLUMN = N_("a column of marks that the rules ask for")


def ruled_steps(meeting: Meeting) -> tuple[AnyStep, ...]:
    """The steps that people or the lot decide."""
    return tuple(step for step in meeting.rules if isinstance(step, Ruled) or takes_lots(step))


def mark_columns(meeting: Meeting) -> tuple[str, ...]:
    """The columns of marks that the rules ask for, and those that the meeting has, each once."""
    asked = (step.column for step in meeting.rules if isinstance(step, Marks))
    return tuple(dict.fromkeys((*asked, *(column.name for column in meeting.marks))))


def step_names(step: Step) -> tuple[str, ...]:
    """What may stand above the table of a step."""
    return (*(called(step) if step.name else ()), step.id)


def read_hall_sheet(sheet: Sheet, meeting: Meeting) -> None:
    """Read the figures of the hall."""
    for table in sheet.tables(_has_hall, lambda _text: False):
        if is_hall(table):
            read_hall(sheet, table, meeting, None)


def read_marks_sheet(sheet: Sheet, meeting: Meeting) -> None:
    """Read the marks: a column that has any must have one, or a dash, for everybody."""
    people = known_by_name(meeting.people)
    for table in sheet.tables(_has_person, lambda text: bool(people.find(text))):
        keys = _keys(table)
        whose = {line.number: _person(sheet, line, keys, people) for line in table.rows}
        for at, text in table.columns():
            if at not in keys.values() and words.meaning(text) != words.IGNORED:
                _marks(sheet, table, at, text, whose, meeting)


def read_rulings_sheet(sheet: Sheet, meeting: Meeting) -> None:
    """Read what people decide and what the lot drew, step by step."""
    steps = ruled_steps(meeting)
    known = known_by_name(steps, step_names)
    people = known_by_name(meeting.people)
    for table in sheet.tables(_has_person, lambda text: bool(people.find(text))):
        step = next(filter(None, map(known.find, reversed(table.titles))), None)
        if step is None and len(steps) == 1:
            step = steps[0]
        if step is None:
            problem = Problem(
                "sheet-step",
                "Which step is this table about? Write it alone into the row above the headings:"
                " {known}.",
                known=Several(known.shown),
            )
            sheet.note(table.headings, 0, problem)
        elif isinstance(step, Ruled):
            _ruling(sheet, table, step, people)
        else:
            _drawn(sheet, table, step, people)


def _marks(
    sheet: Sheet,
    table: SheetTable,
    at: int,
    text: str,
    whose: dict[int, Person | None],
    meeting: Meeting,
) -> None:
    if all(line.cell(at).is_blank for line in table.rows):
        return
    columns = mark_columns(meeting)
    column = {words.plain(name): name for name in columns}.get(words.plain(text), "")
    if not column:
        problem = Problem(
            "typed-unknown",
            "{name!r} is not {what}. There are: {known}.",
            name=text[:60],
            what=Phrase(_COLUMN),
            known=Several(columns),
        )
        sheet.note(table.headings, at, problem)
        return
    told = set()
    for line in table.rows:
        person = whose[line.number]
        if person is None or line.cell(at).is_blank:
            continue
        told.add(person.id)
        keys = ("marks", column, person.id)
        if sheet.text(line, at) in _DASHES or told_twice(sheet, line, keys, person.display_name):
            continue
        number = sheet.number(line, at, MARK)
        if number:
            sheet.cells.put(keys, number, sheet.at(line, at))
    missing = [person.display_name for person in meeting.people if person.id not in told]
    if missing:
        problem = Problem(
            "sheet-mark-missing",
            "There is no number in the column {column} for: {people}. Type one for each; a dash"
            " stands for no number.",
            column=column,
            people=Several(missing),
        )
        sheet.note(table.headings, at, problem)


def _ruling(sheet: Sheet, table: SheetTable, step: Ruled, people: Known[Person]) -> None:
    """Read yes or no of each person, or the reason why they are put off or have withdrawn."""
    keys = _keys(table)
    wanted = words.RULING if isinstance(step, Gate | Decision) else words.REASON
    at = next((at for at, text in table.columns() if words.meaning(text) == wanted), None)
    if at is None:
        problem = Problem(
            "sheet-ruling",
            "There is no column {column} here for what is decided of each person. Write the"
            " heading.",
            column=words.heading(wanted, "zh"),
        )
        sheet.note(table.headings, 0, problem)
        return
    for line in table.rows:
        text = sheet.text(line, at)
        person = person_in(sheet, line, keys, people) if text else None
        if person is None:
            continue
        place = ("rulings", step.id, person.id)
        if not told_twice(sheet, line, place, person.display_name):
            sheet.cells.put(place, text, sheet.at(line, at))


def _drawn(sheet: Sheet, table: SheetTable, step: Step, people: Known[Person]) -> None:
    """Read whom the lot drew, in that order."""
    keys = _keys(table)
    for line in table.rows:
        if line.cell(keys[words.PERSON]).is_blank:
            continue
        person = person_in(sheet, line, keys, people)
        if person is None:
            continue
        once = ("draws", step.id, person.id)
        if not told_twice(sheet, line, once, person.display_name):
            sheet.cells.stands(once, sheet.row(line))
            sheet.cells.append(("draws", step.id), [person.id], sheet.row(line))


def _person(sheet: Sheet, line: Line, keys: dict[str, int], people: Known[Person]) -> Person | None:
    others = [at for at, cell in enumerate(line.cells) if not cell.is_blank]
    if not set(others) - set(keys.values()):
        return people.find(sheet.text(line, keys[words.PERSON]))
    return person_in(sheet, line, keys, people)


def _keys(table: SheetTable) -> dict[str, int]:
    found: dict[str, int] = {}
    for at, text in table.columns():
        column = words.meaning(text)
        if column in (words.PERSON, words.ID):
            found.setdefault(column, at)
    return found


def _has_person(line: Line) -> bool:
    return any(words.meaning(cell.text) == words.PERSON for cell in line.cells)


def _has_hall(line: Line) -> bool:
    return sum(words.meaning(cell.text) in words.HALL for cell in line.cells) > 1
