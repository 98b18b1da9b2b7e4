"""What all pages of a draft share: which draft it is, its steps, and writing down what was done."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import abort, redirect, render_template, url_for
from tomlkit.toml_document import TOMLDocument
from werkzeug.wrappers import Response

from crypto.canonical import JSON
from desk.journal.journal import write
from desk.preparing.begin import is_id
from desk.preparing.draft import MEETING_FILE, Draft, Looked
from desk.preparing.step import NAMES, Step
from desk.web.access import person
from desk.web.here import Here
from desk.web.language import language_here
from meeting.problem import Problem


def the_draft(meeting_id: str) -> Draft:
    """The draft of this id; the request ends with 404 where there is none."""
    found = Draft(Here.now().config.meetings / meeting_id / "draft")
    if not is_id(meeting_id) or not found.exists:
        abort(HTTPStatus.NOT_FOUND)
    return found


def is_published(meeting_id: str) -> bool:
    """Whether this meeting was published, so that its draft stands."""
    return (Here.now().config.meetings / meeting_id / "opening" / "meeting.json").is_file()


def only_while_draft(meeting_id: str) -> None:
    """End the request with 409 where the meeting was published."""
    if is_published(meeting_id):
        abort(HTTPStatus.CONFLICT)


def note(what: str, about: Mapping[str, JSON]) -> None:
    """Write into the journal what was done."""
    with Here.now().database.writing() as session:
        write(session, person().name, what, about)


def saved(meeting_id: str, draft: Draft, document: TOMLDocument, step: Step) -> Response:
    """Save the edited file, and lead to the next step, or to this one while it has mistakes."""
    only_while_draft(meeting_id)
    draft.save(document)
    note("draft-changed", {"meeting": meeting_id, "step": str(step)})
    steps = list(Step)
    wrong = draft.look().of(step)
    after = step if wrong else steps[steps.index(step) + 1]
    return redirect(address(after, meeting_id), HTTPStatus.SEE_OTHER)


def address(step: Step, meeting_id: str) -> str:
    """The address of a step's page."""
    return url_for(f"{step}.page", meeting_id=meeting_id)


def told(problem: Problem, language: str) -> str:
    """A problem in words; a line of meeting.toml says nothing to whoever works on pages."""
    on_pages = problem.where.startswith(MEETING_FILE)
    return problem.text(language) if on_pages else problem.told(language)


def _is_done(step: Step, looked: Looked, meeting_id: str) -> bool:
    if step is Step.PUBLISH:
        return is_published(meeting_id)
    return not looked.of(step) and (step is not Step.PAPERS or looked.organised is not None)


def shown(
    meeting_id: str, draft: Draft, step: Step, looked: Looked | None = None, **more: object
) -> str:
    """The page of a step, with the way above it and what is wrong in it."""
    looked = looked or draft.look()
    document = draft.document()
    here = language_here()
    return render_template(
        f"draft_{step}.html",
        meeting_id=meeting_id,
        title=str(document.get("title", "")),
        way=[
            (each, NAMES[each], _is_done(each, looked, meeting_id), address(each, meeting_id))
            for each in Step
        ],
        step=step,
        wrong=[told(each, here) for each in looked.of(step)],
        published=is_published(meeting_id),
        looked=looked,
        document=document,
        **more,
    )
