"""The journal as a page: what organisers did, and whether anybody changed it since."""

from __future__ import annotations

import json

from flask import Blueprint, render_template

from desk.accounts.role import Role
from desk.journal.journal import entries, first_broken
from desk.web.access import for_roles
from desk.web.here import Here

journal = Blueprint("journal", __name__)


@journal.get("/journal")
@for_roles(Role.ORGANISER)
def page() -> str:
    """Show all lines, the last one first."""
    with Here.now().database.reading() as session:
        lines = entries(session)
        broken = first_broken(lines)
        shown = [
            (line.number, line.at, line.who, line.what, json.loads(line.about), line.hash)
            for line in reversed(lines)
        ]
    return render_template("journal.html", lines=shown, broken=broken)
