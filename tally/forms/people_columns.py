"""Who a row is about: number, name, unit and post; of new appointees what is known besides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from meeting.definition.person import Person
from meeting.language import N_
from tally.forms.form import Cell, Column
from tally.forms.saying import Saying

_SEX = {"female": N_("Female"), "male": N_("Male"), "": ""}


def is_of_appointees(people: Sequence[Person]) -> bool:
    """Whether a list says of people what they were before, or since when they are in their post."""
    return any(person.former_post or person.since for person in people)


def people_columns(say: Saying, people: Sequence[Person]) -> Iterator[Column]:
    """Yield the first columns of a table; nobody among the people is the team as a whole."""
    yield Column(say("No."), 0.5)
    yield Column(say("Name") if people else say("About"), 1.2, text=True)
    if not is_of_appointees(people):
        yield Column(say("Unit and post"), 2.0, text=True)
        return
    yield Column(say("Sex"), 0.6)
    yield Column(say("Born"), 0.9)
    yield Column(say("Former post"), 1.5, text=True)
    yield Column(say("Present post"), 1.7, text=True)
    yield Column(say("Since"), 0.9)


def people_cells(
    say: Saying, people: Sequence[Person], person: Person | None, name: str, number: int
) -> list[Cell]:
    """The cells under these columns; `person` is None where the team is meant."""
    cells: list[Cell] = [number, name]
    if not is_of_appointees(people) or person is None:
        return [*cells, say.post(person, name)]
    sex = _SEX[person.sex]
    cells += [say(sex) if sex else "", _month(person.birth), say.said(person, "former_post")]
    return [*cells, say.post(person, name), _month(person.since)]


def _month(value: str) -> str:
    """A month as forms have it: 1974.03."""
    return value.replace("-", ".")
