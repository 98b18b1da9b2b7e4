"""Publishing: the last look, one confirmation, and what everybody does next."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from desk.accounts.role import Role
from desk.pages.drafts import address, note, only_while_draft, shown, the_draft
from desk.preparing.publication import already, key_of, server_on_this_machine
from desk.preparing.publication import publish as write
from desk.preparing.step import Step
from desk.web.access import for_roles
from desk.web.here import Here
from desk.web.language import language_here
from meeting.command_line.typed_command import typed
from meeting.problem import Problem

publish = Blueprint("publish", __name__)


@publish.get("/meetings/<meeting_id>/publish")
@for_roles(Role.ORGANISER)
def page(meeting_id: str) -> str:
    """Show what will stand, or what was published."""
    return _page(meeting_id, "")


@publish.post("/meetings/<meeting_id>/publish")
@for_roles(Role.ORGANISER)
def do(meeting_id: str) -> Response:
    """Publish, once; what is missing is said on the page."""
    only_while_draft(meeting_id)
    draft = the_draft(meeting_id)
    folder = draft.folder.parent
    try:
        if draft.look().organised is None:
            write(draft, "", folder / "opening")
        key = (
            key_of(request.form.get("key", ""))
            if request.form.get("server") == "other"
            else server_on_this_machine(folder / "server")
        )
        done = write(draft, key, folder / "opening")
    except Problem as problem:
        body = _page(meeting_id, problem.told(language_here()))
        return Response(body, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")
    note("published", {"meeting": meeting_id, "hash": done.hash})
    return redirect(address(Step.PUBLISH, meeting_id), HTTPStatus.SEE_OTHER)


def _page(meeting_id: str, refused: str) -> str:
    draft = the_draft(meeting_id)
    looked = draft.look()
    opening = draft.folder.parent / "opening"
    meeting = looked.organised.meeting if looked.organised else None
    joins = [
        (name, typed("teller", "join", opening, "--index", number, "--key", f"teller-{number}.key"))
        for number, name in enumerate(meeting.tellers if meeting else (), 1)
    ]
    return shown(
        meeting_id,
        draft,
        Step.PUBLISH,
        looked,
        refused=refused,
        done=already(opening),
        joins=joins,
        here=Here.now().config.folder,
    )
