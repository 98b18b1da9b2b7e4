# ruff: noqa: D101 - each sentence says what its class is
"""Everything the board refuses, each with its code, its HTTP status and its sentence.

The sentence says what happened and what to do next; it is the English msgid, and the Chinese one
stands in the catalogue of translations. Over HTTP it becomes the title of a problem+json
(`problem_json`), on the command line the error. A kiosk decides by `kind`, never by status:
only `slip-used` is a 409, and only it (signed by that slip) carries the earlier receipt, with
the signature of that ballot: it shows that the slip made the ballot, and no server can invent it.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import ClassVar

from crypto.canonical import JSON
from meeting.board_interface.refusals import RefusalCode
from meeting.language import N_
from meeting.problem import Problem


class BoardProblem(Problem):
    """The base of everything that the board refuses."""

    room = Path(__file__).parent.parent
    kind: ClassVar[str] = "board"
    status: ClassVar[HTTPStatus] = HTTPStatus.INTERNAL_SERVER_ERROR
    sentence: ClassVar[str] = ""

    def __init__(self, *, where: str = "", **values: object) -> None:
        super().__init__(self.kind, self.sentence, where=where, **values)


# --- what a request can get wrong ---------------------------------------------------------------


class NotFound(BoardProblem):
    kind = RefusalCode.NOT_FOUND
    status = HTTPStatus.NOT_FOUND
    sentence = N_("There is nothing at this address.")


class MethodUnknown(BoardProblem):
    kind = RefusalCode.METHOD_NOT_ALLOWED
    status = HTTPStatus.METHOD_NOT_ALLOWED
    sentence = N_("This address does not answer this kind of request.")


class RequestBad(BoardProblem):
    kind = RefusalCode.REQUEST_BAD
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This request cannot be understood.")


class BoxUnknown(BoardProblem):
    kind = RefusalCode.BOX_UNKNOWN
    status = HTTPStatus.NOT_FOUND
    sentence = N_("This meeting has no such ballot box.")


class MediaTypeWrong(BoardProblem):
    kind = RefusalCode.MEDIA_TYPE
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    sentence = N_("The body must be sent as application/json.")


class BodyTooLarge(BoardProblem):
    kind = RefusalCode.BODY_TOO_LARGE
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    sentence = N_("This is longer than any ballot of this box can be. Nothing was stored.")


class BallotMalformed(BoardProblem):
    kind = RefusalCode.BALLOT_MALFORMED
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a ballot in canonical form. Nothing was stored; the slip is unused.")


class BallotForeign(BoardProblem):
    kind = RefusalCode.BALLOT_FOREIGN
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = N_("This ballot was made for another box. Nothing was stored; the slip is unused.")


class BallotInvalid(BoardProblem):
    kind = RefusalCode.BALLOT_INVALID
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = N_(
        "A proof or the signature of this ballot does not hold, or its encryption is not fresh. "
        "Nothing was stored; the slip is unused."
    )


class SlipMalformed(BoardProblem):
    kind = RefusalCode.SLIP_MALFORMED
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed question about a slip.")


class SlipUnknown(BoardProblem):
    kind = RefusalCode.SLIP_UNKNOWN
    status = HTTPStatus.FORBIDDEN
    sentence = N_("No slip with this credential was made for this box.")


class SlipUnproved(BoardProblem):
    kind = RefusalCode.SLIP_UNPROVED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This question is not signed by the slip that it asks about.")


class SlipUsed(BoardProblem):
    """Another ballot was cast with this slip; fingerprint and signature are the earlier one's."""

    kind = RefusalCode.SLIP_USED
    status = HTTPStatus.CONFLICT
    sentence = N_("This slip has been used: another ballot was cast with it, and it stands.")

    def __init__(self, fingerprint: str, signature: JSON) -> None:
        super().__init__()
        self.fingerprint = fingerprint
        self.signature = signature


class SpoilMalformed(BoardProblem):
    kind = RefusalCode.SPOIL_MALFORMED
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed request to spoil a ballot. Nothing was stored.")


class BallotSpoiled(BoardProblem):
    kind = RefusalCode.BALLOT_SPOILED
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "This ballot was opened for checking and cannot be cast. The slip is unused: "
        "fill in a new ballot with it."
    )


