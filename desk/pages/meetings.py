"""The meetings of this desk, and beginning a new one from a procedure."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from desk.accounts.role import ALL, Role
from desk.pages.drafts import address, is_published, note
from desk.preparing.begin import Beginning, begin, free_id, is_id
from desk.preparing.draft import Draft
from desk.preparing.step import Step
from desk.problem import Problem
from desk.web.access import for_roles
from desk.web.here import Here
from desk.web.language import language_here
from meeting.command_line.papers_told import preset_told
from meeting.language import N_, gettext_for, said
from meeting.presets import load_preset, preset_names
from meeting.presets.preset import Preset

home = Blueprint("home", __name__)
LONGEST_TITLE = 60


@home.get("/")
@for_roles(*ALL)
def page() -> str:
    """Show the meetings, the latest first."""
    folder = Here.now().config.meetings
    found = sorted(folder.iterdir(), reverse=True) if folder.is_dir() else []
    listed = []
    for each in found:
        draft = Draft(each / "draft")
        if not is_id(each.name) or not draft.exists:
            continue
        document = draft.document()
        published = is_published(each.name)
        step = next((step for step in Step if draft.look().of(step)), Step.PUBLISH)
        listed.append((each.name, document, published, address(step, each.name)))
    return render_template("home.html", meetings=listed)


@home.get("/meetings/new")
@for_roles(Role.ORGANISER)
def new() -> str:
    """Ask for the procedure, the name, the place and the day."""
    return _asked({}, {"day": date.today().isoformat()})  # noqa: DTZ011 - the day of the wall


@home.post("/meetings/new")
@for_roles(Role.ORGANISER)
def make() -> Response:
    """Begin a draft, or say what is missing beside each field."""
    form = request.form
    given = {name: form.get(name, "").strip() for name in ("preset", "title", "place", "day")}
    told = gettext_for(Problem.room, language_here())
    wrong: dict[str, str] = {}
    if given["preset"] not in preset_names():
        wrong["preset"] = told(N_("Choose a procedure."))
    if not 1 <= len(given["title"]) <= LONGEST_TITLE:
        wrong["title"] = told(N_("The meeting needs a name of at most 60 characters."))
    day = _day(given["day"])
    if day is None:
        wrong["day"] = told(N_("Choose the day of the meeting."))
    if wrong or day is None:
        return Response(_asked(wrong, given), HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")
    meetings = Here.now().config.meetings
    meetings.mkdir(parents=True, exist_ok=True, mode=0o700)
    id_ = free_id(meetings, day)
    beginning = Beginning(load_preset(given["preset"]), given["title"], given["place"], day)
    (meetings / id_).mkdir(mode=0o700)
    begin(meetings / id_ / "draft", id_, beginning, language_here())
    note("draft-begun", {"meeting": id_, "preset": given["preset"]})
    return redirect(address(Step.FACTS, id_), HTTPStatus.SEE_OTHER)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _asked(wrong: dict[str, str], given: dict[str, str]) -> str:
    here = language_here()
    found = sorted(map(load_preset, preset_names()), key=lambda each: (each.row, each.id))
    first = [each for each in found if not each.example.of]
    return render_template(
        "new.html", presets=[_told(each, here) for each in first], told=wrong, given=given
    )


def _told(preset: Preset, here: str) -> tuple[str, str, str, str, list[str]]:
    lines = [line.strip() for line in preset_told(preset)]
    return (
        preset.id,
        preset.row,
        said(preset, "name", here),
        said(preset, "description", here),
        lines,
    )
