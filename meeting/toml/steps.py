"""The steps of the rules as they are written by hand: `[[rules]]` of a meeting or of a preset."""

from __future__ import annotations

from meeting.problem import Problem, Several
from meeting.rules.form import read_step
from meeting.rules.kinds import KINDS, AnyStep
from meeting.toml.tables import Table


def read_steps(root: Table) -> tuple[AnyStep, ...]:
    """The steps, in their order; none where the kind of one is not known, which is noted."""
    tables = list(root.tables("rules", optional=True))
    steps = [_step(table) for table in tables]
    return tuple(step for step in steps if step) if all(steps) else ()


def _step(table: Table) -> AnyStep | None:
    step = read_step(table)
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
