"""The fields of a published paper: written to JSON values, and read from them.

Every field stands here twice, once for each direction, in the published order.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from meeting.definition.paper import CHOICE, Option, Paper, PaperItem, Rate
from meeting.definition.paper_limits import LIMITS, AnyLimit
from meeting.definition.person import Person
from meeting.language import N_
from meeting.published.fields import Fields
from meeting.rules.form import read_tagged, tagged_to_json


def paper_to_json(paper: Paper) -> dict[str, Any]:
    """The JSON value of a paper."""
    limits = [tagged_to_json(limit) for limit in paper.limits]
    return {
        "id": paper.id,
        "kind": paper.kind,
        "title": paper.title,
        "title_en": paper.title_en,
        "instructions": paper.instructions,
        "instructions_en": paper.instructions_en,
        "denominator": paper.denominator,
        **({"at_most": paper.at_most} if paper.at_most else {}),
        **({"limits": limits} if limits else {}),
        "items": [_item_to_json(item) for item in paper.items],
    }


def _item_to_json(item: PaperItem) -> dict[str, Any]:
    subject = {} if item.subject is None else {"subject": item.subject.id}
    rates = [
        {
            "id": rate.id,
            "name": rate.name,
            "name_en": rate.name_en,
            "options": list(rate.options),
            "denominator": rate.denominator,
        }
        for rate in item.rates
    ]
    return {
        "id": item.id,
        **({} if item.form == CHOICE else {"form": item.form}),
        **subject,
        **({"post": item.post} if item.post else {}),
        "prompt": item.prompt,
        "prompt_en": item.prompt_en,
        "options": [
            {"id": option.id, "label": option.label, "label_en": option.label_en}
            for option in item.options
        ],
        "minimum": item.minimum,
        "maximum": item.maximum,
        "abstain": item.abstain,
        **({"rates": rates} if rates else {}),
    }


def paper_from_json(json: Fields, people: Mapping[str, Person]) -> Paper:
    """The paper of a JSON value; raises Problem("field-type")."""
    return Paper(
        id=json.text("id"),
        kind=json.text("kind"),
        title=json.text("title"),
        title_en=json.text("title_en"),
        instructions=json.text("instructions"),
        instructions_en=json.text("instructions_en"),
        denominator=json.text("denominator"),
        items=tuple(_item_from_json(each, people) for each in json.objects("items")),
        at_most=json.optional_number("at_most") or 0,
        limits=tuple(_limit_from_json(each) for each in json.optional_objects("limits")),
    )


def _item_from_json(json: Fields, people: Mapping[str, Person]) -> PaperItem:
    subject = None
    if json.has("subject"):
        subject = people.get(json.text("subject"))
        if subject is None:
            raise json.wrong("subject", N_("the id of a person of this meeting"))
    return PaperItem(
        id=json.text("id"),
        subject=subject,
        prompt=json.text("prompt"),
        prompt_en=json.text("prompt_en"),
        options=tuple(
            Option(each.text("id"), each.text("label"), each.text("label_en"))
            for each in json.objects("options")
        ),
        minimum=json.number("minimum"),
        maximum=json.number("maximum"),
        abstain=json.boolean("abstain"),
        rates=tuple(
            Rate(
                each.text("id"),
                each.text("name"),
                each.text("name_en"),
                each.texts("options"),
                each.text("denominator"),
            )
            for each in json.optional_objects("rates")
        ),
        form=json.optional_text("form") or CHOICE,
        post=json.optional_text("post"),
    )


def _limit_from_json(json: Fields) -> AnyLimit:
    limit = read_tagged(LIMITS, json)
    if limit is None:
        raise json.wrong("kind", N_("a kind of limit that this release knows"))
    return limit
