"""The first page: the meetings of this desk, and what can be done."""

from __future__ import annotations

from flask import Blueprint, render_template

from desk.accounts.role import ALL
from desk.web.access import for_roles

home = Blueprint("home", __name__)


@home.get("/")
@for_roles(*ALL)
def page() -> str:
    """Show the meetings."""
    return render_template("home.html", meetings=[])
