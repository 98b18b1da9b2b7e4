"""Parts that cannot be read are named once; what depends on them is not made up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crypto.trustees.trustee import Single, Trustees
from crypto.trustees.trustee_key import make_trustee_key
from tally.findings.finding import Level
from tally.folder.acts import acts_bytes
from tally.folder.source import open_folder
from tally.verify.folder import verify_folder
from tally.verify.record.box import verify_record
from tally.verify.verdict import Word
from tests.tally.fixtures.box_check import BOX, codes, faults
from tests.tally.fixtures.held_meeting import Held
from tests.tally.fixtures.spoiled_records import edited, parts_of, rebuilt
from tests.tally.tamper.remade import closed

OF_SLIPS = {"credential-unknown", "credential-reused"}


def test_a_record_that_cannot_be_read_leaves_the_other_box_checked(published: Path) -> None:
    (published / "boxes/r1-A/record.bel").write_bytes(b"no archive")
    verdict = verify_folder(open_folder(published), workers=1)
    assert verdict.word is Word.INVALID
    unread, other = verdict.boxes
    assert unread.record is None
    assert unread.findings.bad
    assert ([each.code for each in other.findings.found], other.bound) == (["slips-missing"], True)
    assert [each.code for each in verdict.findings if each.level is Level.NOTE] == [
        "slips-missing",
        "outcome-not-compared",
    ]


def test_ballots_that_cannot_be_read_are_nobodys(tiny: Held) -> None:
    first, *_two, fourth, fifth, sixth = parts_of(tiny).ballots
    found = closed(tiny, ballots=(first, b"[]", b"{}", fourth, fifth, sixth))
    assert {each.where.split()[1] for each in faults(found) if "json" in each.code} == {"1", "2"}
    assert not codes(found) & OF_SLIPS


def test_without_a_list_of_slips_no_ballot_is_called_unknown(tiny: Held) -> None:
    found = closed(tiny, credentials=b"{}")
    assert found.setup.credentials is None
    assert [each.code for each in faults(found) if each.where.startswith("credentials")]
    assert not codes(found) & OF_SLIPS


def test_an_election_that_cannot_be_read_ends_there(tiny: Held) -> None:
    found = rebuilt(tiny, election=b"{}")
    assert codes(found) == {"json-fields"}
    assert (found.ballots, found.opening) == (None, None)


def test_tellers_who_cannot_be_read_leave_the_ballots_checked(tiny: Held) -> None:
    found = rebuilt(tiny, trustees=b"{}")
    assert codes(found) == {"json-type"}
    assert found.ballots is not None
    assert [each.problems for each in found.ballots.ballots] == [()] * 6
    assert found.opening is None


def test_a_question_too_few_or_too_many_is_said(full: Held) -> None:
    def fewer(election: dict[str, list[object]]) -> None:
        election["questions"].pop()

    def more(election: dict[str, list[object]]) -> None:
        election["questions"].append(election["questions"][0])

    for edit in (fewer, more):
        found = rebuilt(full, election=edited(parts_of(full).election, edit))
        places = [e.where for e in faults(found) if e.code == "election-not-meeting"]
        assert places == ["election.questions"]


def test_a_box_without_shares_is_not_bound_to_anything(tiny: Held) -> None:
    data = (tiny.closed / "boxes" / BOX / "record.bel").read_bytes()
    box = verify_record(data, BOX, acts=acts_bytes(()), workers=1)
    assert box.opening is not None
    assert not box.findings.bad
    assert not box.opened
    assert not box.bound


@pytest.mark.parametrize(
    ("part", "code"),
    [("election", "json-fields"), ("trustees", "json-type"), ("credentials", "json-type")],
)
def test_a_folder_with_such_a_box_is_checked_to_the_end(
    tiny: Held, published: Path, part: str, code: str
) -> None:
    changed: dict[str, Any] = {part: b"{}"}
    data = replace(parts_of(tiny), **changed).record()
    (published / "boxes/r1-A/record.bel").write_bytes(data)
    verdict = verify_folder(open_folder(published), workers=1)
    assert verdict.word is Word.INVALID
    assert code in {each.code for each in verdict.findings if each.box == "r1-A"}
    assert "tellers-differ" in {e.code for e in verdict.findings} or part != "trustees"
    assert verdict.boxes[1].bound


def test_trustees_without_whom_nothing_opens_are_noted_of_a_foreign_record(tiny: Held) -> None:
    parts = parts_of(tiny)
    group = tiny.hall.trustees.group
    single = Single(make_trustee_key(group, 5))
    mixed = Trustees(group, (*tiny.hall.trustees.items, single)).to_json().encode()
    for trustees, foreign in ((mixed, True), (mixed, False), (parts.trustees, True)):
        data = replace(parts, trustees=trustees).record()
        found = verify_record(data, BOX, foreign=foreign, workers=1).findings.found
        noted = [(e.level, e.where) for e in found if e.code == "single-trustees"]
        expected = trustees is mixed and foreign
        assert noted == ([(Level.NOTE, "trustees")] if expected else [])
