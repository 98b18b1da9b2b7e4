"""What two people do: whoever sits there, and another one who gives a name and a passphrase."""

from __future__ import annotations

import time

from flask import request

from desk.accounts.accounts import checked
from desk.accounts.role import Role, roles_of
from desk.problem import Problem
from desk.store.models import Account
from desk.web.access import person
from desk.web.here import Here
from meeting.language import N_

MAY_CONFIRM = frozenset({Role.CONSOLE, Role.ORGANISER, Role.REGISTRAR})


def second_person() -> str:
    """The name of the account that confirms what is asked for in this request.

    It is another one than that of whoever asks, and plays a part that may change something in a
    meeting. Raises Problem.
    """
    name = request.form.get("name", "").strip()
    if name == person().name:
        raise Problem(
            "second-same",
            N_("The second person must be another one than the one who is signed in."),
            where="name",
        )
    given = (request.form.get("passphrase", ""), request.form.get("code", "").strip())
    with Here.now().database.writing() as session:
        found = checked(session, name, *given, time.time())
        account = session.get(Account, found) if found is not None else None
        roles = roles_of(account.roles) if account is not None else frozenset()
    if found is None or not roles & MAY_CONFIRM:
        raise Problem(
            "second-wrong",
            N_(
                "This does not fit: the name, passphrase or one-time code is wrong, or this "
                "account is not the console's, a registrar's or an organiser's."
            ),
            where="name",
        )
    return found
