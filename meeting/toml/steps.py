"""The steps of the rules as they are written by hand: `[[rules]]` of a meeting or of a preset."""

from __future__ import annotations

from collections.abc import Mapping

from meeting.problem import Problem, Several
from meeting.rules.form import read_step
from meeting.rules.kinds import KINDS, AnyStep
from meeting.rules.numbers_of_settings import numbers_of
from meeting.toml.tables import Table


def read_steps(root: Table, settings: Mapping[str, int] | None = None) -> tuple[AnyStep, ...]:
    """The steps, in their order; none where the kind of one is not known, which is noted.

    A whole number of a step may be one of `settings`, by its id.
    """
    tables = list(root.tables("rules", optional=True))
    steps = [_step(table, settings or {}) for table in tables]
    return tuple(step for step in steps if step) if all(steps) else ()


def _step(table: Table, settings: Mapping[str, int]) -> AnyStep | None:
    step = read_step(table, numbers_of(table.get, str(table.get("kind")), settings))
    if step is None:
        table.names()
        if not table.source.touched((*table.path, "kind")):
            table.note(
                "kind",
                Problem(
                    "step-unknown",
                    "There is no step of kind {kind!r}. Known are: {known}.",
                    kind=str(table.get("kind"))[:40],
                    known=Several(KINDS),
                ),
            )
    return step
