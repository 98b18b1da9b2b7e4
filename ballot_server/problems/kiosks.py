# ruff: noqa: D101 - each sentence says what its class is
"""What the board refuses of kiosks, and of whoever is none."""

from __future__ import annotations

from http import HTTPStatus

from ballot_server.problems.refusals import BoardProblem
from meeting.board_interface.refusals import RefusalCode
from meeting.language import N_


class KioskUnsigned(BoardProblem):
    kind = RefusalCode.KIOSK_UNSIGNED
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "Only enrolled kiosks may ask this, and no kiosk has signed it. Nothing was stored."
    )


class KioskUnknown(BoardProblem):
    kind = RefusalCode.KIOSK_UNKNOWN
    status = HTTPStatus.FORBIDDEN
    sentence = N_("No kiosk of this number is enrolled at this server. Nothing was stored.")


class KioskRevoked(BoardProblem):
    kind = RefusalCode.KIOSK_REVOKED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("Kiosk {number} was revoked. Nothing was stored.")


class KioskForeign(BoardProblem):
    kind = RefusalCode.KIOSK_FOREIGN
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This is not signed by the kiosk that it names. Nothing was stored.")


class KioskMalformed(BoardProblem):
    kind = RefusalCode.KIOSK_MALFORMED
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed beginning of a kiosk's session.")


class KioskSession(BoardProblem):
    kind = RefusalCode.KIOSK_SESSION
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "This session of the kiosk is not open, so nothing was stored. A kiosk begins another one "
        "by itself and asks again."
    )


class KioskReplayed(BoardProblem):
    kind = RefusalCode.KIOSK_REPLAYED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This was sent before; a kiosk signs every question anew. Nothing was stored.")


class KioskDoubled(BoardProblem):
    kind = RefusalCode.KIOSK_DOUBLED
    status = HTTPStatus.FORBIDDEN
    sentence = N_(
        "The key of kiosk {number} is in use on two machines; both are stopped. Nothing was stored."
    )


class KioskSessionsLost(BoardProblem):
    kind = RefusalCode.KIOSK_SESSIONS_LOST
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_("The server cannot remember the sessions of its kiosks, so it takes no ballots.")


class KiosksUnreadable(BoardProblem):
    kind = RefusalCode.KIOSKS_UNREADABLE
    status = HTTPStatus.SERVICE_UNAVAILABLE
    sentence = N_(
        "The server's list of kiosks (kiosks.json in its folder) cannot be read or written, so it "
        "takes no ballots. Put the right file back."
    )


class KiosksMissing(KiosksUnreadable):
    sentence = N_(
        "The server's list of kiosks (kiosks.json in its folder) is missing, and this server was "
        "made to take ballots from enrolled kiosks alone, so it takes none. Put the file back; or "
        "begin another list with piaoxiang server enrol, and enrol every kiosk anew."
    )


class EnrolMalformed(BoardProblem):
    kind = RefusalCode.ENROL_MALFORMED
    status = HTTPStatus.BAD_REQUEST
    sentence = N_("This is not a well-formed enrolment of a kiosk at this server.")


class EnrolUnknown(BoardProblem):
    kind = RefusalCode.ENROL_UNKNOWN
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This server has printed no such code.")


class EnrolExpired(BoardProblem):
    kind = RefusalCode.ENROL_EXPIRED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This code was printed more than an hour ago and works no more.")


class EnrolUsed(BoardProblem):
    kind = RefusalCode.ENROL_USED
    status = HTTPStatus.FORBIDDEN
    sentence = N_("This code has been used, or was revoked; each enrols one kiosk, once.")
