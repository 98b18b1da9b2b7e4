# ruff: noqa: D101 - each sentence says what its class is
"""What the board refuses about cancelled slips, and before their list is published."""

from __future__ import annotations

from http import HTTPStatus

from ballot_server.problems.refusals import BoardProblem
from meeting.board_interface.refusals import RefusalCode
from meeting.language import N_


class SlipCancelled(BoardProblem):
    kind = RefusalCode.SLIP_CANCELLED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This slip has been cancelled: nobody can vote with it. Nothing was stored.")


class SlipVoted(BoardProblem):
    kind = RefusalCode.SLIP_VOTED
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "A ballot was cast with this slip: it is not left over, and is not cancelled. Put it aside "
        "and tell the chief teller."
    )


class BoxNotClosed(BoardProblem):
    kind = RefusalCode.BOX_NOT_CLOSED
    status = HTTPStatus.NOT_FOUND
    sentence = N_("This is shown when the ballot box is closed.")
