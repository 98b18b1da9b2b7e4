"""What can go wrong with a slip, with casting a ballot, and with checking one."""

from __future__ import annotations

from http import HTTPStatus

from kiosk.messages.row import Message
from meeting.language import N_

SLIP_MESSAGES = {
    "slip-form": Message(
        N_("This is not the code of a slip."),
        N_("Hold the square code of your slip in front of the scanner, or type the 22 characters."),
        N_("If the slip cannot be read, type its characters for the voter."),
    ),
    "slip-foreign": Message(
        N_(
            "This slip belongs to another meeting: its meeting fingerprint begins with {found}, "
            "this meeting's with {expected}."
        ),
        N_("Please ask the staff for help."),
        N_(
            "Compare title and meeting fingerprint on the slip with this screen. A meeting that "
            "was changed, or whose slips were made anew, has another fingerprint: its earlier "
            "slips are void."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "slip-other-box": Message(
        N_("This slip was printed for other ballot boxes of this meeting than those here."),
        N_("Do not vote here. Please call the staff."),
        N_(
            "Compare the meeting fingerprint on the slip with this screen. If they differ, the "
            "slip is of an earlier printing: exchange it. If they are the same, or no slip works: "
            "stop and call the chief teller."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "slip-unknown": Message(
        N_("This code is not in the published list of slips."),
        N_(
            "If you typed it, please check every character, capital and small letters too; "
            "otherwise ask the staff for help."
        ),
        N_(
            "Compare the slip and its fingerprint with the screen: a typed code does not tell of "
            "which meeting it is. If all of it is right, call the chief teller."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "slip-cancelled": Message(
        N_("This slip has been cancelled: nobody can vote with it."),
        N_("Please ask the staff for help."),
        N_(
            "It was scanned as an audited or a left-over slip. If the voter drew it just now, "
            "slips of different piles were mixed: call the chief teller, and give another slip."
        ),
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
    "last-voters": Message(
        N_("Voting is about to end: no new slip is let in."),
        N_(
            "No ballot has been cast with this slip so far. If you were voting already, scan it "
            "at the kiosk where you were: there you go on. Otherwise ask the staff for help."
        ),
        N_(
            "A slip that was let in goes on at the same kiosk for ten minutes. If that kiosk is "
            "out of order, or others are to vote yet, let new slips in again on the server: "
            "piaoxiang server last-voters … --undo"
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "box-closed": Message(
        N_("The ballot box of this slip is closed, and no ballot was cast with this slip."),
        N_("It takes no more ballots. Please keep your slip and tell the staff now."),
        N_(
            "Closing cannot be undone. Note how many came too late and tell the chief teller "
            "before the count: the rules say whether the round is held again."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
}

CAST_MESSAGES = {
    "too-late": Message(
        N_("Your ballot was NOT cast: the ballot box has been closed."),
        N_(
            "Nothing was stored and your slip is unused, but this box takes no more ballots. "
            "Please keep your slip and tell the staff now, before the count begins."
        ),
        N_(
            "Closing cannot be undone. Note how many came too late and tell the chief teller "
            "before the count: the rules say whether the round is held again."
        ),
        status=HTTPStatus.FORBIDDEN,
    ),
    "unconfirmed": Message(
        N_("Not yet confirmed as cast."),
        N_(
            "Your encrypted ballot is being sent again and again until the server confirms it. "
            "Please wait here, or scan your slip at another kiosk: it will tell you whether your "
            "ballot was cast."
        ),
        N_("Check the network cable and the server. Nobody has to vote again."),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "cast-elsewhere": Message(
        N_("This kiosk was taken out of use before it was told that your ballot was cast."),
        N_("Please scan your slip at another kiosk: there you see its receipt, or vote."),
        N_("The first screen of this kiosk says what is wrong with it."),
        status=HTTPStatus.FORBIDDEN,
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
        N_("Nothing was cast; your slip is unused."),
        N_(
            "Check the network cable and the server; once they work, the voter can ask again. If "
            "they work and the check still does not come, take this kiosk out of use."
        ),
        status=HTTPStatus.SERVICE_UNAVAILABLE,
    ),
    "check-refused": Message(
        N_("The server did not let this ballot be opened."),
        N_("Nothing was cast; your slip is unused."),
        N_("Check that server and kiosk run the same version."),
        logged="check-refused",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "checks-exhausted": Message(
        N_("With this slip as many ballots were checked as may be."),
        N_("Nothing was cast; your slip is unused."),
        N_(
            "Ask the voter: after ten checks the slip can still vote, and all is well. If there "
            "were fewer, take this kiosk out of use and call the chief teller."
        ),
        logged="checks-exhausted",
        status=HTTPStatus.FORBIDDEN,
    ),
    "spoil-invalid": Message(
        N_("The server's answer does not stand up to checking."),
        N_("Nothing was cast; please stay here until the tellers come."),
        N_("Stop voting and call the chief teller: the server may not be the right one."),
        logged="spoil-invalid",
        status=HTTPStatus.BAD_GATEWAY,
    ),
    "check-form": Message(
        N_("This is not the whole code of an opened ballot."),
        N_("Hold the square code in front of the scanner again, larger or closer."),
    ),
    "check-old": Message(
        N_("This opened ballot proves nothing: the server's word that it is void is not with it."),
        N_("It was opened by a kiosk of an earlier release. Please have a new ballot opened."),
        N_("Run the same version on all kiosks and on the server."),
    ),
    "check-unsigned": Message(
        N_("The server did not sign that this opened ballot is void."),
        N_("The other kiosk did not do what it says. Keep the code and show it to the tellers."),
        N_(
            "Take the other kiosk out of use and call the chief teller. The code is evidence: it "
            "may show a ballot that somebody cast."
        ),
        logged="check-unsigned",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "check-cast": Message(
        N_("This ballot was cast: it is not the one that was to be opened."),
        N_("Nothing of it is shown here. Keep the code and show it to the tellers."),
        N_(
            "Take the other kiosk out of use and call the chief teller. The code is evidence: what "
            "it shows as opened is a ballot in the box."
        ),
        logged="check-cast",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
    "check-foreign": Message(
        N_("This opened ballot belongs to another meeting."),
        N_("Please ask the staff for help."),
        N_("Check at a kiosk of the meeting in which the ballot was made."),
        status=HTTPStatus.FORBIDDEN,
    ),
    "check-other-slip": Message(
        N_("This ballot was not made for your slip."),
        N_("The other kiosk opened somebody else's ballot. Keep the code; show it to the tellers."),
        N_(
            "Take the other kiosk out of use and call the chief teller, unless the voter scanned "
            "another slip than there. The code is evidence."
        ),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
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
