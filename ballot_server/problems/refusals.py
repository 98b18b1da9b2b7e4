# ruff: noqa: D101 - each sentence says what its class is
"""Everything the board refuses, each with its code, its HTTP status and its sentence.

The sentence says what happened and what to do next; it is the English msgid, and the Chinese one
stands in the catalogue of translations. Over HTTP it becomes the title of a problem+json
(``problem_json``), on the command line the error. A kiosk decides by ``kind``, never by status:
only ``slip-used`` is a 409, and only it (signed by that slip) carries the earlier receipt, with
the signature of that ballot: it shows that the slip made the ballot, and no server can invent it.
"""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path
from typing import ClassVar

from crypto.canonical import JSON
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
    kind = "not-found"
    status = HTTPStatus.NOT_FOUND
    sentence = N_("There is nothing at this address.")


class MethodUnknown(BoardProblem):
    kind = "method-not-allowed"
    status = HTTPStatus.METHOD_NOT_ALLOWED
    sentence = N_("This address does not answer this kind of request.")


class RequestBad(BoardProblem):
    kind = "request-bad"
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This request cannot be understood.")


class BoxUnknown(BoardProblem):
    kind = "box-unknown"
    status = HTTPStatus.NOT_FOUND
    sentence = N_("This meeting has no such ballot box.")


class MediaTypeWrong(BoardProblem):
    kind = "media-type"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    sentence = N_("The body must be sent as application/json.")


class BodyTooLarge(BoardProblem):
    kind = "body-too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    sentence = N_("This is longer than any ballot of this box can be. Nothing was stored.")


class BallotMalformed(BoardProblem):
    kind = "ballot-malformed"
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a ballot in canonical form. Nothing was stored; the slip is unused.")


class BallotForeign(BoardProblem):
    kind = "ballot-foreign"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = N_("This ballot was made for another box. Nothing was stored; the slip is unused.")


class BallotInvalid(BoardProblem):
    kind = "ballot-invalid"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    sentence = N_(
        "A proof or the signature of this ballot does not hold, or its encryption is not fresh. "
        "Nothing was stored; the slip is unused."
    )


class SlipMalformed(BoardProblem):
    kind = "slip-malformed"
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed question about a slip.")


class SlipUnknown(BoardProblem):
    kind = "slip-unknown"
    status = HTTPStatus.FORBIDDEN
    sentence = N_("No slip with this credential was made for this box.")


class SlipUnproved(BoardProblem):
    kind = "slip-unproved"
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This question is not signed by the slip that it asks about.")


class SlipUsed(BoardProblem):
    """Another ballot was cast with this slip; fingerprint and signature are the earlier one's."""

    kind = "slip-used"
    status = HTTPStatus.CONFLICT
    sentence = N_("This slip has been used: another ballot was cast with it, and it stands.")

    def __init__(self, fingerprint: str, signature: JSON) -> None:
        super().__init__()
        self.fingerprint = fingerprint
        self.signature = signature


class SpoilMalformed(BoardProblem):
    kind = "spoil-malformed"
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed request to spoil a ballot. Nothing was stored.")


class BallotSpoiled(BoardProblem):
    kind = "ballot-spoiled"
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "This ballot was opened for checking and cannot be cast. The slip is unused: "
        "fill in a new ballot with it."
    )


class ChecksExhausted(BoardProblem):
    kind = "checks-exhausted"
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "As many ballots of this box were checked as may be. Nothing was stored; "
        "the ballot can still be cast."
    )


# --- what the state of a box forbids ------------------------------------------------------------


class BoxNotOpen(BoardProblem):
    kind = "box-not-open"
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This ballot box is not open yet. Nothing was stored; the slip is unused.")


class BoxClosed(BoardProblem):
    kind = "box-closed"
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This ballot box is closed. Nothing was stored.")


class LastVoters(BoardProblem):
    kind = "last-voters"
    status = HTTPStatus.FORBIDDEN
    sentence = N_("Voting in this box is about to end: no new slip is let in.")


class BoxOpenAlready(BoardProblem):
    kind = "box-open-already"
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This ballot box is open already.")


# --- open visits, which only advise whoever closes a box ----------------------------------------


class VisitMalformed(BoardProblem):
    kind = "visit-malformed"
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed word about a visit.")


class VisitNotNoted(BoardProblem):
    kind = "visit-not-noted"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("This visit cannot be noted. Voting goes on without that.")


# --- what the machine underneath cannot do ------------------------------------------------------


class DiskNearlyFull(BoardProblem):
    kind = "disk-nearly-full"
    status = HTTPStatus.INSUFFICIENT_STORAGE
    sentence = N_(
        "The server's disk is nearly full, so it takes no more ballots. "
        "Call the staff; send the same ballot again once there is space."
    )


class StorageBusy(BoardProblem):
    kind = "storage-busy"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("The server is busy. Send the same ballot again in a moment.")


class StorageFailed(BoardProblem):
    kind = "storage-failed"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "The server's storage failed, and it is not certain what was stored. "
        "Call the staff; send the same ballot again: it counts once."
    )


class StorageReadOnly(StorageFailed):
    kind = "storage-read-only"
    sentence = N_(
        "The server cannot write into its folder, so it takes no ballots. "
        "Call the staff; send the same ballot again once it can: it counts once."
    )


class BoardBehind(BoardProblem):
    kind = "board-behind"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: the database holds less than this server has already signed "
        "(signed: {signed}; held: {held}). It was set back, perhaps by a restored backup. "
        "Put the newest database back; the server signs nothing until then."
    )


class BoardForked(BoardProblem):
    kind = "board-forked"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: the chain in the database is not the one this server has signed "
        "(event {height}). Put the right database back; the server signs nothing until then."
    )


class MarkUnreadable(BoardProblem):
    kind = "mark-unreadable"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: the file that remembers what was signed is missing or damaged. "
        "Without it the server cannot tell whether its database was set back."
    )


class ChainDamaged(BoardProblem):
    kind = "chain-damaged"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("Box {box}: the stored chain is damaged at event {height}.")


class PoolKeyMissing(BoardProblem):
    kind = "pool-key-missing"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box} is open, but the key of its waiting ballots is not in the keys folder. Put the "
        "keys folder back; accepted ballots that cannot be read without it: {waiting}."
    )


class PoolDamaged(BoardProblem):
    kind = "pool-damaged"
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "Box {box}: a waiting ballot cannot be read with this box's key. "
        "The database or the keys folder is not the right one; nothing was changed."
    )


class MeetingNotLoaded(BoardProblem):
    kind = "meeting-not-loaded"
    status = HTTPStatus.NOT_FOUND
    sentence = N_("This server has no meeting yet.")


class Internal(BoardProblem):
    kind = "internal"
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    sentence = N_("Something went wrong in the server. It is not your fault.")
