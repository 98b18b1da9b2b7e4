"""The screens on the voter's way, from the scan of a slip to the receipt.

Every POST changes the state and redirects to where the voter is then (so that nothing is sent
twice by a reload), except that a screen whose answers have to be changed is shown again at once.
Nothing about a choice ever stands in an address.
"""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from kiosk.board.signed_questions import NOT_ENROLLED, RULE_UNSIGNED
from kiosk.messages.trouble import Trouble
from kiosk.screens import template_helpers
from kiosk.screens.access import LOCKED, START, Kiosk, enter, new_visit, open_screen, voting_screen
from kiosk.visit.voter import Voter, Waypoint
from meeting.definition.meeting import Box

blueprint = Blueprint("pages", __name__)

GET = ("GET",)
POST = ("POST",)
BOTH = ("GET", "POST")
RETRY_SECONDS = 5
TYPED_SECONDS = 90
"""How long a code that was mistyped stays in its field."""
MOST_TYPED = 40
"""Characters; a slip's code has 22 and some dashes, a scanned one far more."""
BACK = "back"
STAY = "stay"
CLOSED = "closed"


@open_screen(blueprint, START, GET)
def start(voter: Voter | None) -> ResponseReturnValue:
    """Wait for a slip; say so if the server cannot be reached or shows the wrong meeting."""
    if voter is not None:
        return redirect(voter.path)
    return _start_screen(None)


@open_screen(blueprint, "/start", BOTH)
def scan(voter: Voter | None) -> ResponseReturnValue:
    """Let the holder of a slip in; a slip scanned in the middle of a visit is ignored.

    GET comes from a screen that said that the server cannot be reached, and tries again.
    """
    if voter is None and request.method == "POST":
        try:
            visit = new_visit()
            Kiosk.here().flow.start(request.form.get("code", ""), visit)
            enter(visit)
        except Trouble as trouble:
            return _start_screen(trouble, _typed_code(trouble))
        voter = Kiosk.here().booth.voter
    return redirect(voter.path if voter is not None else START)


def _typed_code(trouble: Trouble) -> str:
    """A slip's code that was mistyped by hand, to be put right; never a scanned one."""
    code = request.form.get("code", "")
    by_hand = len(code) <= MOST_TYPED and trouble.code in {"slip-form", "slip-unknown"}
    return code if by_hand else ""


@open_screen(blueprint, "/enrol", POST)
def enrol(voter: Voter | None) -> ResponseReturnValue:
    """Enrol this kiosk with the code that the staff typed."""
    if voter is None:
        try:
            Kiosk.here().board.questions.enrol(request.form.get("enrolment", ""))
        except Trouble as trouble:
            return _start_screen(trouble)
    return redirect(START)


def _start_screen(trouble: Trouble | None, typed: str = "") -> ResponseReturnValue:
    """Show the start screen. A code on it is a secret: the screen clears itself after a while."""
    kiosk = Kiosk.here()
    try:
        kiosk.board.meeting()
        kiosk.board.questions.look()
    except Trouble as unreadable:
        if unreadable.code in NOT_ENROLLED:
            return _enrolment_screen(trouble or unreadable)
        trouble = unreadable
    else:
        if not kiosk.board.looked:
            kiosk.flow.visits.look_at_boxes()
    template_helpers.log(trouble)
    refresh = TYPED_SECONDS if typed else _retry_after(trouble)
    page = render_template(
        "start.html",
        trouble=trouble,
        typed=typed,
        refresh=refresh,
        ending=_ending(),
        over=_over(),
        entry=_entry(),
        receipts=kiosk.board.receipts.looked(),
        unlooked=kiosk.board.unlooked,
        unchecked=kiosk.board.unchecked,
    )
    return page, HTTPStatus.OK if trouble is None else trouble.row.status


def _enrolment_screen(trouble: Trouble) -> ResponseReturnValue:
    """Tell the staff how this kiosk is enrolled, and take the code; nobody can vote here yet."""
    template_helpers.log(trouble)
    return render_template("enrol.html", trouble=trouble), trouble.row.status


@open_screen(blueprint, "/entry", GET)
def entry(voter: Voter | None) -> ResponseReturnValue:
    """Say to the start screen what it has to show by itself, or what forbids this kiosk to ask."""
    del voter
    trouble = Kiosk.here().board.questions.trouble
    return Response(_entry() if trouble is None else trouble.code, mimetype="text/plain")


def _entry() -> str:
    """Which boxes let no new slip in, or that all are closed; what became of receipts."""
    board = Kiosk.here().board
    said = [CLOSED] if _over() else [box.id for box in _ending()]
    unlooked, missing = board.unlooked, len(board.receipts.looked().missing)
    said += [str(unlooked)] * bool(unlooked) + [f"missing {missing}"] * bool(missing)
    said += [board.unchecked.code] if board.unchecked is not None else []
    return " ".join(said)


def _ending() -> list[Box]:
    board = Kiosk.here().board
    boxes = board.known_meeting.boxes() if board.known_meeting is not None else ()
    return [box for box in boxes if box.id in board.last_voters]


def _over() -> bool:
    """Say whether every box is closed."""
    board = Kiosk.here().board
    meeting = board.known_meeting
    return meeting is not None and all(box.id in board.closed for box in meeting.boxes())


def _retry_after(trouble: Trouble | None) -> int | None:
    waits = {"board-unreachable", "board-garbled", "meeting-not-loaded", RULE_UNSIGNED}
    return RETRY_SECONDS if trouble is not None and trouble.code in waits else None


