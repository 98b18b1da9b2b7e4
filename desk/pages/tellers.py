"""The tellers: who they are, and how many of them open a box together."""

from __future__ import annotations

from flask import Blueprint, request
from werkzeug.wrappers import Response

from desk.accounts.role import Role
from desk.pages.drafts import saved, shown, the_draft
from desk.preparing.step import Step
from desk.web.access import for_roles

tellers = Blueprint("tellers", __name__)


@tellers.get("/meetings/<meeting_id>/tellers")
@for_roles(Role.ORGANISER)
def page(meeting_id: str) -> str:
    """Show their names, one a line."""
    return shown(meeting_id, the_draft(meeting_id), Step.TELLERS)


@tellers.post("/meetings/<meeting_id>/tellers")
@for_roles(Role.ORGANISER)
def change(meeting_id: str) -> Response:
    """Store their names and the threshold."""
    draft = the_draft(meeting_id)
    document = draft.document()
    names = [line.strip() for line in request.form.get("names", "").splitlines()]
    document["tellers"]["names"] = [name for name in names if name]
    text = request.form.get("threshold", "").strip()
    document["tellers"]["threshold"] = int(text) if text.isascii() and text.isdigit() else text
    return saved(meeting_id, draft, document, Step.TELLERS)
