"""Receipts against records: whether a ballot that the server acknowledged is in the closed box.

A receipt that the server signed and whose ballot is missing proves that the server cheated. Its
checkpoint pins the chain as it was then, so a chain that was rewritten since is noticed too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from crypto.board.receipt import Receipt
from crypto.board.server_key import ServerPublicKey
from crypto.errors import ParseError, Refused
from crypto.place import Place, ReceiptOf
from crypto.record.event_order import Stage
from meeting.definition.meeting import Meeting
from meeting.language import N_
from meeting.published.folder_names import SERVER_KEY
from tally.findings.detail import Detail
from tally.findings.finding import Findings
from tally.problem import Problem
from tally.verify.record.box import VerifiedBox


class Honour(StrEnum):
    """What became of the ballot that a receipt stands for, or of a bare fingerprint.

    NOT_JUDGED is either, where there is no meeting to hold it against.
    """

    HONOURED = "honoured"
    NOT_HONOURED = "not-honoured"
    WAITING = "waiting"
    REFUSED = "refused"
    SEALED = "fingerprint-sealed"
    ABSENT = "fingerprint-absent"
    NOT_JUDGED = "not-judged"


@dataclass(frozen=True, slots=True)
class JudgedReceipt:
    """A receipt and what it shows; `height` is the event's in which its ballot was sealed.

    Only one that is NOT_HONOURED is evidence against the server, whose key is `server`: the server
    signed it, the box is closed, and the ballot is not there.
    """

    fingerprint: str
    honour: Honour
    server: str
    box: str = ""
    height: int | None = None

    def to_json(self) -> dict[str, str | int]:
        """The receipt for programs; a box or height that is not known is left out."""
        value: dict[str, str | int] = {
            "fingerprint": self.fingerprint,
            "state": str(self.honour),
            "server": self.server,
        }
        if self.box:
            value["box"] = self.box
        if self.height is not None:
            value["height"] = self.height
        return value


def read_receipt(text: str) -> Receipt:
    """A receipt from its QR code's text or its JSON; raises Problem("receipt-form")."""
    stripped = text.strip()
    try:
        return Receipt.parse(stripped) if stripped.startswith("{") else Receipt.parse_qr(stripped)
    except ParseError as error:
        raise Problem(
            "receipt-form",
            "This is not a receipt: give the whole text of its QR code, or a file that holds it. "
            "It says nothing about the result. ({detail})",
            where="--receipt",
            detail=error.detail,
        ) from error


def check_receipt(
    receipt: Receipt, meeting: Meeting, boxes: tuple[VerifiedBox, ...], findings: Findings
) -> JudgedReceipt:
    """Find the receipt's ballot; what is wrong becomes a problem at the receipt.

    What the server did not sign is noted only: a mistyped receipt shows nothing about the result.
    """
    refused = JudgedReceipt(receipt.fingerprint, Honour.REFUSED, meeting.server_key)
    where = Place((ReceiptOf(receipt.fingerprint),))
    key = ServerPublicKey.parse(meeting.server_key, where=SERVER_KEY)
    verified = next((b for b in boxes if b.record and b.record.setup_hash == receipt.setup), None)
    try:
        checkpoint = receipt.check(key, where=where)
    except Refused as error:
        if verified is None:
            findings.note(
                "receipt-foreign", Detail.of(N_("no box of this meeting is named so")), where
            )
        else:
            findings.note(error.code, error.detail, error.place or where)
        return refused
    if verified is None or verified.record is None:
        report = findings.problem if checkpoint.meeting == meeting.id else findings.note
        report("receipt-foreign", "no box of this meeting is named so", where)
        return refused
    judged = replace(refused, box=verified.findings.box)
    with findings.catching(where):
        checkpoint.check_record(verified.record, where=where)
    for ballot in verified.ballots.ballots if verified.ballots else ():
        if ballot.fingerprint == receipt.fingerprint:
            return replace(judged, honour=Honour.HONOURED, height=ballot.height)
    if verified.record.stage is Stage.VOTING:
        findings.unfinished(
            "receipt-waiting", "the box is not closed; the ballot may wait to be sealed", where
        )
        return replace(judged, honour=Honour.WAITING)
    findings.problem(
        "receipt-not-honoured",
        "the server signed that it accepted this ballot, but the record does not hold it",
        where,
    )
    return replace(judged, honour=Honour.NOT_HONOURED)


def find_fingerprint(
    fingerprint: str, meeting: Meeting, boxes: tuple[VerifiedBox, ...]
) -> JudgedReceipt:
    """Where the ballot with this fingerprint is sealed. Without a receipt nothing is evidence."""
    judged = JudgedReceipt(fingerprint, Honour.ABSENT, meeting.server_key)
    for box in boxes:
        for ballot in box.ballots.ballots if box.ballots else ():
            if ballot.fingerprint == fingerprint:
                name = box.findings.box
                return replace(judged, honour=Honour.SEALED, box=name, height=ballot.height)
    return judged
