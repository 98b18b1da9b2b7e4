"""The fields of a published meeting, one by one: written to JSON values, and read from them.

Every field stands here twice, once for each direction, in the published order.
"""

from __future__ import annotations

from typing import Any

from meeting.definition.marks import MarkColumn
from meeting.definition.meeting import Meeting, Round
from meeting.definition.notice import Notice
from meeting.definition.post import PersonList, Post
from meeting.language import N_
from meeting.published.fields import Fields, exact
from meeting.published.paper_form import paper_from_json, paper_to_json
from meeting.published.people_form import (
    group_from_json,
    group_to_json,
    person_from_json,
    person_to_json,
)
from meeting.published.stage_form import (
    continues_from_json,
    continues_to_json,
    stage_from_json,
    stage_to_json,
)
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
        "groups": [group_to_json(group) for group in meeting.groups],
        "people": [person_to_json(person) for person in meeting.people],
        **({"lists": [_list_to_json(each) for each in meeting.lists]} if meeting.lists else {}),
        **({"posts": [_post_to_json(each) for each in meeting.posts]} if meeting.posts else {}),
        "papers": [paper_to_json(paper) for paper in meeting.papers],
        "rounds": [_round_to_json(each) for each in meeting.rounds],
        **({"rules": [step_to_json(step) for step in meeting.rules]} if meeting.rules else {}),
        **({"marks": [_marks_to_json(each) for each in meeting.marks]} if meeting.marks else {}),
        **({"stages": [stage_to_json(each) for each in meeting.stages]} if meeting.stages else {}),
        **({"continues": continues_to_json(meeting.continues)} if meeting.continues else {}),
        **({"notice": _notice_to_json(meeting.notice)} if meeting.notice else {}),
    }


def _notice_to_json(notice: Notice) -> dict[str, Any]:
    return {
        "posts": notice.posts,
        "posts_en": notice.posts_en,
        "complaints": notice.complaints,
        "complaints_en": notice.complaints_en,
    }


def _marks_to_json(column: MarkColumn) -> dict[str, Any]:
    return {
        "name": column.name,
        "numbers": [
            {"person": person, "number": exact(number)} for person, number in column.numbers
        ],
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
    people = tuple(person_from_json(each) for each in json.objects("people"))
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
        groups=tuple(group_from_json(each) for each in json.objects("groups")),
        people=people,
        lists=tuple(_list_from_json(each) for each in json.optional_objects("lists")),
        posts=tuple(_post_from_json(each) for each in json.optional_objects("posts")),
        papers=tuple(paper_from_json(each, by_id) for each in json.objects("papers")),
        rounds=tuple(_round_from_json(each) for each in json.objects("rounds")),
        rules=tuple(_step_from_json(each) for each in json.optional_objects("rules")),
        marks=tuple(_marks_from_json(each) for each in json.optional_objects("marks")),
        stages=tuple(stage_from_json(each) for each in json.optional_objects("stages")),
        continues=continues_from_json(json.inner("continues")) if json.has("continues") else None,
        notice=_notice_from_json(json.inner("notice")) if json.has("notice") else None,
    )


def _notice_from_json(json: Fields) -> Notice:
    return Notice(
        json.text("posts"),
        json.text("posts_en"),
        json.text("complaints"),
        json.text("complaints_en"),
    )


def _marks_from_json(json: Fields) -> MarkColumn:
    numbers = ((each.text("person"), each.exact("number")) for each in json.objects("numbers"))
    return MarkColumn(json.text("name"), tuple(numbers))


def _step_from_json(json: Fields) -> AnyStep:
    step = read_step(json)
    if step is None:
        raise json.wrong("kind", N_("a kind of step that this release knows"))
    return step


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
