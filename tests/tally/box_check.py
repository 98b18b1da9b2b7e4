"""Verifying one box of a held meeting with some of its files replaced."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tally.findings.finding import Finding, Level
from tally.folder.source import BoxFiles, open_folder
from tally.verify.meeting.box_in_meeting import check_box_in_meeting
from tally.verify.record.box import VerifiedBox, verify_record
from tests.tally.held import Held

BOX = "r1-A"


def files_of(held: Held, box: str = BOX) -> BoxFiles:
    return open_folder(held.out).files(held.hall.box(box))


def verified(held: Held, box: str = BOX, **changed: Any) -> VerifiedBox:
    """The box as the verifier sees it; `record`, `acts` and `checkpoint` may be replaced."""
    files = replace(files_of(held, box), **changed)
    assert files.record is not None
    result = verify_record(files.record, box, acts=files.acts, workers=1)
    hall = held.hall
    check_box_in_meeting(result, hall.meeting, hall.hash, hall.box(box), files.checkpoint)
    return result


def faults(result: VerifiedBox) -> list[Finding]:
    """All findings but notes."""
    return [each for each in result.findings.found if each.level is not Level.NOTE]


def codes(result: VerifiedBox) -> set[str]:
    return {each.code for each in faults(result)}
