"""Foreign records let voters vote again: only the last ballot of each credential is added up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.record.archive_member import Member, MemberKind
from crypto.record.record import RecordedBallot, read_record
from tally.verify.record.ballots import BallotTexts, check_ballots
from tally.verify.record.box import no_progress
from tally.verify.record.superseded import superseded_ballots
from tests.tally.fixtures.box_check import BOX, files_of
from tests.tally.fixtures.held_meeting import Held


@pytest.fixture(scope="module")
def sealed(tiny: Held) -> tuple[RecordedBallot, ...]:
    """Two ballots of two slips, and the first once more after them, in the events 1, 2 and 3."""
    record = files_of(tiny).record
    assert record is not None
    first, second, *_others = read_record(record).ballots
    return first, second, replace(first, height=3)


def test_a_ballot_is_replaced_by_a_later_one_of_its_credential(
    sealed: tuple[RecordedBallot, ...],
) -> None:
    first, second, again = sealed
    unreadable = [
        replace(first, member=Member(MemberKind.DATA, data), height=0)
        for data in (b"", b"[]", b"{}", b"[" * 9999)
    ]
    assert [each.height for each in sealed] == [1, 2, 3]
    assert superseded_ballots([first, second]) == frozenset()
    assert superseded_ballots([*unreadable, *sealed]) == {1}
    assert superseded_ballots([*sealed, replace(again, height=4)]) == {1, 3}


def test_a_ballot_that_was_replaced_is_checked_but_not_added_up(
    tiny: Held, sealed: tuple[RecordedBallot, ...]
) -> None:
    election = tiny.hall.elections[BOX]
    texts = BallotTexts.of(sealed)
    once = check_ballots(election, texts[:2], {}, no_progress)
    twice = check_ballots(election, texts, {}, no_progress)
    replaced = check_ballots(election, texts, {}, no_progress, superseded_ballots(sealed))
    assert replaced.tally == once.tally != twice.tally
    assert [each.height for each in replaced.ballots] == [1, 2, 3]
    assert not any(each.problems for each in replaced.ballots)
