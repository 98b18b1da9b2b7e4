"""The console of the day: the server of this machine, its boxes, and each act upon them."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from desk.accounts.role import Role
from desk.holding import board
from desk.holding.server_process import ALONE, EVERYWHERE, ServerProcess
from desk.pages.drafts import note, the_draft
from desk.pages.second_person import second_person
from desk.problem import Problem
from desk.processes.command import run
from desk.registering.slips import Slips
from desk.web.access import for_roles
from desk.web.language import language_here
from meeting.board_interface.answers import BoxStage, BoxState
from meeting.language import N_, said
from meeting.problem import Problem as AnyProblem

console = Blueprint("console", __name__)

STATES = {
    BoxStage.PREPARED: N_("not open yet"),
    BoxStage.OPEN: N_("open"),
    BoxStage.CLOSED: N_("closed"),
}
LAST = N_("open, last voters: no new slip is let in")
FIRST_PORT, LAST_PORT, USUAL_PORT = 1024, 65535, 8000


@console.get("/meetings/<meeting_id>/console")
@for_roles(Role.CONSOLE)
def page(meeting_id: str) -> str:
    """Show the server, the boxes, and what can be done."""
    return _page(meeting_id, _server(meeting_id))


@console.post("/meetings/<meeting_id>/console/start")
@for_roles(Role.CONSOLE)
def start(meeting_id: str) -> Response:
    """Start the server, for the hall's network or for this machine alone."""
    server = _server(meeting_id)
    text = request.form.get("port", "").strip()
    port = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0  # noqa: PLR2004
    if not FIRST_PORT <= port <= LAST_PORT:
        wrong = Problem(
            "console-port",
            N_("A port is a number from {first} to {last}; {usual} is the usual one."),
            first=FIRST_PORT,
            last=LAST_PORT,
            usual=USUAL_PORT,
            where="port",
        )
        return _refused(meeting_id, server, wrong)
    host = ALONE if request.form.get("for") == "here" else EVERYWHERE
    try:
        server.start(language_here(), host, port)
    except AnyProblem as problem:
        return _refused(meeting_id, server, problem)
    note("server-started", {"meeting": meeting_id, "host": host, "port": port})
    return _back(meeting_id)


@console.post("/meetings/<meeting_id>/console/stop")
@for_roles(Role.CONSOLE)
def stop(meeting_id: str) -> Response:
    """Stop the server; what it took is stored."""
    server = _server(meeting_id)
    try:
        server.stop()
    except AnyProblem as problem:
        return _refused(meeting_id, server, problem)
    note("server-stopped", {"meeting": meeting_id})
    return _back(meeting_id)


@console.post("/meetings/<meeting_id>/console/open")
@for_roles(Role.CONSOLE)
def open_boxes(meeting_id: str) -> Response:
    """Open a box or all: voting begins."""
    return _act(meeting_id, "boxes-opened", "open")


@console.post("/meetings/<meeting_id>/console/last-voters")
@for_roles(Role.CONSOLE)
def last_voters(meeting_id: str) -> Response:
    """Let no new slip in, or let them in again."""
    if "undo" in request.form:
        return _act(meeting_id, "last-voters-undone", "last-voters", "--undo")
    return _act(meeting_id, "last-voters", "last-voters")


@console.post("/meetings/<meeting_id>/console/close")
@for_roles(Role.CONSOLE)
def close(meeting_id: str) -> Response:
    """Close a box or all for good, when a second person confirms it with their own account."""
    server = _server(meeting_id)
    try:
        second = second_person()
    except Problem as problem:
        return _refused(meeting_id, server, problem)
    return _act(meeting_id, "boxes-closed", "close", "--yes", more={"second": second})


@console.post("/meetings/<meeting_id>/console/copy")
@for_roles(Role.CONSOLE)
def copy(meeting_id: str) -> Response:
    """Send the records so far as one file, with which the votes outlive this machine."""
    server = _server(meeting_id)
    found = server.running()
    if found is None:
        abort(HTTPStatus.CONFLICT)
    try:
        file = board.copy(found.url)
    except Problem as problem:
        return _refused(meeting_id, server, problem)
    note("records-copied", {"meeting": meeting_id})
    return send_file(
        file, "application/zip", as_attachment=True, download_name=f"{meeting_id}-records.zip"
    )


