"""figures.toml: what was counted in the hall, box by box, entered by the organiser at counting.

schema = 1
[boxes.r1-A]
present = 12      # 实到
issued = 12       # 发出
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from meeting.definition.meeting import Box, Meeting
from meeting.problem import Problem, Problems, Several
from meeting.toml.schema import check_schema
from meeting.toml.tables import Table, parse_toml, read_toml

MOST_PEOPLE = 1 << 30
"""More than these are nowhere: the largest number that figures may hold."""


@dataclass(frozen=True, slots=True)
class BoxFigures:
    """How many voters of the box's group were present, and how many slips they were given."""

    present: int
    issued: int


def read_figures(path: Path, meeting: Meeting) -> dict[str, BoxFigures]:
    """The figures by box id, in the meeting's order; boxes may be left out.

    Raises Problem or Problems: an unknown box, a number that nobody can have counted, more issued
    than printed. More present than entitled, or more issued than present, can happen, and is read.
    """
    return _figures(read_toml(path), meeting)


def parse_figures(data: bytes, name: str, meeting: Meeting) -> dict[str, BoxFigures]:
    """Read the bytes of a figures.toml; see `read_figures`."""
    return _figures(parse_toml(data, name), meeting)


def _figures(root: Table, meeting: Meeting) -> dict[str, BoxFigures]:
    check_schema(root)
    table = root.table("boxes")
    boxes = {box.id: box for box in meeting.boxes()}
    entered = {name: _box(table.table(name), box) for name, box in boxes.items() if table.has(name)}
    for name in table.names():
        if name not in boxes:
            table.note(
                name,
                Problem(
                    "figures-box",
                    "This meeting has no box {box}; its boxes are: {boxes}. Correct the name of the"
                    " box, or take this section out.",
                    box=name[:40],
                    boxes=Several(boxes),
                ),
            )
    root.unknown()
    if root.source.problems:
        raise Problems(root.source.in_order())
    return entered


def _box(table: Table, box: Box) -> BoxFigures:
    figures = BoxFigures(table.number("present"), table.number("issued"))
    if not table.source.touched(table.path):
        for name, problem in _impossible(figures, box):
            table.note(name, problem)
    table.unknown()
    return figures


def _impossible(figures: BoxFigures, box: Box) -> Iterator[tuple[str, Problem]]:
    if not 0 <= figures.present <= MOST_PEOPLE:
        yield (
            "present",
            Problem(
                "figures-present",
                "{present} present is not possible; entitled in this group: {size}.",
                present=figures.present,
                size=box.group.size,
            ),
        )
    if not 0 <= figures.issued <= box.slips:
        yield (
            "issued",
            Problem(
                "figures-issued",
                "{issued} issued is not possible; slips printed for this box: {slips}. Enter how "
                "many of these were handed out.",
                issued=figures.issued,
                slips=box.slips,
            ),
        )
