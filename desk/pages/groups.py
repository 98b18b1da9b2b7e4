"""The voter groups: how each is called, who belongs to it, and how much it weighs."""

from __future__ import annotations

import tomlkit
from flask import Blueprint, request
from werkzeug.wrappers import Response

from desk.accounts.role import Role
from desk.pages.drafts import saved, shown, the_draft
from desk.preparing.step import Step
from desk.web.access import for_roles

groups = Blueprint("groups", __name__)
MOST_GROUPS = 26
TEXTS = ("name", "description", "weight", "confirm_small")


@groups.get("/meetings/<meeting_id>/groups")
@for_roles(Role.ORGANISER)
def page(meeting_id: str) -> str:
    """Show them as rows, with a free one below."""
    return shown(meeting_id, the_draft(meeting_id), Step.GROUPS)


@groups.post("/meetings/<meeting_id>/groups")
@for_roles(Role.ORGANISER)
def change(meeting_id: str) -> Response:
    """Store the rows that have a name; one without is left out."""
    draft = the_draft(meeting_id)
    document = draft.document()
    before = {str(each.get("id")): each for each in document.get("groups", ())}
    rows = tomlkit.aot()
    for at in range(MOST_GROUPS):
        given = {name: request.form.get(f"{name}-{at}", "").strip() for name in TEXTS}
        if not given["name"]:
            continue
        id_ = request.form.get(f"id-{at}", "").strip() or _free(before, rows)
        row = before.get(id_, tomlkit.table())
        row["id"] = id_
        for name, text in given.items():
            if text:
                row[name] = text
            else:
                row.pop(name, None)
        row.setdefault("size", 0)
        row.setdefault("slips", 0)
        rows.append(row)
    document["groups"] = rows
    return saved(meeting_id, draft, document, Step.GROUPS)


def _free(before: dict[str, object], rows: tomlkit.items.AoT) -> str:
    taken = {*before, *(str(each["id"]) for each in rows)}
    return next(each for each in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if each not in taken)
