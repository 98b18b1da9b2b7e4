"""An opened ballot is evidence against the server only for the slip whose ballot was cast."""

from __future__ import annotations

from tally.findings.finding import Level
from tally.verify.evidence.opened import OpenedFate
from tests.tally.fixtures.box_check import verified
from tests.tally.fixtures.held_meeting import Held
from tests.tally.tamper.opened_cases import judged, of_another_slip


def test_server_is_not_framed_by_another_slip(tiny: Held) -> None:
    """A replaced kiosk has another voter's cast fingerprint spoiled with an unused slip.

    The server signs what a slip asks for, so its word on this slip is honest; the code used to make
    a good result invalid (`opened-cast`), and is now evidence against the kiosk.
    """
    found = verified(tiny)

    fate, findings = judged(tiny, of_another_slip(tiny, found), found)

    assert fate.fate is OpenedFate.REFUSED
    assert [(each.code, each.level) for each in findings] == [("opened-mismatch", Level.NOTE)]
