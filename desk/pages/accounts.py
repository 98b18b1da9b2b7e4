"""Accounts for other devices: making them, with a QR code for their one-time codes."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from flask import Blueprint, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from desk.accounts.accounts import NewAccount, add_account, remove_account
from desk.accounts.role import NAMES, Role, roles_of
from desk.journal.journal import write
from desk.problem import Problem
from desk.store.models import Account
from desk.web.access import for_roles, person
from desk.web.here import Here
from desk.web.language import language_here
from meeting.language import N_

accounts = Blueprint("accounts", __name__)


@accounts.get("/accounts")
@for_roles(Role.ORGANISER)
def page() -> str:
    """Show the accounts, and ask for a new one."""
    return _page({}, {})


@accounts.post("/accounts")
@for_roles(Role.ORGANISER)
def add() -> str | Response:
    """Make an account, or say what is wrong beside each field."""
    form = request.form
    new = NewAccount(
        form.get("name", "").strip(),
        roles_of(",".join(form.getlist("roles"))),
        form.get("passphrase", ""),
    )
    mistakes = new.mistakes()
    if new.passphrase != form.get("again", ""):
        mistakes.append(
            Problem("account-again", N_("The two passphrases are not the same."), where="again")
        )
    if not mistakes:
        with Here.now().database.writing() as session:
            try:
                add_account(session, new)
                roles = [str(role) for role in Role if role in new.roles]
                write(session, person().name, "account-made", {"name": new.name, "roles": roles})
            except Problem as taken:
                mistakes.append(taken)
    if not mistakes:
        return redirect(url_for("accounts.page"), HTTPStatus.SEE_OTHER)
    told = {each.where: each.text(language_here()) for each in mistakes}
    kept = {"name": new.name, "roles": [str(each) for each in new.roles]}
    return Response(_page(told, kept), HTTPStatus.UNPROCESSABLE_ENTITY, mimetype="text/html")


@accounts.post("/accounts/remove")
@for_roles(Role.ORGANISER)
def remove() -> Response:
    """Take an account away."""
    name = request.form.get("name", "")
    with Here.now().database.writing() as session:
        remove_account(session, name)
        write(session, person().name, "account-removed", {"name": name})
    return redirect(url_for("accounts.page"), HTTPStatus.SEE_OTHER)


def _page(told: Mapping[str, str], kept: Mapping[str, object]) -> str:
    with Here.now().database.reading() as session:
        found = session.scalars(select(Account).order_by(Account.name)).all()
        listed = [
            (each.name, [NAMES[role] for role in Role if role in roles_of(each.roles)])
            for each in found
        ]
    return render_template("accounts.html", accounts=listed, roles=NAMES, told=told, kept=kept)
