"""Later stages of a published meeting, and the one that it continues: to JSON and from it."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from meeting.definition.stage import START, Continues, Kept, Stage
from meeting.language import N_
from meeting.published.fields import Fields, exact
from meeting.published.people_form import (
    group_from_json,
    group_to_json,
    person_from_json,
    person_to_json,
)
from meeting.rules.step import EVERYBODY, PARTS, Part


def stage_to_json(stage: Stage) -> dict[str, Any]:
    """The JSON value of a stage; what is as usual is left out."""
    optional: dict[str, Any] = {
        "settings": [{"id": name, "number": number} for name, number in stage.settings],
        "also": [person_to_json(each) for each in stage.also],
        "also_step": stage.also_step,
        "lists": [{"id": name, "step": step} for name, step in stage.lists],
        "seats": stage.seats,
        "ratio": "" if stage.ratio == 1 else exact(stage.ratio),
        "by": stage.by,
        "after": [] if stage.after == (START,) else list(stage.after),
        "most": 0 if stage.most == 1 else stage.most,
        "groups": [group_to_json(each) for each in stage.groups],
    }
    return {
        "id": stage.id,
        "name": stage.name,
        "name_en": stage.name_en,
        "title": stage.title,
        "title_en": stage.title_en,
        "preset": stage.preset,
        "procedure": stage.procedure,
        "people": stage.people,
        "part": stage.part,
        **{name: value for name, value in optional.items() if value},
    }


def stage_from_json(json: Fields) -> Stage:
    """The stage of a JSON value; raises Problem("field-type")."""
    return Stage(
        id=json.text("id"),
        name=json.text("name"),
        name_en=json.text("name_en"),
        title=json.text("title"),
        title_en=json.text("title_en"),
        preset=json.text("preset"),
        procedure=json.text("procedure"),
        settings=tuple(
            (each.text("id"), each.number("number")) for each in json.optional_objects("settings")
        ),
        people=json.text("people") or EVERYBODY,
        part=_part(json),
        also=tuple(person_from_json(each) for each in json.optional_objects("also")),
        also_step=json.optional_text("also_step"),
        lists=tuple(
            (each.text("id"), each.text("step")) for each in json.optional_objects("lists")
        ),
        seats=json.optional_text("seats"),
        ratio=json.exact("ratio") if json.has("ratio") else Fraction(1),
        by=json.optional_text("by"),
        after=json.texts("after") if json.has("after") else (START,),
        most=json.number("most") if json.has("most") else 1,
        groups=tuple(group_from_json(each) for each in json.optional_objects("groups")),
    )


def continues_to_json(continues: Continues) -> dict[str, Any]:
    """The JSON value of what a meeting continues."""
    kept = [
        {"step": each.step, "people": [person_to_json(person) for person in each.people]}
        for each in continues.kept
    ]
    return {
        "definition": continues.definition,
        "outcome": continues.outcome,
        "path": list(continues.path),
        **({"kept": kept} if kept else {}),
    }


def continues_from_json(json: Fields) -> Continues:
    """What a meeting continues, of a JSON value; raises Problem("field-type")."""
    kept = (
        Kept(each.text("step"), tuple(person_from_json(inner) for inner in each.objects("people")))
        for each in json.optional_objects("kept")
    )
    return Continues(json.text("definition"), json.text("outcome"), json.texts("path"), tuple(kept))


def _part(json: Fields) -> Part:
    found = json.text("part")
    for part in PARTS:
        if part == found:
            return part
    raise json.wrong("part", N_("chosen, others or tied"))
