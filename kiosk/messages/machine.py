"""What can go wrong with the server, with a screen, and with starting a kiosk."""

from __future__ import annotations

from http import HTTPStatus

from kiosk.messages.row import Message
from meeting.language import N_

BOARD_MESSAGES = {
    "board-unreachable": Message(
        N_("This kiosk cannot reach the ballot server."),
        N_("Your slip has not been used here. Please wait, or go to another kiosk."),
        N_("Check the network cable and the server; the kiosk tries again by itself."),
        logged="board-unreachable",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "board-garbled": Message(
        N_("The ballot server gave an answer that this kiosk does not understand."),
        N_("Please go to another kiosk or ask the staff for help."),
        N_("Check the address of the server and that both run the same version."),
        logged="board-garbled",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "meeting-not-loaded": Message(
        N_("The server has no meeting yet."),
        N_("Nobody can vote here. Please ask the staff for help."),
        N_("Load the meeting on the server; the kiosk tries again by itself."),
        logged="meeting-not-loaded",
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "meeting-differs": Message(
        N_("The server shows another meeting than the one this kiosk was set up for."),
        N_("Nobody can vote here. Please ask the staff for help."),
        N_(
            "Compare the meeting fingerprint on this screen with a slip. If it differs, start the "
            "kiosk anew with the one of the slip. If it is the same, stop, and call the chief "
            "teller: the server shows other boxes."
        ),
        logged="meeting-differs",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "setup-differs": Message(
        N_("The ballot box on the server does not match the published meeting."),
        N_("Nobody can vote here. Please ask the staff for help."),
        N_("Stop voting and call the chief teller: election, keys or slips were changed."),
        logged="setup-differs",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "receipts-unchecked": Message(
        N_("The list of ballots that the server gives is not the one that it has signed."),
        N_("Please call the staff and have this noted."),
        N_("Call the chief teller: ballots may have been taken away."),
        logged="receipts-unchecked",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "receipts-unlisted": Message(
        N_("The server does not list the ballots in a closed box."),
        N_("Please call the staff and have this noted."),
        N_(
            "Leave this kiosk on, it tries again by itself. If this is still here after two "
            "minutes, call the chief teller before the count."
        ),
        logged="receipts-unlisted",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "board-rollback": Message(
        N_("The ballot server shows an older or different record than before."),
        N_("Please call the staff and have this noted."),
        N_("Stop voting and call the chief teller: ballots may have been taken away."),
        logged="board-rollback",
        status=HTTPStatus.BAD_GATEWAY,
    ),
}

SCREEN_MESSAGES = {
    "form-unknown": Message(
        N_("This page received something that is not on the paper. Nothing was changed."),
        N_("Please fill in the page again."),
        N_("If it happens again, restart the browser of this kiosk."),
        status=HTTPStatus.BAD_REQUEST,
    ),
    "choices-wrong": Message(
        N_("Something on this page has to be changed before you go on."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "kiosk-busy": Message(
        N_("Somebody is voting at this kiosk."),
        N_("If it is you, scan your slip again. If not, please use another kiosk, or wait."),
        N_("One kiosk serves one screen only."),
        status=HTTPStatus.CONFLICT,
    ),
    "kiosk-in-use": Message(
        N_("This kiosk is in use with another slip."),
        N_("Please use another kiosk, or wait until this one is free."),
        N_("Only the slip of the voter who stands here goes on; otherwise end the visit below."),
        status=HTTPStatus.CONFLICT,
    ),
    "page-expired": Message(
        N_("This page is out of date. Nothing was changed."),
        N_("Please go on from the current page."),
        N_("This happens after a restart of the kiosk, or when the browser keeps no cookies."),
        status=HTTPStatus.BAD_REQUEST,
    ),
    "page-unknown": Message(
        N_("This page does not exist."),
        N_("Please go on from the current page."),
        status=HTTPStatus.NOT_FOUND,
    ),
    "staff-code-wrong": Message(
        N_("This is not the staff code of this kiosk."),
        N_("Please ask the staff for help."),
        N_("The code was given or printed when this kiosk was started."),
        logged="staff-code-wrong",
        status=HTTPStatus.FORBIDDEN,
    ),
    "staff-code-wait": Message(
        N_("A wrong staff code was entered just now. Please wait {seconds} seconds."),
        N_("Please ask the staff for help."),
        N_("Enter the code again after that; the wait grows with every wrong code."),
        status=HTTPStatus.TOO_MANY_REQUESTS,
    ),
    "kiosk-failed": Message(
        N_("This kiosk made a mistake."),
        N_("Your slip has not been used unless a receipt was shown: scan it again to be sure."),
        N_("Restart the kiosk. Its log names the place of the mistake and nothing else."),
        logged="kiosk-failed",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
    ),
}

CONFIG_MESSAGES = {
    "config-server": Message(
        N_("The server's address must look like http://host:port or https://host.")
    ),
    "config-other-meeting": Message(
        N_(
            "The meeting fingerprint given is not the server's: given {given}, on the server "
            "{found} ({difference}). First compare what was given with a printed slip, character "
            "by character. If it still differs, do not use this server, and call the chief teller."
        )
    ),
    "config-address": Message(
        N_(
            "The kiosk cannot listen at this address: another program uses the port (choose"
            " another one with --port), or the address is not this machine's."
        )
    ),
    "config-staff-code": Message(N_("The staff code must be 6 to 32 digits or letters.")),
}
