"""Later stages of a procedure: the meetings that continue this one, written before the first vote.

A later round takes its people from an earlier outcome, so it is a meeting of its own, with its own
slips and boxes. What it asks, and whom, is fixed here: its papers and rules as a preset's text, its
settings, the step of the earlier rules that its people come from. Everybody makes the same
definition of it from the earlier one and from the earlier outcome (`meeting.continuing`).

All meetings of a procedure hold the same stages; `Continues` says where in them a meeting stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from meeting.definition.person import Person
from meeting.rules.step import EVERYBODY, Part

if TYPE_CHECKING:  # a meeting holds its stages
    from meeting.definition.meeting import VoterGroup

START: Final = "start"
"""Where a procedure begins: the meeting that continues none."""
MOST_REPEATED: Final = 9


@dataclass(frozen=True, slots=True)
class Stage:
    """阶段: what a later meeting will be.

    `procedure` is a preset's text, `preset` what that file is called, `settings` its settings. Its
    people are those of the step `people` of the rules of the meeting it continues: the `chosen`,
    the `others` of that step, or those `tied` at its edge; those in `also`; and whom `also_step`, a
    step of any meeting before (the last that has it), chose. `lists` names lists, each with such a
    step: those of the stage's people whom it chose are in the list. With `seats`, the step that
    left seats open, and `by`, only the first (seats left × `ratio`, rounded up) by that figure;
    equal ones stay. `after` are the stages that it may continue, `most` how often it may be held in
    one procedure. Without `groups`, those vote that voted in the meeting it continues.
    """

    id: str
    name: str
    name_en: str
    title: str
    title_en: str
    preset: str
    procedure: str
    settings: tuple[tuple[str, int], ...] = ()
    people: str = EVERYBODY
    part: Part = "chosen"
    also: tuple[Person, ...] = ()
    also_step: str = ""
    lists: tuple[tuple[str, str], ...] = ()
    seats: str = ""
    ratio: Fraction = Fraction(1)
    by: str = ""
    after: tuple[str, ...] = (START,)
    most: int = 1
    groups: tuple[VoterGroup, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """Whom a step of an earlier meeting chose, kept because a later stage asks for it."""

    step: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class Continues:
    """The meeting that another one continues: SHA-256 of its meeting.json and its outcome.json.

    `path` are the stages held since the start; the last is this meeting's own. `kept` is what later
    stages ask of the meetings before this one.
    """

    definition: str
    outcome: str
    path: tuple[str, ...]
    kept: tuple[Kept, ...] = ()

    @property
    def stage(self) -> str:
        """The stage that the meeting is."""
        return self.path[-1]

    @property
    def suffix(self) -> str:
        """What the id of the meeting ends with: its number in the procedure, and its stage."""
        return f"-{len(self.path) + 1}-{self.stage}"
