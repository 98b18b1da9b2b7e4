"""Whom the steps of all meetings before chose, as far as stages ask for them.

The meeting before says it of its own steps. What an earlier one said stands in the definition as
`Kept`: every meeting of a procedure keeps what a stage asks for, so that none needs two folders.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from meeting.continuing.came import Came
from meeting.definition.meeting import Meeting
from meeting.definition.person import Person
from meeting.definition.post import PersonList
from meeting.definition.stage import Kept, Stage
from meeting.presets.preset import Preset
from meeting.problem import Problem


class ChosenBefore:
    """What the meeting before, or one before that, says about a stage's steps."""

    def __init__(self, earlier: Meeting, came: Came) -> None:
        self._earlier = earlier
        self._came = came
        kept = earlier.continues.kept if earlier.continues else ()
        self._kept = {each.step: each for each in kept}
        self._own = {each.id for each in earlier.rules}

    def of(self, step: str) -> tuple[Person, ...]:
        """Whom a step chose, in the order of the people. Raises Problem."""
        if step not in self._own and step in self._kept:
            return self._kept[step].people
        chosen = set(self._came.people(step, "chosen"))
        return tuple(each for each in self._earlier.people if each.id in chosen)

    def kept(self) -> tuple[Kept, ...]:
        """What stages ask for that is known now; a step that waits may come from a later one."""
        asked = [
            step
            for stage in self._earlier.stages
            for step in (stage.also_step, *(step for _, step in stage.lists))
        ]
        known = (step for step in dict.fromkeys(asked) if step in self._own | self._kept.keys())
        return tuple(kept for step in known if (kept := self._known(step)))

    def _known(self, step: str) -> Kept | None:
        try:
            return Kept(step, self.of(step))
        except Problem as problem:
            if problem.code == "stage-waits":
                return None
            raise

    def lists(self, stage: Stage, preset: Preset, here: Sequence[str]) -> tuple[PersonList, ...]:
        """The lists of a stage's meeting, of those who stand in it. Raises Problem."""
        lists = {
            each.id: replace(each, people=tuple(who for who in each.people if who in here))
            for each in self._earlier.lists
        }
        declared = {each.id: each for each in preset.lists}
        for name, step in stage.lists:
            called = declared.get(name) or lists.get(name)
            if called is None:
                raise Problem(
                    "stage-list",
                    "Neither {preset} nor the meeting before has a list {name}, into which those of"
                    " step {step} could be put.",
                    preset=stage.preset,
                    name=name,
                    step=step,
                )
            chosen = {each.id for each in self.of(step)}
            people = tuple(who for who in here if who in chosen)
            lists[name] = PersonList(name, called.name, called.name_en, people)
        return tuple(lists.values())
