"""The registrar's page: slips are made, printed under the tellers' eyes, destroyed; then loaded."""

from __future__ import annotations

from http import HTTPStatus

import segno
from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from crypto.board.server_key import short_form
from crypto.canonical import loads
from desk.accounts.role import Role
from desk.journal.journal import entries
from desk.pages.drafts import note, the_draft
from desk.problem import Problem
from desk.processes.command import run
from desk.registering.counts import piles
from desk.registering.slips import FINGERPRINT_FILE, NOTICE_FILE, Slips, State
from desk.web.access import for_roles
from desk.web.here import Here
from desk.web.language import language_here
from meeting.language import N_
from meeting.published.given_fingerprint import fingerprint_code

registrar = Blueprint("registrar", __name__)

MUST_BE_TRUE = {
    "printed": N_("Every page is printed and can be read."),
    "counted": N_("The slips were counted, group by group, and agree with the table."),
    "shuffled": N_("Each pile was cut, shuffled face down, put into an envelope and sealed."),
    "misprints": N_("Misprints and test pages were shredded."),
    "printer": N_("The printer's memory and queue are empty: it was switched off and on again."),
    "copies": N_("Nobody saved the file elsewhere: no download, no stick, no e-mail."),
}
LONGEST_REASON = 200


@registrar.get("/meetings/<meeting_id>/registrar")
@for_roles(Role.REGISTRAR)
def page(meeting_id: str) -> str:
    """Show where the slips stand and what comes next."""
    return _page(meeting_id, _slips(meeting_id))


@registrar.post("/meetings/<meeting_id>/registrar/make")
@for_roles(Role.REGISTRAR)
def make(meeting_id: str) -> Response:
    """Begin to make the slips; what an earlier attempt left is destroyed first."""
    slips = _slips(meeting_id)
    state = _state(slips)
    if state not in {State.READY, State.CUT_SHORT}:
        abort(HTTPStatus.CONFLICT)
    if state is State.CUT_SHORT:
        slips.destroy()
        note("slips-destroyed", {"meeting": meeting_id, "why": "making them was cut short"})
    note("slips-begun", {"meeting": meeting_id})
    slips.make(Here.now().jobs, language_here())
    return _back(meeting_id)


@registrar.post("/meetings/<meeting_id>/registrar/print")
@for_roles(Role.REGISTRAR)
def hand_out(meeting_id: str) -> Response:
    """Hand the PDF out, to be printed from the browser's own window."""
    slips = _slips(meeting_id)
    if _state(slips) not in {State.TO_PRINT, State.PRINTED}:
        abort(HTTPStatus.CONFLICT)
    again = _state(slips) is State.PRINTED
    reason = request.form.get("reason", "").strip()[:LONGEST_REASON]
    try:
        data = slips.hand_out(reason)
    except Problem as problem:
        return _refused(meeting_id, slips, {problem.where: problem.text(language_here())})
    note("slips-shown", {"meeting": meeting_id} | ({"again": reason} if again else {}))
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="slips.pdf"'
    return answer


@registrar.post("/meetings/<meeting_id>/registrar/destroy")
@for_roles(Role.REGISTRAR)
def destroy(meeting_id: str) -> Response:
    """Destroy the PDF, once all that must be true was confirmed and tellers are named."""
    slips = _slips(meeting_id)
    if _state(slips) is not State.PRINTED:
        abort(HTTPStatus.CONFLICT)
    tellers = slips.meeting().tellers
    watched = [name for name in tellers if name in request.form.getlist("tellers")]
    wrong = {}
    if not watched:
        wrong["tellers"] = N_("Tick the tellers who watched: at least one.")
    wrong |= {name: told for name, told in MUST_BE_TRUE.items() if name not in request.form}
    if wrong:
        return _refused(meeting_id, slips, _translated(wrong))
    slips.destroy()
    note("slips-destroyed", {"meeting": meeting_id, "tellers": list(watched)})
    return _back(meeting_id)


