"""Whole numbers of steps that are settings of a preset, `seats = "seats_to_fill"`.

Who sets how many are to be elected has set it for the paper and for the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, Self, TypeVar

from meeting.rules.form import types_of
from meeting.rules.kinds import KINDS, AnyStep

StepT = TypeVar("StepT", bound=AnyStep)


class NumberOf(int):
    """The number that a setting has by itself, until a meeting says another one."""

    setting: str

    def __new__(cls, setting: str, default: int) -> Self:
        """The number of the setting's default."""
        number = super().__new__(cls, default)
        number.setting = setting
        return number


def numbers_of(
    get: Callable[[str], object], kind: str, defaults: Mapping[str, int]
) -> dict[str, NumberOf]:
    """The whole numbers of a step that are ids of settings; `get` gives the value of a field."""
    known: Any = KINDS.get(kind)
    types = types_of(known) if known else {}
    named = {name: get(name) for name, each in types.items() if each is int}
    return {
        name: NumberOf(value, defaults[value])
        for name, value in named.items()
        if isinstance(value, str) and value in defaults
    }


def with_settings(step: StepT, settings: Mapping[str, int]) -> StepT:
    """The step with the numbers of the settings that it names."""
    found: dict[str, Any] = {}
    for each in fields(step):
        match getattr(step, each.name):
            case NumberOf() as number:
                found[each.name] = settings.get(number.setting, int(number))
    return replace(step, **found) if found else step
