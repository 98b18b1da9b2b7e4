"""The version of the form in which files are written by hand: meeting.toml, figures, presets."""

from __future__ import annotations

from meeting.problem import Problem
from meeting.toml.tables import Table

SCHEMA = 1
"""Files of every release so far; what is published from them has a schema of its own."""


def check_schema(root: Table) -> None:
    """Note where a file says that it is of a form that this release does not know."""
    if root.number("schema", stand_in=SCHEMA) != SCHEMA:
        root.note("schema", Problem("schema-unknown", "Only schema = 1 is known."))
