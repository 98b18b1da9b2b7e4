# ruff: noqa: D101 - each sentence says what its class is
"""What the board refuses when it is asked for a proof."""

from __future__ import annotations

from http import HTTPStatus

from ballot_server.problems.refusals import BoardProblem
from meeting.board_interface.refusals import RefusalCode
from meeting.language import N_


class BallotUnknown(BoardProblem):
    kind = RefusalCode.BALLOT_UNKNOWN
    status = HTTPStatus.NOT_FOUND
    sentence = N_("No ballot of this fingerprint is in this box.")


class BallotWaiting(BoardProblem):
    kind = RefusalCode.BALLOT_WAITING
    status = HTTPStatus.NOT_FOUND
    sentence = N_(
        "This ballot was accepted and waits to enter the chain, at the latest when the box is "
        "closed. Ask for its proof then."
    )


class ProofRange(BoardProblem):
    kind = RefusalCode.PROOF_RANGE
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("There is a proof from 1 or more events up to the {size} that were signed.")
