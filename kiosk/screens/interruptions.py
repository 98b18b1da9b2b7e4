"""What stands beside the way: display settings, leaving, locking, the receipt's picture."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from io import BytesIO

import segno
from flask import Blueprint, Response, redirect, render_template, request, session
from flask.typing import ResponseReturnValue

from crypto.board.receipt import Receipt
from kiosk.answers.form_fields import read_answers
from kiosk.messages.trouble import Trouble
from kiosk.screens import template_helpers
from kiosk.screens.access import (
    LOCKED,
    START,
    Kiosk,
    enter,
    new_visit,
    open_screen,
    outside_screen,
    voting_screen,
)
from kiosk.screens.pages import BOTH, GET, POST
from kiosk.visit.booth import Booth
from kiosk.visit.resuming import resume
from kiosk.visit.voter import Voter, Waypoint
from meeting.definition.paper import WRITE_IN

blueprint = Blueprint("asides", __name__)
HELD_SECONDS = 20
"""Between two tries of a waiting ballot on a locked screen, where staff may be typing."""


@open_screen(blueprint, "/settings", POST, also_locked=True)
def settings(voter: Voter | None) -> ResponseReturnValue:
    """Change how the screen looks. On a paper, what is ticked just now comes along and is kept."""
    kiosk = Kiosk.here()
    kiosk.booth.display.change(request.form.get("set", ""))
    if kiosk.booth.locked:
        return redirect(LOCKED)
    if voter is None:
        return redirect(START)
    page = voter.view.page(request.form.get("paper", 0, type=int))
    try:
        if page is not None and voter.place is Waypoint.PAPER:
            kiosk.flow.keep(voter, page, request.form)
    finally:
        kiosk.flow.arrange(voter)
    return redirect(voter.path)


@voting_screen(blueprint, "/paper/<int:number>/notes", POST, Waypoint.PAPER)
def line_notes(voter: Voter, number: int) -> ResponseReturnValue:
    """Say about names that are being typed what the screen will say of them; keep nothing.

    The form of the screen itself may be on its way, or here already, with more on its lines.
    """
    page = voter.view.page(number)
    if page is None or page.form != WRITE_IN:
        raise Trouble("page-unknown")
    typed = read_answers(page, request.form, voter.answers)
    draft = replace(voter, answers={**voter.answers, **typed})
    return render_template("line_notes.html", voter=draft, page=page)


@open_screen(blueprint, "/leave", POST)
def leave(voter: Voter | None) -> ResponseReturnValue:
    """Drop everything and wait for the next voter; a locked screen only the staff's code opens.

    Behind it a ballot may wait that is sent and not confirmed, which nobody may drop by a click.
    """
    del voter
    Kiosk.here().booth.clear()
    session.clear()
    return redirect(START)


@voting_screen(blueprint, "/awake", POST, *Waypoint)
def awake(voter: Voter) -> ResponseReturnValue:
    """Take note that the voter is still there (the access rule has done so already)."""
    del voter
    return Response(status=HTTPStatus.NO_CONTENT)


@voting_screen(
    blueprint, "/lock", POST, Waypoint.NOTICE, Waypoint.PAPER, Waypoint.REVIEW, Waypoint.FINGERPRINT
)
def lock(voter: Voter) -> ResponseReturnValue:
    """Lock the screen: the voter has not answered the alert."""
    del voter
    Kiosk.here().booth.lock()
    session.clear()
    return redirect(LOCKED)


@open_screen(blueprint, LOCKED, BOTH, also_locked=True)
def locked(voter: Voter | None) -> ResponseReturnValue:
    """Wait for the staff to unlock the screen with their code; send a waiting ballot meanwhile."""
    booth = Kiosk.here().booth
    if voter is not None and booth.failed is None and booth.locked and request.method == "GET":
        _send_again(voter)
    if not booth.locked:
        return redirect(voter.path if voter is not None else START)
    if request.method == "GET":
        return _locked_screen(voter, None), HTTPStatus.OK
    try:
        booth.unlock(request.form.get("staff", ""))
    except Trouble as trouble:
        template_helpers.log(trouble)
        return _locked_screen(voter, trouble), trouble.row.status
    return redirect(START)


def _locked_screen(voter: Voter | None, wrong: Trouble | None) -> str:
    """The screen of a failed check, of a waiting ballot, or of one that nobody touched.

    `wrong` is what was wrong with the staff's code.
    """
    kiosk = Kiosk.here()
    failed = kiosk.booth.failed
    if failed is not None:
        refresh = int(kiosk.config.locks_after) + 1 if voter is not None and wrong is None else None
        return render_template(
            "failed_check.html", failed=failed, voter=voter, wrong=wrong, refresh=refresh
        )
    refresh = HELD_SECONDS if voter is not None and wrong is None else None
    return render_template("locked.html", trouble=wrong, waiting=voter, refresh=refresh)


@open_screen(blueprint, "/check/again", POST, also_locked=True)
def check_again(voter: Voter | None) -> ResponseReturnValue:
    """Ask the server again for its word on a ballot that was to be opened; only its voter may."""
    kiosk = Kiosk.here()
    if voter is not None and voter.place is Waypoint.CHECK:
        kiosk.flow.check(voter)
        template_helpers.log(voter.trouble)
    if kiosk.booth.locked:
        return redirect(LOCKED)
    return redirect(voter.path if voter is not None else START)


def _send_again(voter: Voter) -> None:
    """Send a finished ballot; an answer that settles it opens the screen."""
    kiosk = Kiosk.here()
    try:
        kiosk.flow.cast(voter)
    except Trouble as unconfirmed:
        template_helpers.log(unconfirmed)
    else:
        template_helpers.log(voter.trouble)
        kiosk.booth.let_go()


@outside_screen(blueprint, "/resume")
def resume_visit(booth: Booth) -> ResponseReturnValue:
    """Go on at a kiosk whose browser died, with the slip of the visit that is open there."""
    if booth.voter is None or booth.failed is not None:
        return redirect(START)
    visit = new_visit()
    try:
        resume(Kiosk.here().flow, request.form.get("code", ""), visit)
    except Trouble as trouble:
        template_helpers.log(trouble)
        if booth.voter is None:  # the visit was dropped, and the server does not let it start anew
            return render_template("trouble.html", trouble=trouble), trouble.row.status
        return busy_page(trouble)
    enter(visit)
    return redirect(booth.voter.path)


@outside_screen(blueprint, "/free")
def free(booth: Booth) -> ResponseReturnValue:
    """End a visit whose browser is gone, so that the kiosk can be used again."""
    try:
        booth.free(request.form.get("staff", ""))
    except Trouble as trouble:
        template_helpers.log(trouble)
        return busy_page(trouble)
    session.clear()
    return redirect(START)


def busy_page(trouble: Trouble) -> ResponseReturnValue:
    """Say that another browser's visit is open, and let the staff end it."""
    return render_template("busy.html", trouble=trouble), trouble.row.status