@registrar.post("/meetings/<meeting_id>/registrar/load")
@for_roles(Role.REGISTRAR, Role.CONSOLE)
def load(meeting_id: str) -> Response:
    """Load the server on this machine, once no file has the slips' codes any more."""
    slips = _slips(meeting_id)
    server = slips.folder / "server"
    if _state(slips) is not State.DESTROYED or not server.is_dir():
        abort(HTTPStatus.CONFLICT)
    given = slips.opening / FINGERPRINT_FILE
    words = ("server", "load", server, slips.prepared, "--meeting-fingerprint", given)
    try:
        run(language_here(), *words)
    except Problem as problem:
        return _refused(meeting_id, slips, {"load": problem.text(language_here())})
    note("server-loaded", {"meeting": meeting_id, "fingerprint": slips.fingerprint()})
    return _back(meeting_id)


@registrar.get("/meetings/<meeting_id>/registrar/notice.pdf")
@for_roles(Role.REGISTRAR)
def notice(meeting_id: str) -> Response:
    """The notice with the meeting fingerprint, for the wall of the hall: all public."""
    file = _slips(meeting_id).opening / NOTICE_FILE
    if not file.is_file():
        abort(HTTPStatus.NOT_FOUND)
    return send_file(file, mimetype="application/pdf")


def is_loaded(meeting_id: str) -> bool:
    """Whether the journal says that this meeting was loaded into the server of this machine."""
    with Here.now().database.reading() as session:
        done = [each.about for each in entries(session) if each.what == "server-loaded"]
    return any(_meeting_of(about) == meeting_id for about in done)


def _meeting_of(about: str) -> object:
    found = loads(about, limit=len(about.encode()))
    return found.get("meeting") if isinstance(found, dict) else None


def _slips(meeting_id: str) -> Slips:
    return Slips(the_draft(meeting_id).folder.parent)


def _state(slips: Slips) -> State:
    return slips.state(Here.now().jobs.of(slips.folder))


def _back(meeting_id: str) -> Response:
    return redirect(url_for("registrar.page", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


def _translated(wrong: dict[str, str]) -> dict[str, str]:
    return {
        name: Problem("registrar", sentence).text(language_here())
        for name, sentence in wrong.items()
    }


def _refused(meeting_id: str, slips: Slips, told: dict[str, str]) -> Response:
    body = _page(meeting_id, slips, told)
    return Response(body, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")


def _page(meeting_id: str, slips: Slips, told: dict[str, str] | None = None) -> str:
    here = language_here()
    job = Here.now().jobs.of(slips.folder)
    state = slips.state(job)
    published = state is not State.NOT_PUBLISHED
    meeting = slips.meeting() if published else None
    fingerprint = slips.fingerprint() if slips.prepared.is_dir() else ""
    trouble = job.trouble if job is not None else None
    return render_template(
        "registrar.html",
        meeting_id=meeting_id,
        state=state,
        percent=job.percent if job is not None else 0,
        trouble=trouble.text(here) if trouble is not None and state is State.READY else "",
        told=told or {},
        meeting=meeting,
        piles=piles(meeting, here) if meeting is not None else [],
        must_be_true=MUST_BE_TRUE,
        ticked=set(request.form),
        watched=request.form.getlist("tellers"),
        fingerprint=fingerprint,
        short=short_form(bytes.fromhex(fingerprint)) if fingerprint else "",
        code=_picture(fingerprint_code(fingerprint)) if fingerprint else "",
        server_here=(slips.folder / "server").is_dir(),
        loaded=is_loaded(meeting_id),
        prepared=slips.prepared,
    )


def _picture(text: str) -> str:
    """A QR code as an SVG element; what is in it is ours, so it may stand in a page as it is."""
    return segno.make(text, error="m").svg_inline(scale=5, border=4, omitsize=False)