class ChecksExhausted(BoardProblem):
    kind = RefusalCode.CHECKS_EXHAUSTED
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "With this slip as many ballots were checked as may be ({most}). Nothing was stored; "
        "the slip can still vote."
    )


# --- what the state of a box forbids ------------------------------------------------------------


class BoxNotOpen(BoardProblem):
    kind = RefusalCode.BOX_NOT_OPEN
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This ballot box is not open yet. Nothing was stored; the slip is unused.")


class BoxClosed(BoardProblem):
    kind = RefusalCode.BOX_CLOSED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This ballot box is closed. Nothing was stored.")


class LastVoters(BoardProblem):
    kind = RefusalCode.LAST_VOTERS
    status = HTTPStatus.FORBIDDEN
    sentence = N_("Voting in this box is about to end: no new slip is let in.")


class BoxOpenAlready(BoardProblem):
    kind = RefusalCode.BOX_OPEN_ALREADY
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This ballot box is open already.")


# --- open visits, which only advise whoever closes a box ----------------------------------------


class VisitMalformed(BoardProblem):
    kind = RefusalCode.VISIT_MALFORMED
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed word about a visit.")


class VisitNotNoted(BoardProblem):
    kind = RefusalCode.VISIT_NOT_NOTED
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("This visit cannot be noted. Voting goes on without that.")


# --- what the machine underneath cannot do ------------------------------------------------------


class DiskNearlyFull(BoardProblem):
    kind = RefusalCode.DISK_NEARLY_FULL
    status = HTTPStatus.INSUFFICIENT_STORAGE
    sentence = N_(
        "The server's disk is nearly full, so it takes no more ballots. "
        "Call the staff; send the same ballot again once there is space."
    )


class StorageBusy(BoardProblem):
    kind = RefusalCode.STORAGE_BUSY
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("The server is busy. Send the same ballot again in a moment.")


class SigningBusy(StorageBusy):
    sentence = N_(
        "Another program of this server has been signing for box {box} all the while; it may have "
        "been suspended (Ctrl-Z). Nothing that was sent is lost. Ask again in a moment; if it "
        "stays so, let that program go on, or end it."
    )


class StorageFailed(BoardProblem):
    kind = RefusalCode.STORAGE_FAILED
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "The server's storage failed, and it is not certain what was stored. "
        "Call the staff; send the same ballot again: it counts once."
    )


class StorageReadOnly(StorageFailed):
    kind = RefusalCode.STORAGE_READ_ONLY
    sentence = N_(
        "The server cannot write into its folder, so it takes no ballots. "
        "Call the staff; send the same ballot again once it can: it counts once."
    )


class BoardBehind(BoardProblem):
    kind = RefusalCode.BOARD_BEHIND
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: the database holds less than this server has already signed "
        "(signed: {signed}; held: {held}). It was set back, perhaps by a restored backup. "
        "Put the newest database back; the server signs nothing until then."
    )


class BoardForked(BoardProblem):
    kind = RefusalCode.BOARD_FORKED
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: the chain in the database is not the one this server has signed "
        "(event {height}). Put the right database back; the server signs nothing until then."
    )


class MarkUnreadable(BoardProblem):
    kind = RefusalCode.MARK_UNREADABLE
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: the file that remembers what was signed is missing or damaged. "
        "Without it the server cannot tell whether its database was set back."
    )


class ChainDamaged(BoardProblem):
    kind = RefusalCode.CHAIN_DAMAGED
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("Box {box}: the stored chain is damaged at event {height}.")


class PoolKeyMissing(BoardProblem):
    kind = RefusalCode.POOL_KEY_MISSING
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box} is open, but the key of its waiting ballots is not in the keys folder. Put the "
        "keys folder back; accepted ballots that cannot be read without it: {waiting}."
    )


class PoolDamaged(BoardProblem):
    kind = RefusalCode.POOL_DAMAGED
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: a waiting ballot cannot be read with this box's key. "
        "The database or the keys folder is not the right one; nothing was changed."
    )


class MeetingNotLoaded(BoardProblem):
    kind = RefusalCode.MEETING_NOT_LOADED
    status = HTTPStatus.NOT_FOUND
    sentence = N_("This server has no meeting yet.")


class Internal(BoardProblem):
    kind = RefusalCode.INTERNAL
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    sentence = N_("Something went wrong in the server. It is not your fault.")
