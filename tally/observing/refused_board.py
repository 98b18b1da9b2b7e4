"""What a board shows a cosigner that is not the meeting's: nothing is signed, and it says why."""

from __future__ import annotations

from crypto.election.election import Election
from meeting.definition.meeting import Box, Meeting
from meeting.published.box_setup import SetupParts
from meeting.published.setup_check import differences
from tally.problem import Problem


def unsigned(box: Box, where: str, detail: str) -> Problem:
    """What to say of a checkpoint that is not this server's, or not of this meeting."""
    return Problem(
        "cosign-unsigned",
        "What the board shows as the checkpoint of box {box} is not signed by this meeting's "
        "server for this meeting ({detail}). Nothing was cosigned.",
        where=where,
        box=box.id,
        detail=detail,
    )


def other_setup(box: Box, where: str) -> Problem:
    """What to say of a record that is not of the box whose name the board gave before."""
    return Problem(
        "cosign-other-setup",
        "What the board shows as the record of box {box} is not the box that it names in its list: "
        "its keys, slips or papers are others. Nothing was cosigned. Show this to the chief teller "
        "and the other observers.",
        where=where,
        box=box.id,
    )


def refuse_other_box(
    meeting: Meeting, hash_of_definition: str, box: Box, election: Election, where: str
) -> None:
    """Raise Problem("cosign-other-box") unless the election is that of this box of this meeting.

    A Setup with that election belongs in no other place, so that what a device remembers of the
    box is all that it has signed of this Setup: it cannot be made to sign two histories of it.
    """
    if differences(meeting, hash_of_definition, box, SetupParts(election=election)):
        raise Problem(
            "cosign-other-box",
            "What the board shows as box {box} is not this box of this meeting (it calls itself "
            "{found}). Nothing was cosigned. Show this to the chief teller and the other "
            "observers.",
            where=where,
            box=box.id,
            found=f"{election.description:.200}",
        )
