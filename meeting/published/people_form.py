"""People and voter groups of a published meeting: written to JSON values, and read from them."""

from __future__ import annotations

from typing import Any

from meeting.definition.meeting import VoterGroup
from meeting.definition.person import Person
from meeting.published.fields import Fields, exact


def group_to_json(group: VoterGroup) -> dict[str, Any]:
    """The JSON value of a voter group."""
    optional: dict[str, Any] = {}
    if group.weight is not None:
        optional["weight"] = exact(group.weight)
    if group.confirm_small:
        optional["confirm_small"] = group.confirm_small
    return {
        "id": group.id,
        "name": group.name,
        "name_en": group.name_en,
        "description": group.description,
        "description_en": group.description_en,
        "size": group.size,
        "slips": group.slips,
        **optional,
    }


def person_to_json(person: Person) -> dict[str, Any]:
    """The JSON value of a person."""
    optional: dict[str, Any] = {
        "unit": person.unit,
        "unit_en": person.unit_en,
        "shown_as": person.shown_as,
        "shown_as_en": person.shown_as_en,
        "birth": person.birth,
        "years_in_post": person.years_in_post,
        "note": person.note,
        "note_en": person.note_en,
        "sex": person.sex,
        "former_post": person.former_post,
        "former_post_en": person.former_post_en,
        "since": person.since,
    }
    return {
        "id": person.id,
        "name": person.name,
        "name_en": person.name_en,
        "post": person.post,
        "post_en": person.post_en,
        **{name: value for name, value in optional.items() if value not in ("", None)},
    }


def group_from_json(json: Fields) -> VoterGroup:
    """The voter group of a JSON value; raises Problem("field-type")."""
    return VoterGroup(
        id=json.text("id"),
        name=json.text("name"),
        name_en=json.text("name_en"),
        description=json.text("description"),
        description_en=json.text("description_en"),
        size=json.number("size"),
        slips=json.number("slips"),
        weight=json.weight("weight"),
        confirm_small=json.optional_text("confirm_small"),
    )


def person_from_json(json: Fields) -> Person:
    """The person of a JSON value; raises Problem("field-type")."""
    return Person(
        id=json.text("id"),
        name=json.text("name"),
        name_en=json.text("name_en"),
        post=json.text("post"),
        post_en=json.text("post_en"),
        birth=json.optional_text("birth"),
        years_in_post=json.optional_number("years_in_post"),
        note=json.optional_text("note"),
        note_en=json.optional_text("note_en"),
        unit=json.optional_text("unit"),
        unit_en=json.optional_text("unit_en"),
        shown_as=json.optional_text("shown_as"),
        shown_as_en=json.optional_text("shown_as_en"),
        sex=json.optional_text("sex"),
        former_post=json.optional_text("former_post"),
        former_post_en=json.optional_text("former_post_en"),
        since=json.optional_text("since"),
    )
