"""Check-in on the day, the counts of slips, and the two reports that follow from them.

Searching is a form that is sent, and who was checked in stands in no address: the history of a
device at the door keeps no name and no order. Nothing of it is written into the journal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from http import HTTPStatus
from threading import Lock

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from werkzeug import wrappers

from desk.accounts.role import Role
from desk.attendance.attendance import FILE, Attendance, Counts, make
from desk.attendance.figures import figures
from desk.pages.drafts import is_published, the_draft
from desk.problem import Problem
from desk.web.access import for_roles
from desk.web.here import Here
from desk.web.language import language_here
from meeting.definition.meeting import Box, Meeting
from meeting.language import N_

attendance = Blueprint("attendance", __name__)
MOST_SHOWN = 40
_AT = "/meetings/<meeting_id>/attendance"
_JUST_NOW = "checked-in"
_OPENING = Lock()


@attendance.get(_AT)
@for_roles(Role.CHECK_IN, Role.ORGANISER, Role.CONSOLE)
def page(meeting_id: str) -> str:
    """Show the field to search in, and whom this browser has just checked in."""
    return _shown(meeting_id, "", request.args.get("group", ""))


@attendance.post(_AT)
@for_roles(Role.CHECK_IN, Role.ORGANISER, Role.CONSOLE)
def find(meeting_id: str) -> str:
    """Show who fits what was typed; nothing changes."""
    return _shown(meeting_id, request.form.get("typed", "")[:60], request.form.get("group", ""))


@attendance.post(f"{_AT}/came")
@for_roles(Role.CHECK_IN, Role.ORGANISER, Role.CONSOLE)
def mark(meeting_id: str) -> wrappers.Response:
    """Check somebody in, or take it back."""
    _, _, stored = _opened(meeting_id)
    came = request.form.get("came") == "1"
    try:
        place = int(request.form.get("place", ""))
        changed = stored.mark(place, came=came)
    except (ValueError, IndexError):
        abort(HTTPStatus.BAD_REQUEST)
    session[_JUST_NOW] = [meeting_id, place, came, changed]
    group = request.form.get("group", "") or None
    to = url_for("attendance.page", meeting_id=meeting_id, group=group)
    return redirect(to, HTTPStatus.SEE_OTHER)


@attendance.get(f"{_AT}/report")
@for_roles(Role.CHECK_IN, Role.ORGANISER, Role.CONSOLE)
def report(meeting_id: str) -> str:
    """Show who is present by group, the counts of slips, and both reports."""
    return _report(meeting_id, "")


@attendance.post(f"{_AT}/report")
@for_roles(Role.CHECK_IN, Role.ORGANISER, Role.CONSOLE)
def count(meeting_id: str) -> wrappers.Response:
    """Keep the counts of slips, all of them or none."""
    _, meeting, stored = _opened(meeting_id)
    try:
        stored.count({box.id: (_sent(box, "was-"), _sent(box, "")) for box in meeting.boxes()})
    except Problem as problem:
        body = _report(meeting_id, problem.told(language_here()))
        return Response(body, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")
    to = url_for("attendance.report", meeting_id=meeting_id)
    return redirect(to, HTTPStatus.SEE_OTHER)


@attendance.get(f"{_AT}/figures.toml")
@for_roles(Role.CHECK_IN, Role.ORGANISER, Role.CONSOLE)
def export(meeting_id: str) -> Response:
    """Give the figures that the tellers' reports take."""
    _, meeting, stored = _opened(meeting_id)
    text = figures(meeting, stored.present(), stored.slips())
    named = {"Content-Disposition": 'attachment; filename="figures.toml"'}
    return Response(text, mimetype="application/toml", headers=named)


def _opened(meeting_id: str) -> tuple[str, Meeting, Attendance]:
    """The title, the meeting and its attendance, made when it is first asked for; 404 for none."""
    draft = the_draft(meeting_id)
    if not is_published(meeting_id):
        abort(HTTPStatus.NOT_FOUND)
    opened = Here.now().attendance
    with _OPENING:
        if meeting_id not in opened:
            organised = draft.look().organised
            if organised is None:
                raise Problem(
                    "attendance-draft",
                    N_(
                        "The lists of this meeting were changed by hand, and can no longer be read."
                    ),
                    where=str(draft.file),
                )
            path = draft.folder.parent / FILE
            make(path, organised.roster, [box.id for box in organised.meeting.boxes()])
            opened[meeting_id] = (organised.meeting, Attendance(path))
    meeting, stored = opened[meeting_id]
    return meeting.title, meeting, stored


def _shown(meeting_id: str, typed: str, group: str) -> str:
    title, meeting, stored = _opened(meeting_id)
    group = group if group in {each.id for each in meeting.groups} else ""
    flags = stored.came()
    found = stored.index.find(typed, group)
    just_now = session.pop(_JUST_NOW, None)
    done = None
    if just_now and just_now[0] == meeting_id and just_now[1] < len(stored.people):
        done = (stored.people[just_now[1]], *just_now[2:])
    return render_template(
        "attendance.html",
        meeting_id=meeting_id,
        title=title,
        groups=meeting.groups,
        names={each.id: each.name for each in meeting.groups},
        typed=typed,
        group=group,
        found=[(each, flags[each.place]) for each in found[:MOST_SHOWN]],
        more=max(0, len(found) - MOST_SHOWN),
        present=sum(flags),
        expected=len(stored.people),
        done=done,
    )


def _report(meeting_id: str, refused: str) -> str:
    title, meeting, stored = _opened(meeting_id)
    present = stored.present()
    slips = stored.slips()
    return render_template(
        "attendance_report.html",
        meeting_id=meeting_id,
        title=title,
        meeting=meeting,
        people=[(each, stored.expected[each.id], present[each.id]) for each in meeting.groups],
        boxes=[(box, slips[box.id]) for box in meeting.boxes()],
        refused=refused,
    )


def _sent(box: Box, before: str) -> Counts:
    """The numbers of a box as they were sent. Raises Problem."""
    return Counts(*_numbers(box, before))


def _numbers(box: Box, before: str) -> Iterator[int]:
    for each in fields(Counts):
        text = request.form.get(f"{before}{each.name}-{box.id}", "").strip() or "0"
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(box.slips)):
            number = box.slips + 1
        else:
            number = int(text)
        if number > box.slips:
            raise Problem(
                "attendance-number",
                N_("{group}: enter a number from 0 to {slips}, as many as slips were printed."),
                group=box.group.name,
                slips=box.slips,
            )
        yield number
