"""The fields of a published meeting, one by one: written to JSON values, and read from them.

Every field stands here twice, once for each direction, in the published order.
"""

from __future__ import annotations

from typing import Any

from meeting.definition.marks import MarkColumn
from meeting.definition.meeting import Meeting, Round, VoterGroup
from meeting.definition.person import Person
from meeting.definition.post import PersonList, Post
from meeting.language import N_
from meeting.published.fields import Fields, exact
from meeting.published.paper_form import paper_from_json, paper_to_json
from meeting.rules.form import read_step, step_to_json
from meeting.rules.kinds import AnyStep


def meeting_to_json(meeting: Meeting) -> dict[str, Any]:
    """The JSON value of a meeting."""
    return {
        "schema": meeting.schema,
        "id": meeting.id,
        "title": meeting.title,
        "title_en": meeting.title_en,
        "place": meeting.place,
        "place_en": meeting.place_en,
        "date": meeting.date,
        "preset": meeting.preset,
        "team": meeting.team,
        "team_en": meeting.team_en,
        "group_name": meeting.group_name,
        "server_key": meeting.server_key,
        "tellers": list(meeting.tellers),
        "teller_threshold": meeting.teller_threshold,
        "required_shuffles": meeting.required_shuffles,
        "minimum_group": meeting.minimum_group,
        **({"seal_batch": meeting.seal_batch} if meeting.seal_batch else {}),
        "valid_ballot": meeting.valid_ballot,
        "groups": [_group_to_json(group) for group in meeting.groups],
        "people": [_person_to_json(person) for person in meeting.people],
        **({"lists": [_list_to_json(each) for each in meeting.lists]} if meeting.lists else {}),
        **({"posts": [_post_to_json(each) for each in meeting.posts]} if meeting.posts else {}),
        "papers": [paper_to_json(paper) for paper in meeting.papers],
        "rounds": [_round_to_json(each) for each in meeting.rounds],
        **({"rules": [step_to_json(step) for step in meeting.rules]} if meeting.rules else {}),
        **({"marks": [_marks_to_json(each) for each in meeting.marks]} if meeting.marks else {}),
    }


def _marks_to_json(column: MarkColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "numbers": [
            {"person": person, "number": exact(number)} for person, number in column.numbers
        ],
    }


def _group_to_json(group: VoterGroup) -> dict[str, Any]:
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


def _person_to_json(person: Person) -> dict[str, Any]:
    optional: dict[str, Any] = {
        "unit": person.unit,
        "unit_en": person.unit_en,
        "shown_as": person.shown_as,
        "shown_as_en": person.shown_as_en,
        "birth": person.birth,
        "years_in_post": person.years_in_post,
        "note": person.note,
        "note_en": person.note_en,
    }
    return {
        "id": person.id,
        "name": person.name,
        "name_en": person.name_en,
        "post": person.post,
        "post_en": person.post_en,
        **{name: value for name, value in optional.items() if value not in ("", None)},
    }


def _list_to_json(people: PersonList) -> dict[str, Any]:
    return {
        "id": people.id,
        "name": people.name,
        "name_en": people.name_en,
        "people": list(people.people),
    }


def _post_to_json(post: Post) -> dict[str, Any]:
    return {
        "id": post.id,
        "name": post.name,
        "name_en": post.name_en,
        "seats": post.seats,
        **({"list": post.list} if post.list else {}),
    }


def _round_to_json(each: Round) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "name_en": each.name_en,
        "papers": list(each.papers),
        **({"groups": list(each.groups)} if each.groups else {}),
    }


def meeting_from_json(json: Fields) -> Meeting:
    """The meeting of a JSON value; raises Problem("field-type")."""
    people = tuple(_person_from_json(each) for each in json.objects("people"))
    by_id = {person.id: person for person in people}
    return Meeting(
        schema=json.number("schema"),
        id=json.text("id"),
        title=json.text("title"),
        title_en=json.text("title_en"),
        place=json.text("place"),
        place_en=json.text("place_en"),
        date=json.text("date"),
        preset=json.text("preset"),
        team=json.text("team"),
        team_en=json.text("team_en"),
        group_name=json.text("group_name"),
        server_key=json.text("server_key"),
        tellers=json.texts("tellers"),
        teller_threshold=json.number("teller_threshold"),
        required_shuffles=json.number("required_shuffles"),
        minimum_group=json.number("minimum_group"),
        seal_batch=json.optional_number("seal_batch") or 0,
        valid_ballot=json.text("valid_ballot"),
        groups=tuple(_group_from_json(each) for each in json.objects("groups")),
        people=people,
        lists=tuple(_list_from_json(each) for each in json.optional_objects("lists")),
        posts=tuple(_post_from_json(each) for each in json.optional_objects("posts")),
        papers=tuple(paper_from_json(each, by_id) for each in json.objects("papers")),
        rounds=tuple(_round_from_json(each) for each in json.objects("rounds")),
        rules=tuple(_step_from_json(each) for each in json.optional_objects("rules")),
        marks=tuple(_marks_from_json(each) for each in json.optional_objects("marks")),
    )


def _marks_from_json(json: Fields) -> MarkColumn:
    numbers = ((each.text("person"), each.exact("number")) for each in json.objects("numbers"))
    return MarkColumn(json.text("name"), tuple(numbers))


def _step_from_json(json: Fields) -> AnyStep:
    step = read_step(json)
    if step is None:
        raise json.wrong("kind", N_("a kind of step that this release knows"))
    return step


def _group_from_json(json: Fields) -> VoterGroup:
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


def _person_from_json(json: Fields) -> Person:
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
    )


def _list_from_json(json: Fields) -> PersonList:
    return PersonList(
        json.text("id"), json.text("name"), json.text("name_en"), json.texts("people")
    )


def _post_from_json(json: Fields) -> Post:
    return Post(
        json.text("id"),
        json.text("name"),
        json.text("name_en"),
        json.number("seats"),
        json.optional_text("list"),
    )


def _round_from_json(json: Fields) -> Round:
    return Round(
        json.text("id"),
        json.text("name"),
        json.text("name_en"),
        json.texts("papers"),
        json.optional_texts("groups"),
    )
