"""A file of typed figures as a table of fields: TOML, or JSON as programs write it."""

from __future__ import annotations

import json
from pathlib import Path

from meeting.files import read_bounded
from meeting.toml.tables import MOST_BYTES, Source, Table, read_toml
from tally.problem import Problem


def read_typed(path: Path) -> Table:
    """Read the root table of a file. Raises Problem."""
    if path.suffix.lower() == ".toml":
        return read_toml(path)
    data = read_bounded(path, MOST_BYTES)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Problem(
            "typed-form",
            "This is no file of figures: expected is TOML, or JSON.",
            where=path.name,
        ) from error
    if not isinstance(value, dict):
        raise Problem(
            "typed-form", "This is no file of figures: expected is TOML, or JSON.", where=path.name
        )
    return Table(value, (), Source(path.name, {(): 1}))