@open_screen(blueprint, "/receipt.svg", GET, also_locked=True)
def receipt_picture(voter: Voter | None) -> ResponseReturnValue:
    """Draw the receipt as a QR code, also where it is evidence on the screen of a failed check."""
    if voter is not None and voter.receipt is not None:
        return svg_of(voter.receipt.to_qr())
    if Kiosk.here().booth.locked:
        return redirect(LOCKED)
    return redirect(voter.path if voter is not None else START)


@open_screen(blueprint, "/missing", GET)
def missing(voter: Voter | None) -> ResponseReturnValue:
    """Show the receipts whose ballots are not in their closed box, as evidence to be kept."""
    if voter is not None:
        return redirect(voter.path)
    looked = Kiosk.here().board.receipts.looked()
    return render_template("missing.html", receipts=looked)


@open_screen(blueprint, "/missing/<int:number>.svg", GET)
def missing_picture(voter: Voter | None, number: int) -> ResponseReturnValue:
    """Draw one of them as a QR code."""
    del voter
    return svg_of(_missing(number).to_qr())


@open_screen(blueprint, "/missing/<int:number>.json", GET)
def missing_file(voter: Voter | None, number: int) -> ResponseReturnValue:
    """One of them as a file that `verify --receipt` reads."""
    del voter
    response = Response(_missing(number).to_json(), mimetype="application/json")
    response.headers.set("Content-Disposition", "attachment", filename=f"receipt-{number}.json")
    return response


def _missing(number: int) -> Receipt:
    found = Kiosk.here().board.receipts.looked().missing
    if not 1 <= number <= len(found):
        raise Trouble("page-unknown")
    return found[number - 1]


@voting_screen(blueprint, "/opened.svg", GET, Waypoint.OPENED)
def opened_ballot_picture(voter: Voter) -> ResponseReturnValue:
    """Draw the ballot that this kiosk opened as a QR code."""
    if voter.opened_ballot is None or voter.opened_ballot.elsewhere:
        raise Trouble("page-unknown")
    return svg_of(voter.opened_ballot.text)


def svg_of(text: str) -> Response:
    """`text` as a QR code, black on white, as a picture of its own."""
    picture = BytesIO()
    segno.make(text, error="m", micro=False).save(
        picture, kind="svg", border=4, dark="#000", light="#fff", xmldecl=False, omitsize=True
    )
    return Response(picture.getvalue(), mimetype="image/svg+xml")
