"""The meeting's name, place, day and team, and the numbers that its procedure leaves open."""

from __future__ import annotations

from datetime import date

import tomlkit
from flask import Blueprint, request
from werkzeug.wrappers import Response

from desk.accounts.role import Role
from desk.pages.drafts import saved, shown, the_draft
from desk.preparing.step import Step
from desk.web.access import for_roles
from meeting.presets import load_preset, preset_names

facts = Blueprint("facts", __name__)
TEXTS = ("title", "place", "team")


@facts.get("/meetings/<meeting_id>/facts")
@for_roles(Role.ORGANISER)
def page(meeting_id: str) -> str:
    """Show them as fields."""
    draft = the_draft(meeting_id)
    document = draft.document()
    name = str(document.get("preset", ""))
    settings = load_preset(name).settings if name in preset_names() else ()
    return shown(meeting_id, draft, Step.FACTS, settings=settings)


@facts.post("/meetings/<meeting_id>/facts")
@for_roles(Role.ORGANISER)
def change(meeting_id: str) -> Response:
    """Store them; what is wrong is said on the page itself."""
    draft = the_draft(meeting_id)
    document = draft.document()
    for name in TEXTS:
        if name in request.form:
            document[name] = request.form[name].strip()
    try:
        document["date"] = date.fromisoformat(request.form.get("date", ""))
    except ValueError:
        document["date"] = request.form.get("date", "")
    settings = document.setdefault("settings", tomlkit.table())
    for field, text in request.form.items():
        _, is_setting, name = field.partition("setting-")
        if is_setting and name in settings:
            settings[name] = int(text) if text.isascii() and text.isdigit() else text
    return saved(meeting_id, draft, document, Step.FACTS)
