"""Whom a row of a sheet is about, and rows that stand there twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from meeting.definition.meeting import VoterGroup
from meeting.definition.person import Person
from meeting.language import N_
from meeting.lists.cell import Line
from meeting.names import name_key
from meeting.problem import Several
from tally.problem import Problem
from tally.trying.known_names import Known, known_by_name
from tally.trying.workbook import words
from tally.trying.workbook.cells import Keys
from tally.trying.workbook.sheet import Sheet

_PERSON = N_("one of the people of this question")
_GROUP = N_("a voter group of this round")


def person_in(
    sheet: Sheet, line: Line, keys: Mapping[str, int], known: Known[Person]
) -> Person | None:
    """The person of a row, by the id where there is one, else by name; None, noted, for nobody."""
    at = keys.get(words.PERSON, 0)
    name = sheet.text(line, keys[words.PERSON]) if words.PERSON in keys else ""
    number = sheet.text(line, keys[words.ID]) if words.ID in keys else ""
    if number:
        found = known.find(number) or known.find(_padded(number))
        if found is not None and name and not _is_called(found, name):
            sheet.note(
                line,
                at,
                Problem(
                    "sheet-id",
                    "{name!r} was found here, and {id} is {person}. Correct one of the two.",
                    name=name[:40],
                    id=found.id,
                    person=found.display_name,
                ),
            )
            return None
        if found is None:
            sheet.note(line, keys[words.ID], known.unknown(number, _PERSON))
        return found
    if not name:
        problem = Problem(
            "sheet-nobody", "Whose figures are these? Write the name into the column 姓名 (Name)."
        )
        sheet.note(line, at, problem)
        return None
    found = known.find(name)
    if found is None:
        sheet.note(line, at, known.unknown(name, _PERSON))
    return found


def group_in(
    sheet: Sheet, line: Line, column: int | None, groups: Sequence[VoterGroup]
) -> VoterGroup | None:
    """The voter group of a row, or the only one of its round; None, noted, for none."""
    text = sheet.text(line, column) if column is not None else ""
    if not text and len(groups) == 1:
        return groups[0]
    known = known_by_name(groups)
    found = known.find(text)
    if found is not None:
        return found
    if text:
        problem = known.unknown(text, _GROUP)
    else:
        problem = Problem(
            "sheet-group",
            "Which voter group counted this? Write it into a column 票种 (Voter group): {known}.",
            known=Several(known.shown),
        )
    sheet.note(line, column or 0, problem)
    return None


def told_twice(sheet: Sheet, line: Line, keys: Keys, name: str) -> bool:
    """Whether something stands there already, in a row above; it is noted."""
    before = sheet.cells.before(keys)
    if before is None:
        return False
    problem = Problem(
        "sheet-twice",
        "The figures of {name} stand at {before} already; one of the two rows may stay.",
        name=name[:40],
        before=str(before),
    )
    sheet.cells.note_at(sheet.row(line), problem)
    return True


def _padded(number: str) -> str:
    """The id of somebody whose row is numbered: 7 is p07, as in lists of people."""
    return f"p{int(number):02}" if number.isascii() and number.isdecimal() else number


def _is_called(person: Person, name: str) -> bool:
    names = (person.name, person.name_en, person.display_name, person.display_name_en)
    return name_key(name) in {name_key(each) for each in names if each}
