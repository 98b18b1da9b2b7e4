"""Whom a voter names on a paper: who stands on its list, and which lines say the same name.

Names are compared as lists and the count compare them (`meeting.names`). Two people of a list may
share a name (`meeting.definition.display_names`); a line that says the name alone says neither of
them. A name in English that a meeting leaves out is no name at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk.answers.answer_state import Answers
from kiosk.answers.writing_in import text_of
from meeting.definition.display_names import people_named, people_nearly_named
from meeting.definition.meeting import Meeting
from meeting.definition.paper import CHOICE, WRITE_IN, Option, Paper, PaperItem
from meeting.definition.person import Person
from meeting.names import name_key


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line that is not empty, with its text as it stands on the ballot."""

    item: PaperItem
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Clash:
    """One name that a ballot has more than once: on these lines, and ticked for these people.

    There is at least one line; with one line alone somebody is ticked. The count would take the
    name for several votes, and a ballot may name somebody once only.
    """

    lines: tuple[WrittenLine, ...] = field(repr=False)
    ticked: tuple[Option, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Shared:
    """A line whose name several people of the paper's list bear: it does not say which.

    Or one that is `nearly` how they are shown, but for brackets: the count would take it for the
    name of somebody else.
    """

    line: WrittenLine = field(repr=False)
    bearers: tuple[Option, ...] = field(repr=False)
    nearly: bool = False


def listed(paper: Paper) -> tuple[Option, ...]:
    """The people who can be chosen, ranked or scored on the paper, each once."""
    found = {option.id: option for item in paper.items for option in item.options}
    return tuple(found.values())


def bearers(meeting: Meeting, paper: Paper, text: str) -> tuple[Option, ...]:
    """Everybody on the paper's list whose name `text` is, in the list's order."""
    return _options(paper, people_named(_people(meeting, paper), text))


def _people(meeting: Meeting, paper: Paper) -> tuple[Person, ...]:
    ids = {option.id for option in listed(paper)}
    return tuple(each for each in meeting.people if each.id in ids)


def _options(paper: Paper, people: Iterable[Person]) -> tuple[Option, ...]:
    ids = {each.id for each in people}
    return tuple(option for option in listed(paper) if option.id in ids)


def lines_of(items: Iterable[PaperItem]) -> tuple[PaperItem, ...]:
    """The items that are lines."""
    return tuple(item for item in items if item.form == WRITE_IN)


def clashes(meeting: Meeting, paper: Paper, answers: Answers) -> tuple[Clash, ...]:
    """The names that the lines of `paper` say again, in the order of the lines."""
    found: dict[str, list[WrittenLine]] = {}
    for line in _written(paper, answers):
        found.setdefault(_whom(meeting, paper, line.text), []).append(line)
    named = []
    for lines in found.values():
        meant = {each.id for line in lines for each in bearers(meeting, paper, line.text)}
        ticked = tuple(each for each in _ticked(paper, answers) if each.id in meant)
        if len(lines) > 1 or ticked:
            named.append(Clash(tuple(lines), ticked))
    return tuple(named)


def shared_names(meeting: Meeting, paper: Paper, answers: Answers) -> tuple[Shared, ...]:
    """The lines of `paper` that could mean several people of its list, or nearly name one.

    Lines that clash are left out: there it is said already.
    """
    clashing = [line for clash in clashes(meeting, paper, answers) for line in clash.lines]
    asked = (
        _shared(meeting, paper, line) for line in _written(paper, answers) if line not in clashing
    )
    return tuple(each for each in asked if each is not None)


def _shared(meeting: Meeting, paper: Paper, line: WrittenLine) -> Shared | None:
    found = bearers(meeting, paper, line.text)
    if not found:
        near = _options(paper, people_nearly_named(_people(meeting, paper), line.text))
        return Shared(line, near, nearly=True) if near else None
    return Shared(line, found) if len(found) > 1 else None


def names_on(paper: Paper, answers: Answers) -> int:
    """How many names are ticked or written on the paper, for its `at_most`."""
    ticked = (
        option
        for item in paper.named_items
        for option in item.options
        if option.id in answers.get(item.id, ())
    )
    return len(_written(paper, answers)) + len(list(ticked))


def _whom(meeting: Meeting, paper: Paper, text: str) -> str:
    """What two lines have in common that name the same: a person of the list, or a name."""
    found = bearers(meeting, paper, text)
    return f"id {found[0].id}" if len(found) == 1 else f"name {name_key(text)}"


def is_written_instead(item: PaperItem, paper: Paper, answers: Answers) -> bool:
    """Whether somebody is written on the paper, so that ticking nobody on its list is no 弃权."""
    return item.form == CHOICE and bool(_written(paper, answers))


def _written(paper: Paper, answers: Answers) -> list[WrittenLine]:
    """The lines with names; texts that name nobody are none."""
    if not paper.lines_name_people:
        return []
    found = (WrittenLine(item, text_of(answers.get(item.id, ()))) for item in lines_of(paper.items))
    return [line for line in found if line.text]


def _ticked(paper: Paper, answers: Answers) -> tuple[Option, ...]:
    found = {
        option.id: option
        for item in paper.named_items
        for option in item.options
        if option.id in answers.get(item.id, ())
    }
    return tuple(found.values())
