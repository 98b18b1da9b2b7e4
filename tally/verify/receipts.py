"""Receipts against records: whether a ballot that the server acknowledged is in the closed box.

A receipt that the server signed and whose ballot is missing proves that the server cheated. Its
checkpoint pins the chain as it was then, so a chain that was rewritten since is noticed too.
"""

from __future__ import annotations

from dataclasses import dataclass

from crypto.errors import ParseError, Refused
from crypto.receipt import Receipt
from crypto.server_key import ServerPublicKey
from meeting.definition import Meeting
from tally.problem import Problem
from tally.verify.box import VerifiedBox
from tally.verify.finding import Findings


@dataclass(frozen=True, slots=True)
class FoundReceipt:
    """A receipt whose ballot stands in the record of `box`, in the event at `height`."""

    fingerprint: str
    box: str
    height: int


def read_receipt(text: str) -> Receipt:
    """A receipt from its QR code's text or its JSON; raises Problem("receipt-form")."""
    stripped = text.strip()
    try:
        return Receipt.parse(stripped) if stripped.startswith("{") else Receipt.parse_qr(stripped)
    except ParseError as error:
        raise Problem(
            "receipt-form",
            "This is not a receipt: give the text of its QR code, or a file that holds it. "
            "({detail})",
            where="--receipt",
            detail=error.detail,
        ) from error


def check_receipt(
    receipt: Receipt, meeting: Meeting, boxes: tuple[VerifiedBox, ...], findings: Findings
) -> FoundReceipt | None:
    """Find the receipt's ballot; what is wrong becomes a problem at the receipt."""
    where = f"receipt {receipt.fingerprint}"
    key = ServerPublicKey.parse(meeting.server_key, where="meeting.json server_key")
    verified = next((b for b in boxes if b.record and b.record.setup_hash == receipt.setup), None)
    if verified is None or verified.record is None:
        findings.problem("receipt-foreign", "no box of this meeting is named so", where)
        return None
    try:
        checkpoint = receipt.check(key, where=where)
    except Refused as error:
        findings.refused(error, where)
        return None
    with findings.catching(where):
        checkpoint.check_record(verified.record, where=where)
    for ballot in verified.ballots.ballots if verified.ballots else ():
        if ballot.fingerprint == receipt.fingerprint:
            return FoundReceipt(receipt.fingerprint, verified.findings.box, ballot.height)
    findings.problem(
        "receipt-not-honoured",
        "the server signed that it accepted this ballot, but the record does not hold it",
        where,
    )
    return None
