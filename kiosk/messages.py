"""Everything that can go wrong at a kiosk, in words: one row per case.

Each row says what happened, what the voter does now, what the staff do, and what the kiosk
writes into its log. Nothing is logged about a slip or a ballot, not even that there was one:
a log line carries a time, and a time next to a ballot is information (booth.md). So only what
is wrong with the machine, the network or the server is logged, by its code.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import ClassVar

from crypto.receipt import Receipt
from meeting.problem import Problem


def N_(sentence: str) -> str:  # noqa: N802 - gettext's own name for "translate this later"
    """Mark ``sentence`` for the catalogue of translations and return it unchanged."""
    return sentence


@dataclass(frozen=True, slots=True)
class Message:
    """One row. The sentences are English msgids; ``logged`` is "" when nothing is logged."""

    happened: str
    voter: str = ""
    staff: str = ""
    logged: str = ""
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY


SLIP_MESSAGES = {
    "slip-form": Message(
        N_("This is not the code of a slip."),
        N_("Hold the square code of your slip in front of the scanner, or type the 22 characters."),
        N_("If the slip cannot be read, type its characters for the voter."),
    ),
    "slip-foreign": Message(
        N_("This slip belongs to another meeting."),
        N_("Please ask the staff for help."),
        N_("Compare the meeting printed on the slip with the one on this screen."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "slip-other-box": Message(
        N_("The server shows another ballot box than the one this slip was printed for."),
        N_("Do not vote here. Please call the staff."),
        N_("Stop: call the chief teller and compare the boxes' fingerprint with the slips."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "boxes-differ": Message(
        N_("The server shows other ballot boxes than those the slips were printed for."),
        N_("Please call the staff."),
        N_("Stop: call the chief teller and compare the boxes' fingerprint with the slips."),
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "slip-unknown": Message(
        N_("This code is not in the published list of slips."),
        N_("If you typed it, please check every character; otherwise ask the staff for help."),
        N_("Compare the slip with the screen. If it is right, call the chief teller."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "slip-used": Message(
        N_("This slip has been used already."),
        N_("Nothing was cast now. Below is the receipt of the ballot cast with this slip before."),
        N_("One slip counts once. If the voter disputes it, note it and call the chief teller."),
        status=HTTPStatus.CONFLICT,
    ),
    "box-not-open": Message(
        N_("The ballot box of this slip is not open yet."),
        N_("Please wait until voting is announced, and keep your slip."),
        N_("Open the box on the server when the chair announces it."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "box-closed": Message(
        N_("The ballot box of this slip is closed."),
        N_("It takes no more ballots. Please ask the staff for help."),
        N_("Voting in this round has ended. If that is wrong, call the chief teller."),
        status=HTTPStatus.FORBIDDEN,
    ),
}

CAST_MESSAGES = {
    "unconfirmed": Message(
        N_("Not yet confirmed as cast."),
        N_(
            "Your encrypted ballot is being sent again and again until the server confirms it. "
            "Please wait here, or scan your slip at another kiosk: it will tell you."
        ),
        N_("Check the network cable and the server. Nobody has to vote again."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "ballot-refused": Message(
        N_("The server did not accept this ballot. It is not cast."),
        N_("Please ask the staff for help. Your slip has not been used."),
        N_("Check that the box is open, and that server and kiosk run the same version."),
        logged="ballot-refused",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "receipt-invalid": Message(
        N_("The server's receipt does not stand up to checking."),
        N_("It is not certain that your ballot was cast. Please call the staff and stay here."),
        N_("Stop voting and call the chief teller: the server may not be the right one."),
        logged="receipt-invalid",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "used-without-receipt": Message(
        N_("The server says this slip has been used, but does not prove it."),
        N_("Please keep your slip, call the staff and have this noted."),
        N_("Note this as a dispute and call the chief teller: a receipt was not honoured."),
        logged="used-without-receipt",
        status=HTTPStatus.BAD_GATEWAY,
    ),
}

CHECK_MESSAGES = {
    "check-unconfirmed": Message(
        N_("The server has not confirmed yet that this ballot is void."),
        N_(
            "Nothing was opened, and this ballot can no longer be cast. Try again, or go back: "
            "a new ballot is made from your choices. Your slip is unused."
        ),
        N_("Check the network cable and the server. Nobody has to vote again."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "check-refused": Message(
        N_("The server did not let this ballot be opened."),
        N_("Nothing was opened. Go back to vote; your slip is unused."),
        N_("Check that server and kiosk run the same version."),
        logged="check-refused",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "checks-exhausted": Message(
        N_("As many ballots of this box were checked as may be."),
        N_("Nothing was opened. Go back to vote; your slip is unused."),
        N_("Voting goes on. If few voters have checked, call the chief teller."),
        logged="checks-exhausted",
        status=HTTPStatus.FORBIDDEN,
    ),
    "spoil-invalid": Message(
        N_("The server's answer does not stand up to checking."),
        N_("Nothing was opened and nothing was cast. Please call the staff and stay here."),
        N_("Stop voting and call the chief teller: the server may not be the right one."),
        logged="spoil-invalid",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "check-form": Message(
        N_("This is not the whole code of an opened ballot."),
        N_("Hold the square code in front of the scanner again, larger or closer."),
    ),
    "check-foreign": Message(
        N_("This opened ballot belongs to another meeting."),
        N_("Please ask the staff for help."),
        N_("Check at a kiosk of the meeting in which the ballot was made."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "check-mismatch": Message(
        N_("This opened ballot is not what its kiosk says it is."),
        N_("The other kiosk did not encrypt what it shows. Keep the code and call the staff."),
        N_(
            "Take the other kiosk out of use and call the chief teller. The code is evidence: "
            "have it checked on a third device."
        ),
        logged="check-mismatch",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
}

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
    "meeting-differs": Message(
        N_("The server shows another meeting than the one this kiosk was set up for."),
        N_("Nobody can vote here. Please ask the staff for help."),
        N_("Compare the meeting hash with the one printed on the slips; start the kiosk anew."),
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
        N_("Please use another kiosk, or wait."),
        N_("One kiosk serves one screen only."),
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
        status=HTTPStatus.FORBIDDEN,
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
    "config-setups-hash": Message(
        N_("The boxes' hash must be the 64 hex digits (0-9, a-f) printed on the slips.")
    ),
    "config-meeting-hash": Message(
        N_("The meeting hash must be the 64 hex digits (0-9, a-f) printed on the slips.")
    ),
    "config-address": Message(
        N_(
            "The kiosk cannot listen at this address: another program uses the port (choose"
            " another one with --port), or the address is not this machine's."
        )
    ),
    "config-staff-code": Message(N_("The staff code must be 4 to 32 digits or letters.")),
}

CATALOGUE = {
    **SLIP_MESSAGES,
    **CAST_MESSAGES,
    **CHECK_MESSAGES,
    **BOARD_MESSAGES,
    **SCREEN_MESSAGES,
    **CONFIG_MESSAGES,
}


class Trouble(Problem):
    """One row of the catalogue that happened. ``where`` is technical and never secret.

    ``receipt`` is evidence where there is any: that of the earlier ballot, or of this one.
    """

    room: ClassVar[Path] = Path(__file__).parent

    def __init__(self, code: str, *, where: str = "", receipt: Receipt | None = None) -> None:
        self.row = CATALOGUE[code]
        self.receipt = receipt
        super().__init__(code, self.row.happened, where=where)

    def without_trace(self) -> Trouble:
        """Return the same trouble without the frames it passed, whose variables it would keep."""
        return Trouble(self.code, where=self.where, receipt=self.receipt)
