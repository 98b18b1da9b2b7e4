"""What can be wrong with the steps that wait for an act of people."""

from __future__ import annotations

from collections.abc import Iterator

from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import Mistake, Path, texts, within
from meeting.definition.own_mistakes import MOST_SEATS, Before, own_mistakes
from meeting.rules.acts import Decision, Defer, Gate

LONGEST_BODY = 60


@own_mistakes.register(Gate)
@own_mistakes.register(Defer)
def _(step: Gate | Defer, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from texts(path, step, "body body_en", limit=LONGEST_BODY)


@own_mistakes.register
def _(step: Decision, path: Path, meeting: Meeting, before: Before) -> Iterator[Mistake]:
    del meeting, before
    yield from texts(path, step, "body body_en", limit=LONGEST_BODY)
    yield from within((*path, "most"), step.most, 1, MOST_SEATS)
