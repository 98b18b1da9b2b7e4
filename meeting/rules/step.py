"""What every step of a meeting's rules has, and what a step may name.

A rule is a list of steps. Each takes what it names — an item of a paper, or earlier steps — and
gives either a number for each person (a *figure*) or people in an order (a *selection*). Nothing is
implicit: a step names all of its inputs, so it can be read aloud, tried out and redone alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Final, Literal, NewType, TypeAlias, get_args

RoundId = NewType("RoundId", str)
ItemId = NewType("ItemId", str)
"""An item as the preset has it: `evaluation` is asked of each person, `slate` names people."""
OptionId = NewType("OptionId", str)
GroupId = NewType("GroupId", str)
PersonId = NewType("PersonId", str)
FigureId = NewType("FigureId", str)
"""An earlier step that gives a number for each person."""
SelectionId = NewType("SelectionId", str)
"""An earlier step that gives people, or `EVERYBODY`."""


class PeopleOf(str):
    """A list's id in the place of people, `people = "women"`, as written by hand.

    `people_of_lists` puts the people themselves there, who are what is published.
    """

    __slots__ = ()


Part: TypeAlias = Literal["chosen", "others", "tied"]
"""Of a step that chooses: who goes on, who does not, or who is equal at its edge."""
PARTS: Final[tuple[Part, ...]] = get_args(Part)
EVERYBODY: Final = SelectionId("people")
"""All people of the meeting, in the order of its list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step: its id, by which later ones name it, and what it is called in a report."""

    kind: ClassVar[str]

    id: str
    name: str = ""
    name_en: str = ""
