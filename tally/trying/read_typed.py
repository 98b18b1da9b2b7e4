"""A file of typed figures as a table of fields: TOML, JSON as programs write it, or a workbook."""

from __future__ import annotations

import json
from pathlib import Path

from meeting.definition.meeting import Meeting
from meeting.files import read_bounded
from meeting.toml.tables import MOST_BYTES, Source, Table, read_toml
from tally.problem import Problem
from tally.trying.workbook.read_workbook import read_workbook

_WORKBOOKS = (".xlsx", ".xls", ".xlsm", ".et", ".ods")


def read_typed(path: Path, meeting: Meeting) -> Table:
    """Read the root table of a file. Raises Problem."""
    if path.suffix.lower() in _WORKBOOKS:
        return read_workbook(path, meeting)
    if path.suffix.lower() == ".toml":
        return read_toml(path)
    data = read_bounded(path, MOST_BYTES)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Problem(
            "typed-form",
            "This is no file of figures: expected is a workbook (.xlsx), TOML, or JSON.",
            where=path.name,
        ) from error
    if not isinstance(value, dict):
        raise Problem(
            "typed-form",
            "This is no file of figures: expected is a workbook (.xlsx), TOML, or JSON.",
            where=path.name,
        )
    return Table(value, (), Source(path.name, {(): 1}))
