"""The codes about what voters and the hall have in hand, as rows of the table in `codes`."""

from __future__ import annotations

from meeting.language import N_

SLIPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    # cancelled slips
    ("13", N_("A slip that was cancelled has voted all the same."), ("cancelled-voted",)),
    ("13", N_("A slip was cancelled by somebody who did not have it in hand."),
        ("cancelled-unsigned",)),
    ("13", N_("The list of cancelled slips does not name slips of this box, each once."), (
        "cancelled-list", "cancelled-signature",
    )),
    ("13", N_("The list of cancelled slips is another box's."), ("cancelled-box",)),
    ("cancelled", N_(
        "The server signed that a slip is cancelled, and its list does not name it as that: its "
        "word is proof of it."
    ), ("cancelled-dropped",)),
    ("cancelled", N_("These words on cancelled slips are of another meeting or box."),
        ("cancelled-foreign",)),
    ("cancelled", N_("The server did not sign that these slips are cancelled."),
        ("cancelled-word",)),
    ("cancelled", N_("The box is still open: its list of cancelled slips is not published yet."),
        ("cancelled-waiting",)),
    ("13", N_("Slips are missing: neither used nor cancelled."), ("slips-missing",)),
    # receipts
    ("receipt", N_("This receipt is of another meeting or box."),
        ("receipt-foreign",)),
    ("receipt", N_(
        "The server acknowledged a ballot that is missing: this receipt is proof of it."
    ), ("receipt-not-honoured",)),
    ("receipt", N_("The box is still open: the ballot may be waiting to be sealed."),
        ("receipt-waiting",)),
    ("receipt", N_("The server has not signed this."), ("server-signature",)),
    # ballots that a kiosk opened
    ("opened", N_(
        "The server signed that this ballot is void, and it is in the box: its code is proof of it."
    ), ("opened-cast",)),
    ("opened", N_("This opened ballot is of another meeting or box."), ("opened-foreign",)),
    ("opened", N_("The server did not sign that this opened ballot of a slip of the box is void."),
        ("opened-word",)),
    ("opened", N_("An opened ballot is not what its code says: the kiosk encrypted another one."),
        ("opened-mismatch",)),
    ("opened", N_("The box is still open: the opened ballot may yet be found in it."),
        ("opened-waiting",)),
)  # fmt: skip
