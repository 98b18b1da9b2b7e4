"""A hall whose boxes also ask a question with single answers, as later papers will."""

from __future__ import annotations

from pathlib import Path

import pytest

from crypto.election.question import Question
from crypto.election.single_question import SingleQuestion
from meeting.definition.meeting import Box, Meeting
from tests.tally.small_hall import Hall, build_hall

RANK = SingleQuestion("名次", ("第一", "第二"))
NAME = "singles-2026"
VECTORS = ((1, 2), (2, 1), (1, 2), (0, 0), (3, 1), (9, 9))


def single_hall(folder: Path, patch: pytest.MonkeyPatch) -> Hall:
    """Two boxes of six ballots; the second question of each is opened singly."""
    plain = Box.questions

    def questions(box: Box, meeting: Meeting) -> tuple[Question | SingleQuestion, ...]:
        # Other halls live in the same process while this one does.
        return (*plain(box, meeting), *((RANK,) if meeting.id == NAME else ()))

    patch.setattr(Box, "questions", questions)
    hall = build_hall(folder, name=NAME)
    for cast in hall.cast.values():
        cast[:] = [(*c, v) for c, v in zip(cast, VECTORS, strict=True)]
    return hall
