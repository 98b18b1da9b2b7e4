"""Asking the server to spoil a ballot, before it is opened.

Only the server's signed word that this ballot can never be cast lets a kiosk open it. Anything
else, no answer above all, leaves the ballot closed: it may be spoiled or not, so it is neither
opened nor cast; the voter asks again or makes a new one.
"""

from __future__ import annotations

from typing import Final

from crypto.board.server_key import ServerPublicKey
from crypto.board.spoiling import Spoiled
from crypto.errors import ParseError, ProofError
from kiosk.board.http import Reply
from kiosk.board.signed_questions import SignedQuestions
from kiosk.messages.trouble import Trouble
from meeting.board_interface import paths
from meeting.board_interface.questions import SpoilQuestion
from meeting.board_interface.refusals import RefusalCode
from meeting.published.setup_check import BoxSetup

REFUSED: Final = {
    RefusalCode.SLIP_USED: "slip-used",
    RefusalCode.SLIP_CANCELLED: "slip-cancelled",
    RefusalCode.BOX_CLOSED: "too-late",
    RefusalCode.BOX_NOT_OPEN: "box-not-open",
    RefusalCode.CHECKS_EXHAUSTED: "checks-exhausted",
    RefusalCode.SLIP_UNKNOWN: "check-refused",
    RefusalCode.SLIP_UNPROVED: "check-refused",
    RefusalCode.SPOIL_MALFORMED: "check-refused",
    RefusalCode.BODY_TOO_LARGE: "check-refused",
    RefusalCode.BOX_UNKNOWN: "check-refused",
    RefusalCode.NOT_FOUND: "check-refused",  # a server that knows no checking
}


def spoil(
    questions: SignedQuestions,
    key: ServerPublicKey,
    setup: BoxSetup,
    fingerprint: str,
    credential: str,
) -> Spoiled:
    """The server's signed word that this ballot of this slip is spoiled.

    Raises Trouble: "check-unconfirmed" (ask again), "spoil-invalid" for a word that is not the
    server's, or one of the values of `REFUSED`.
    """
    try:
        question = SpoilQuestion.ask(setup.election, setup.name, fingerprint, credential)
        reply = questions.post(paths.spoiled(setup.box.id), question.to_json())
        if not reply.good:
            raise _refusal(reply)
        word = Spoiled.parse(reply.body)
    except ParseError as error:  # some other server's page: nothing was confirmed
        raise Trouble("check-unconfirmed", where=error.code) from error
    except Trouble as trouble:
        if trouble.code in {"board-unreachable", "board-garbled"}:
            raise Trouble("check-unconfirmed", where=trouble.where) from trouble
        raise
    if (word.setup, word.fingerprint) != (setup.name, fingerprint):
        raise Trouble("spoil-invalid", where="fingerprint")
    if word.credential != question.credential:
        raise Trouble("spoil-invalid", where="credential")
    try:
        word.check(key)
    except ProofError as refused:
        raise Trouble("spoil-invalid", where=refused.code) from refused
    return word


def _refusal(reply: Reply) -> Trouble:
    code = reply.refusal().code
    if code in REFUSED:
        return Trouble(REFUSED[code], where=code)
    return Trouble("check-unconfirmed", where=f"{reply.where} {reply.status}")
