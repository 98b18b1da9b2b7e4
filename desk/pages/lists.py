"""The lists of a draft, uploaded or pasted: who is voted on, and who may come."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, request, send_from_directory
from werkzeug import wrappers

from desk.accounts.role import Role
from desk.pages.drafts import only_while_draft, saved, shown, the_draft
from desk.preparing.draft import Draft
from desk.preparing.step import Step
from desk.preparing.upload import Given, Read, rows_in
from desk.web.access import for_roles
from desk.web.language import language_here
from meeting.lists.people_list import PEOPLE

people = Blueprint("people", __name__)
roster = Blueprint("roster", __name__)
PASTED = "pasted.csv"
MOST_SHOWN = 3000


@people.get("/meetings/<meeting_id>/people")
@for_roles(Role.ORGANISER)
def page(meeting_id: str) -> str:
    """Show the people, and where a list is given."""
    draft = the_draft(meeting_id)
    return shown(meeting_id, draft, Step.PEOPLE, read=None, rows=rows_in(draft, PEOPLE))


@people.post("/meetings/<meeting_id>/people")
@for_roles(Role.ORGANISER)
def give_people(meeting_id: str) -> wrappers.Response:
    """Keep a list without mistakes; show one with mistakes, each beside its row."""
    return _taken(meeting_id, Step.PEOPLE)


@roster.get("/meetings/<meeting_id>/roster", endpoint="page")
@for_roles(Role.ORGANISER)
def roster_page(meeting_id: str) -> str:
    """Show how many there are in each group, and where a list is given."""
    return shown(meeting_id, the_draft(meeting_id), Step.ROSTER, read=None)


@roster.post("/meetings/<meeting_id>/roster")
@for_roles(Role.ORGANISER)
def give_roster(meeting_id: str) -> wrappers.Response:
    """Keep a roster without mistakes, and the size of each group that follows from it."""
    return _taken(meeting_id, Step.ROSTER)


@people.get("/meetings/<meeting_id>/lists/<key>.xlsx")
@for_roles(Role.ORGANISER)
def sheet(meeting_id: str, key: str) -> Response:
    """Give the list as it is, to be filled in or corrected: headings alone at first."""
    draft = the_draft(meeting_id)
    name = str(draft.document().get(key, "")) if key in {"people", "roster"} else ""
    return send_from_directory(draft.folder, name, as_attachment=True)


def _given() -> tuple[bytes, str]:
    """The bytes of the file, or of what was pasted, and a name for it."""
    file = request.files.get("file")
    if file is not None and file.filename:
        return file.read(), file.filename
    pasted = request.form.get("pasted", "").replace("\r\n", "\n")
    return pasted.encode(), PASTED


def _taken(meeting_id: str, step: Step) -> wrappers.Response:
    only_while_draft(meeting_id)
    draft = the_draft(meeting_id)
    data, name = _given()
    read = Given(step, data, name).put_into(draft)
    if read.problems:
        return _refused(meeting_id, draft, step, read)
    return saved(meeting_id, draft, draft.document(), step)


def _refused(meeting_id: str, draft: Draft, step: Step, read: Read) -> wrappers.Response:
    here = language_here()
    rows = [
        (row.number, row.cells, [each.text(here) for each in read.of_row(row.number)])
        for row in read.rows[:MOST_SHOWN]
    ]
    told = {
        "rows": rows,
        "headings": read.rows[0].headings if read.rows else {},
        "wrong": [each.told(here) for each in read.of_all()],
        "count": len(read.problems),
    }
    body = shown(meeting_id, draft, step, read=told)
    return wrappers.Response(body, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")
