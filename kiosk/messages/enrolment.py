"""What can go wrong with a kiosk that has to be enrolled at its server."""

from __future__ import annotations

from http import HTTPStatus

from kiosk.messages.row import Message
from meeting.language import N_

_NO_VOTE = N_("Nobody can vote here yet. Please go to another kiosk, or wait.")

ENROLMENT_MESSAGES = {
    "kiosk-not-enrolled": Message(
        N_("This kiosk is not enrolled yet."),
        _NO_VOTE,
        status=HTTPStatus.FORBIDDEN,
    ),
    "kiosk-revoked": Message(
        N_("Kiosk {number} was taken out of use."),
        N_("Your slip has not been used here. Please go to another kiosk."),
        N_("To use this machine again, enrol it with a new code."),
        logged="kiosk-revoked",
        status=HTTPStatus.FORBIDDEN,
    ),
    "kiosk-doubled": Message(
        N_("The key of kiosk {number} is in use on another machine too. Both were stopped."),
        N_("Your slip has not been used here. Please go to another kiosk and tell the staff."),
        N_(
            "Call the chief teller: somebody has copied this kiosk. Find the other machine, revoke "
            "this number on the server, and enrol this machine with a new code."
        ),
        logged="kiosk-doubled",
        status=HTTPStatus.FORBIDDEN,
    ),
    "kiosk-refused": Message(
        N_("The server does not know this kiosk."),
        N_("Your slip has not been used here. Please go to another kiosk."),
        N_("Enrol it with a new code. If that happens again, call the chief teller."),
        logged="kiosk-refused",
        status=HTTPStatus.FORBIDDEN,
    ),
    "kiosk-rule-unsigned": Message(
        N_(
            "The server has not signed whether it takes ballots from enrolled kiosks alone, so "
            "this kiosk asks it nothing."
        ),
        N_("Your slip has not been used here. Please go to another kiosk."),
        N_(
            "Check the address of the server; the kiosk tries again by itself. If the address is "
            "right, call the chief teller: somebody between may have changed the answer."
        ),
        logged="kiosk-rule-unsigned",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "enrol-wrong": Message(
        N_("The server has given no such code."),
        _NO_VOTE,
        N_("Compare all 16 characters with what the server printed, and type them again."),
    ),
    "enrol-expired": Message(
        N_("This code was printed more than an hour ago and works no more."),
        _NO_VOTE,
        N_("Print a new one on the server."),
    ),
    "enrol-used": Message(
        N_("This code has been used."),
        _NO_VOTE,
        N_(
            "Each code enrols one kiosk, once: print another one. If you have not used this code "
            "yourself, revoke its kiosk and call the chief teller."
        ),
    ),
}

STATE_MESSAGES = {
    "config-state": Message(N_("The kiosk cannot keep its key in this folder: {reason}.")),
    "config-state-damaged": Message(
        N_(
            "The key of this kiosk cannot be read. Remove the file, start the kiosk, and enrol it "
            "with a new code."
        )
    ),
    "config-state-in-use": Message(
        N_(
            "Another kiosk on this machine uses this folder. Give each its own with --state, and "
            "enrol it with its own code."
        )
    ),
}
