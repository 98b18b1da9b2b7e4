"""The borders of what a meeting demands of a box: just enough ballots, and tellers of one kind."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from meeting.definition.meeting import Meeting
from meeting.published.box_setup import SetupParts
from meeting.published.given_fingerprint import GivenFingerprint
from tally.findings.finding import Findings, Level
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.meeting.box_in_meeting import check_box_in_meeting
from tally.verify.record.box import VerifiedBox
from tests.tally.fixtures.box_check import BOX, codes, verified
from tests.tally.fixtures.held_meeting import Held


def demanding(held: Held, minimum: int) -> Meeting:
    return replace(held.hall.meeting, minimum_group=minimum)


def test_a_box_with_just_enough_ballots_may_be_opened(tiny: Held) -> None:
    assert verified(tiny).count == 6
    assert codes(verified(replace(tiny, hall=replace(tiny.hall, meeting=demanding(tiny, 6))))) == (
        set()
    )


def test_a_box_with_just_enough_ballots_must_be_opened(tiny: Held, tmp_path: Path) -> None:
    path = tmp_path / "out"
    shutil.copytree(tiny.out, path)
    shutil.copy(tiny.closed / "boxes/r1-B/record.bel", path / "boxes/r1-B/record.bel")
    folder = replace(open_folder(path), meeting=demanding(tiny, 6))
    verdict = verify_folder(folder, workers=1)
    found = {each.code for each in verdict.findings if each.level is not Level.NOTE}
    assert found == {"record-unfinished"}
    assert "outcome-not-compared" in {each.code for each in verdict.findings}


@pytest.mark.parametrize("expected", ["0" * 64, "0" * 36])
def test_boxes_that_cannot_all_be_read_are_not_those_on_the_slip(
    published: Path, expected: str
) -> None:
    (published / "boxes/r1-B/record.bel").unlink()
    given = GivenFingerprint(expected)
    found = verify_folder(open_folder(published), expected=given, workers=1).findings
    assert [each.where for each in found if each.code == "meeting-fingerprint"] == ["boxes"]


@pytest.mark.parametrize("alone", [True, False])
def test_a_teller_without_whom_nothing_opens_is_refused(tiny: Held, alone: bool) -> None:
    whole = verified(tiny)
    assert whole.setup.trustees is not None
    group = whole.setup.trustees.group
    single = Single(make_trustee_key(group, 5))
    items = (single,) if alone else (*whole.setup.trustees.items, single)
    other = SetupParts(None, Trustees(group, items), None)
    box = VerifiedBox(Findings(BOX), whole.record, other)
    hall = tiny.hall
    check_box_in_meeting(box, hall.meeting, hall.hash, hall.box(BOX), None)
    assert codes(box) == {"tellers-not-meeting", "checkpoint-missing"}
