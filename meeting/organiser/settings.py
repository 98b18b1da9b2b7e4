"""The table `[settings]` of meeting.toml: the numbers that a preset leaves to the organiser."""

from __future__ import annotations

from meeting.definition.people_consistency import MOST_PEOPLE
from meeting.presets.preset import Preset
from meeting.problem import Problem
from meeting.toml.tables import Table


def organised_settings(preset: Preset, table: Table, people: int) -> dict[str, int]:
    """The number of every setting. One that is out of range is noted in `table`.

    The nearest number in range stands in for it, so that papers are made of no other. Where the
    people could not be read (0 of them), there may be as many as a meeting can have.
    """
    settings = {}
    for each in preset.settings:
        number = table.number(each.id, each.default)
        least, most = preset.limits_of(each.id, people or MOST_PEOPLE)
        settings[each.id] = max(least, min(number, most))
        is_wrong = settings[each.id] != number and least <= most
        if is_wrong and not table.source.touched((*table.path, each.id)):
            table.note(each.id, _out_of_range(each.id, number, least, most))
    return settings


def _out_of_range(name: str, number: int, least: int, most: int) -> Problem:
    return Problem(
        "number-range",
        "{name} = {number} is not possible: in this meeting {name} is a number from {least} to"
        " {most}.",
        name=name,
        number=number,
        least=least,
        most=most,
    )
