"""Single answers are opened and counted only after enough different tellers have shuffled them."""

from __future__ import annotations

from crypto.election import Election
from meeting.definition import Box, Meeting
from tally.problem import Problem
from tally.verify.shuffles import demanded_shuffles


def refuse_unshuffled(
    meeting: Meeting, box: Box, election: Election, shufflers: tuple[int, ...]
) -> None:
    """Raise Problem("box-unshuffled") for single answers that too few tellers have shuffled."""
    demanded = demanded_shuffles(election, meeting.required_shuffles)
    if len(shufflers) < demanded:
        raise Problem(
            "box-unshuffled",
            "Box {box} was shuffled by {count} tellers; {demanded} different ones must have "
            "shuffled it before it is opened (piaoxiang teller shuffle).",
            where=box.id,
            box=box.id,
            count=len(shufflers),
            demanded=demanded,
        )
