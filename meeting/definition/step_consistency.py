"""Whether a step fits what it asks about, and what is particular to its kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from meeting.definition import act_mistakes, number_mistakes, selection_mistakes
from meeting.definition.asked_items import AskedItems, asked_items
from meeting.definition.called_item import CalledItem
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, distinct
from meeting.definition.own_mistakes import Before, own_mistakes
from meeting.definition.paper import CHOICE, RANKING, SCORES
from meeting.language import N_
from meeting.problem import Phrase, Problem
from meeting.rules.kinds import AnyStep
from meeting.rules.numbers import Asked, Count, PlacePoints, Points, Rate, Score

_REGISTERED: Final = (number_mistakes, selection_mistakes, act_mistakes)
"""They register what can be wrong with each kind."""
_FORMS: Final = {
    CHOICE: N_("ticked answers: count, rate or points"),
    RANKING: N_("a ranking: place-points"),
    SCORES: N_("scores: score"),
}


def check_step(path: Path, step: AnyStep, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    """Yield what is wrong with a step all of whose names are known."""
    if isinstance(step, Asked):
        yield from _asked(path, step, meeting)
    if isinstance(step, Rate | Points | PlacePoints) and step.weighted:
        yield from _by_weight(path, step, meeting)
    yield from own_mistakes(step, path, meeting, before)


def _asked(path: Path, step: Asked, meeting: Meeting) -> Iterator[Mistake]:
    found = asked_items(meeting, step.round, step.item)
    if found is None:
        raise ValueError(step.item)
    yield from distinct((*path, "groups"), step.groups, "", "group-twice")
    wanted = {PlacePoints: RANKING, Score: SCORES}.get(type(step), CHOICE)
    if found.form != wanted:
        yield (
            (*path, "item"),
            Problem(
                "rule-form",
                "A step of kind {kind} does not fit {item}, which is answered by {form}.",
                kind=step.kind,
                item=CalledItem.of(found, step.item),
                form=Phrase(_FORMS[found.form]),
            ),
        )
    elif isinstance(step, Count | Rate):
        yield from _options(path, step, found)


def _options(path: Path, step: Count | Rate, found: AskedItems) -> Iterator[Mistake]:
    yield from distinct((*path, "options"), step.options, "", "option-twice")
    if step.options and found.people_are_options:
        yield (
            (*path, "options"),
            Problem(
                "rule-options",
                "On {item} people are chosen, and a step counts who chose each of them: it names no"
                " options.",
                item=CalledItem.of(found, step.item),
            ),
        )
    if not step.options and not found.people_are_options:
        yield (
            (*path, "options"),
            Problem(
                "rule-options",
                "On {item} an answer is given about each person: name the options that the step"
                " counts.",
                item=CalledItem.of(found, step.item),
            ),
        )


def _by_weight(path: Path, step: Asked, meeting: Meeting) -> Iterator[Mistake]:
    asked = [each for each in meeting.groups if not step.groups or each.id in step.groups]
    for group in asked:
        if group.weight is None:
            yield (
                (*path, "weighted"),
                Problem(
                    "weight-missing",
                    "The step weighs voter groups, and {group} has no weight. Give each group a"
                    " weight, or leave weighted out.",
                    group=group.name,
                ),
            )