@console.get("/meetings/<meeting_id>/console/kiosks")
@for_roles(Role.CONSOLE)
def kiosks(meeting_id: str) -> str:
    """Show the kiosks, which of them were heard of lately, and ask for new ones."""
    return _kiosks(meeting_id, "", "")


@console.post("/meetings/<meeting_id>/console/kiosks")
@for_roles(Role.CONSOLE)
def enrol(meeting_id: str) -> Response:
    """Draw codes for new kiosks; they are on the answer to this and nowhere else."""
    server = _server(meeting_id)
    names = [each.strip() for each in request.form.get("names", "").splitlines() if each.strip()]
    codes = wrong = ""
    try:
        codes = run(language_here(), "server", "enrol", server.folder, "--", *names)
        note("kiosks-invited", {"meeting": meeting_id, "names": list(names)})
    except Problem as problem:
        wrong = problem.text(language_here())
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return Response(_kiosks(meeting_id, codes, wrong), status, mimetype="text/html")


def _act(
    meeting_id: str,
    what: str,
    command: str,
    *options: str,
    more: Mapping[str, str] | None = None,
) -> Response:
    """Run a command of the server on one box or all, and write it down."""
    server = _server(meeting_id)
    box = request.form.get("box", "")
    if box and box not in {each.id for each in Slips(server.meeting_folder).meeting().boxes()}:
        abort(HTTPStatus.NOT_FOUND)
    chosen = ("--box", box) if box else ()
    try:
        run(language_here(), "server", command, server.folder, *options, *chosen)
    except Problem as problem:
        return _refused(meeting_id, server, problem)
    note(what, {"meeting": meeting_id, "box": box or "*", **(more or {})})
    return _back(meeting_id)


def _server(meeting_id: str) -> ServerProcess:
    found = ServerProcess(the_draft(meeting_id).folder.parent)
    if not found.folder.is_dir():
        abort(HTTPStatus.NOT_FOUND)
    return found


def _back(meeting_id: str) -> Response:
    return redirect(url_for("console.page", meeting_id=meeting_id), HTTPStatus.SEE_OTHER)


def _refused(meeting_id: str, server: ServerProcess, problem: AnyProblem) -> Response:
    told = {problem.where or "acts": problem.text(language_here())}
    body = _page(meeting_id, server, told)
    return Response(body, HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")


def _page(meeting_id: str, server: ServerProcess, told: Mapping[str, str] | None = None) -> str:
    here = language_here()
    running = server.running()
    told = dict(told or {})
    found: tuple[BoxState, ...] = ()
    status = ""
    try:
        if running is not None:
            found = board.boxes(running.url)
        else:
            status = run(here, "server", "status", server.folder)
    except Problem as problem:
        told["acts"] = problem.text(here)
    meeting = Slips(server.meeting_folder).meeting()
    of = {each.id: each for each in meeting.boxes()}
    rows = [
        (
            each,
            said(of[each.id].round, "name", here),
            said(of[each.id].group, "name", here),
            of[each.id].group.size,
            LAST if each.last_voters and each.state is BoxStage.OPEN else STATES[each.state],
        )
        for each in found
    ]
    return render_template(
        "console.html",
        meeting_id=meeting_id,
        meeting=meeting,
        running=running,
        status=status,
        rows=rows,
        stages={str(each.state) for each in found},
        ending=any(each.last_voters and each.state is BoxStage.OPEN for each in found),
        told=told,
        port=request.form.get("port", USUAL_PORT),
        alone=running is not None and running.host == ALONE,
    )


def _kiosks(meeting_id: str, codes: str, wrong: str) -> str:
    server = _server(meeting_id)
    here = language_here()
    listed = run(here, "server", "kiosks", server.folder)
    return render_template(
        "console_kiosks.html",
        meeting_id=meeting_id,
        listed=listed.splitlines(),
        codes=codes.splitlines(),
        wrong=wrong,
        running=server.running() is not None,
    )
