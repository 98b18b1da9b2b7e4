"""Receipts, each wrong in one way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from crypto.board.checkpoint import Checkpoint
from crypto.board.receipt import sign_receipt
from crypto.record.event_order import Stage
from tally.findings.finding import Finding, Findings
from tally.verify.evidence.receipts import check_receipt
from tests.tally.fixtures.box_check import verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper.checkpoint_cases import signed
from tests.tally.tamper.folder_cases import FolderCase


def receipt(fingerprint: str = "A" * 43, **changed: object) -> FolderCase:
    """A receipt for a ballot that is not there, signed by the server, with parts replaced."""

    def make(held: Held, _path: Path) -> list[Finding]:
        found = verified(held)
        assert found.record is not None
        hall = held.hall
        setup = found.record.setup_hash
        at = Checkpoint.of_record(hall.meeting.id, found.record, 1)
        honest = sign_receipt(hall.server, setup, fingerprint, signed(held, at).decode())
        findings = Findings()
        check_receipt(replace(honest, **changed), hall.meeting, (found,), findings)  # type: ignore[arg-type]
        return findings.found

    return make


def _waiting(held: Held, _path: Path) -> list[Finding]:
    """The same, while the box is still open."""
    found = verified(held)
    assert found.record is not None
    record = found.record
    at = Checkpoint.of_record(held.hall.meeting.id, record, 1)
    note_text = signed(held, at).decode()
    honest = sign_receipt(held.hall.server, record.setup_hash, "A" * 43, note_text)
    still_open = replace(found, record=replace(record, stage=Stage.VOTING))
    findings = Findings()
    check_receipt(honest, held.hall.meeting, (still_open,), findings)
    return findings.found


RECEIPTS: dict[str, FolderCase] = {
    "receipt-waiting": _waiting,
    "receipt-not-honoured": receipt(),
    "receipt-foreign": receipt(setup="0" * 64),
    "server-signature": receipt(fingerprint="B" * 42 + "A", signature="A" * 86),
}
