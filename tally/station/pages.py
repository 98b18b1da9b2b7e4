"""The pages of the station: one that says what is next, one for each thing that is typed."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from meeting.language import N_, current_language, said
from tally.ceremony.folder import CERTIFICATE, CeremonyFolder
from tally.commands.tellers.passphrase import SHORTEST, check_length
from tally.problem import Problem
from tally.station import acts
from tally.station.sitting import Sitting
from tally.station.waiting import Act, prepared_in, waiting
from tally.station.web import Station, teller

pages = Blueprint("pages", __name__)

_PLAIN: dict[Act, Callable[[Sitting], None]] = {
    Act.PROMISE: acts.deal,
    Act.DEAL: acts.deal,
    Act.ACCEPT: acts.accept,
    Act.ASSEMBLE: acts.assemble,
    Act.OPEN: acts.look_at_plans,
}
_NEED_NO_KEY = {Act.JOIN, Act.ASSEMBLE}


@pages.get("/")
@teller
def home() -> str | Response:
    """Say what the folder waits for, with the one button of this teller."""
    sitting = Station.now().sitting
    if sitting.busy:
        return redirect("/act", 303)
    sitting.touch()
    found = waiting(sitting)
    locked = not sitting.unlocked and sitting.key_path.exists() and found.act is not Act.JOIN
    open_places: list[tuple[int, str]] = []
    if found.act is Act.JOIN:
        folder = CeremonyFolder.open(sitting.folder)
        numbers = (each for each in folder.numbers if not folder.has(each, CERTIFICATE))
        open_places = [(each, folder.name(each)) for each in numbers]
    return render_template(
        "station/home.html",
        waiting=found,
        locked=locked,
        may=found.act in _NEED_NO_KEY or sitting.unlocked,
        open_places=open_places,
        shortest=SHORTEST,
    )


@pages.post("/unlock")
@teller
def unlock() -> Response:
    """Keep the passphrase for this sitting if it opens the key file."""
    Station.now().sitting.unlock(request.form.get("passphrase", ""))
    return redirect("/", 303)


@pages.post("/lock")
@teller
def lock() -> Response:
    """Forget the passphrase."""
    Station.now().sitting.lock()
    return redirect("/", 303)


@pages.post("/join")
@teller
def join() -> Response:
    """Join as the teller that was chosen, with a passphrase typed twice."""
    sitting = Station.now().sitting
    _refuse_other_act(sitting, Act.JOIN)
    passphrase = request.form.get("passphrase", "")
    check_length(passphrase)
    if passphrase != request.form.get("again", ""):
        told = N_("The two are not the same. Please type both once more.")
        raise Problem("passphrase-differs", told)
    _refuse_unconfirmed()
    index = request.form.get("index", "")
    folder = CeremonyFolder.open(sitting.folder)
    number = next((each for each in folder.numbers if str(each) == index), 0)
    folder.check_number(number)
    return _begin(sitting, partial(acts.join, sitting, number, passphrase))


@pages.post("/do/<name>")
@teller
def do(name: str) -> Response:
    """Do the act of the button, which must still be the one that is next."""
    sitting = Station.now().sitting
    act = next((each for each in _PLAIN if each == name), Act.NONE)
    _refuse_other_act(sitting, act)
    _refuse_unconfirmed()
    return _begin(sitting, partial(_PLAIN[act], sitting))


@pages.post("/check")
@teller
def check() -> Response:
    """Check the slips against the fingerprint that was typed from one of them."""
    sitting = Station.now().sitting
    _refuse_other_act(sitting, Act.CHECK)
    prepared = prepared_in(sitting.folder)
    if prepared is None:
        raise _moved()
    typed = request.form.get("fingerprint", "")
    return _begin(sitting, partial(acts.check, sitting, prepared, typed))


@pages.post("/open")
@teller
def open_() -> Response:
    """Open by the plans, if what the hall display shows was typed for each."""
    sitting = Station.now().sitting
    _refuse_other_act(sitting, Act.OPEN)
    if not sitting.plans:
        raise _moved()
    new = sum(bool(each.left_out) for each in sitting.plans)
    typed = request.form.getlist("groups")
    acts.refuse_other_plans(sitting, (typed + [""] * new)[:new])
    _refuse_unconfirmed()
    return _begin(sitting, partial(acts.open_by_plan, sitting))


@pages.get("/act")
@teller
def act() -> str | Response:
    """Show how far the act is, and its result; while it runs the page asks again by itself."""
    sitting = Station.now().sitting
    if sitting.job is None:
        return redirect("/", 303)
    language = current_language()
    plans = [
        (said(each.planned.round, "name", language), [at + 1 for at in each.left_out])
        for each in sitting.plans
    ]
    return render_template("station/act.html", job=sitting.job, plans=plans)


@pages.post("/take-out")
@teller
def take_out() -> str:
    """Write everything to the stick, forget the passphrase, and say that it is safe."""
    sitting = Station.now().sitting
    sitting.lock()
    os.sync()
    return render_template("station/out.html", told=waiting(sitting).told)


def _begin(sitting: Sitting, act: Callable[[], None]) -> Response:
    sitting.begin(act)
    return redirect("/act", 303)


def _refuse_other_act(sitting: Sitting, act: Act) -> None:
    if act is Act.NONE or waiting(sitting).act is not act:
        raise _moved()


def _refuse_unconfirmed() -> None:
    if request.form.get("sure") != "yes":
        told = N_("Tick that you have read and compared it. Nothing was done.")
        raise Problem("station-unconfirmed", told)


def _moved() -> Problem:
    told = N_("This is not what the folder waits for now. Nothing was done.")
    return Problem("station-moved", told)