@voting_screen(blueprint, "/notice", BOTH, Waypoint.NOTICE)
def notice(voter: Voter) -> ResponseReturnValue:
    """Show how to fill in the papers; it must be confirmed."""
    if request.method == "GET":
        return render_template("notice.html", voter=voter)
    if request.form.get("do") != STAY:
        Kiosk.here().flow.read_notice(voter)
    return redirect(voter.path)


@voting_screen(blueprint, "/paper/<int:number>", BOTH, Waypoint.PAPER, Waypoint.REVIEW)
def paper(voter: Voter, number: int) -> ResponseReturnValue:
    """Show one screen of the papers and keep what was filled in."""
    flow = Kiosk.here().flow
    page = voter.view.page(number)
    if page is None:
        raise Trouble("page-unknown")
    flow.turn_to(voter, number)
    if request.method == "GET":
        return render_template("paper.html", voter=voter, page=page, trouble=None)
    do = request.form.get("do")
    try:
        flow.keep(voter, page, request.form)
        if do == BACK:
            flow.back(voter)
        elif do != STAY:
            flow.forward(voter)
    except Trouble as trouble:
        again = render_template("paper.html", voter=voter, page=page, trouble=trouble)
        return again, trouble.row.status
    return redirect(voter.path)


@voting_screen(blueprint, "/review", BOTH, Waypoint.PAPER, Waypoint.REVIEW)
def review(voter: Voter) -> ResponseReturnValue:
    """Show all choices, name what is missing, jump to a screen, or go on to the fingerprint."""
    flow = Kiosk.here().flow
    flow.review(voter)
    if request.method == "GET":
        return render_template("review.html", voter=voter, trouble=None)
    do, edit = request.form.get("do"), request.form.get("edit", "")
    if edit.isascii() and edit.isdigit():
        flow.edit(voter, int(edit[:6]))
    elif do == BACK:
        flow.back(voter)
    elif do != STAY:
        try:
            flow.encrypt(voter)
        except Trouble as trouble:
            page = render_template("review.html", voter=voter, trouble=trouble)
            return page, trouble.row.status
    return redirect(voter.path)


@voting_screen(blueprint, "/fingerprint", BOTH, Waypoint.FINGERPRINT)
def fingerprint(voter: Voter) -> ResponseReturnValue:
    """Show the fingerprint of the encrypted ballot; going back throws the ballot away."""
    if request.method == "GET":
        return render_template("fingerprint.html", voter=voter)
    if request.form.get("do") == BACK:
        Kiosk.here().flow.discard(voter)
    return redirect(voter.path)


@voting_screen(blueprint, "/cast", BOTH, Waypoint.FINGERPRINT, Waypoint.SENDING)
def cast(voter: Voter) -> ResponseReturnValue:
    """Cast the ballot, or send it again. GET sends only what the voter has cast already."""
    if request.method == "POST" or voter.place is Waypoint.SENDING:
        try:
            Kiosk.here().flow.cast(voter)
        except Trouble as unconfirmed:
            template_helpers.log(unconfirmed)
            page = render_template(
                "sending.html", voter=voter, trouble=unconfirmed, refresh=RETRY_SECONDS
            )
            return page, unconfirmed.row.status
        template_helpers.log(voter.trouble)
        Kiosk.here().booth.act()
    return redirect(voter.path)


@voting_screen(blueprint, "/check", POST, Waypoint.FINGERPRINT)
def check(voter: Voter) -> ResponseReturnValue:
    """Have the ballot spoiled and opened; if that does not come, the screen is locked by then."""
    Kiosk.here().flow.check(voter)
    template_helpers.log(voter.trouble)
    Kiosk.here().booth.act()
    return redirect(LOCKED if Kiosk.here().booth.locked else voter.path)


@voting_screen(blueprint, "/opened", BOTH, Waypoint.OPENED)
def opened(voter: Voter) -> ResponseReturnValue:
    """Show an opened ballot for a while; every POST gives another while."""
    if request.method == "POST":
        return redirect(voter.path)
    return _opened_screen(voter, None), HTTPStatus.OK


@voting_screen(blueprint, "/opened/slip", BOTH, Waypoint.OPENED)
def opened_slip(voter: Voter) -> ResponseReturnValue:
    """Compare a slip with the one that a ballot opened elsewhere was made for."""
    try:
        if request.method == "POST":
            Kiosk.here().flow.compare_slip(voter, request.form.get("code", ""))
    except Trouble as trouble:
        return _opened_screen(voter, trouble), trouble.row.status
    return redirect(voter.path)


def _opened_screen(voter: Voter, trouble: Trouble | None) -> str:
    """An opened ballot; `trouble` is what was wrong with the slip that was scanned beside it."""
    seconds = int(Kiosk.here().config.locks_after)
    return render_template(
        "opened.html", voter=voter, seconds=seconds, refresh=seconds + 1, trouble=trouble
    )


@voting_screen(blueprint, "/ended", GET, Waypoint.ENDED)
def ended(voter: Voter) -> ResponseReturnValue:
    """Show why the visit ended without a good receipt, until the voter leaves."""
    return render_template("ended.html", voter=voter, trouble=voter.trouble)


@voting_screen(blueprint, "/receipt", BOTH, Waypoint.RECEIPT)
def receipt(voter: Voter) -> ResponseReturnValue:
    """Show the receipt for a while; every POST gives another while."""
    if request.method == "POST":
        return redirect(voter.path)
    seconds = int(Kiosk.here().config.receipt_seconds)
    return render_template("receipt.html", voter=voter, refresh=seconds + 1)
