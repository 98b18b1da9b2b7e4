"""Steps that name a list in the place of people, `people = "women"`: its people are put there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from meeting.rules.kinds import AnyStep
from meeting.rules.step import PeopleOf

StepT = TypeVar("StepT", bound=AnyStep)


def with_people(step: StepT, lists: Mapping[str, tuple[str, ...]]) -> StepT:
    """The step with the people of the lists that it names; the name of no list stays as it is."""
    found: dict[str, Any] = {}
    for each in fields(step):
        match getattr(step, each.name):
            case (PeopleOf() as name,) if name in lists:
                found[each.name] = lists[name]
    return replace(step, **found) if found else step
