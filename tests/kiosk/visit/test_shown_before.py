"""The fingerprint that was shown before casting stands beside the receipt's, on one screen."""

from __future__ import annotations

import re

from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.leftovers import assert_nothing_is_left
from tests.kiosk.fixtures.visits import Visit

SAME, DIFFER = "两者相同", "两者不同"


def shown(visit: Visit) -> list[str]:
    """The fingerprints on the page, in their order."""
    found = re.findall(r'<p class="print">(.*?)</p>', visit.html, re.DOTALL)
    return [re.sub(r"<[^>]+>|\s", "", each) for each in found]


def test_both_stand_on_the_receipts_screen(visit: Visit) -> None:
    (before,) = shown(visit.to_fingerprint())
    assert visit.post("/cast").page == "receipt"
    assert shown(visit) == [before, before]
    assert SAME in visit.html


def test_a_receipt_of_another_ballot_is_said_to_be_one(visit: Visit, board: FakeBoard) -> None:
    """The slip was used elsewhere meanwhile: two ballots, and the voter sees both."""
    (before,) = shown(visit.to_fingerprint())
    other = Visit(board).to_receipt()
    cast = shown(other)[0]
    assert visit.post("/cast").problem == "slip-used"
    assert shown(visit) == [before, cast]
    assert (DIFFER in visit.html, SAME in visit.html) == (True, False)


def test_a_slip_that_was_used_before_says_what_to_compare_with(
    visit: Visit, board: FakeBoard
) -> None:
    cast = shown(visit.to_receipt())[0]
    again = Visit(board).scan()
    assert shown(again) == [cast]
    assert "请与投出前看到的指纹核对" in again.html
    assert SAME not in again.html


def test_going_back_forgets_it_and_so_does_leaving(visit: Visit) -> None:
    voter = visit.to_fingerprint().voter
    assert voter.shown
    assert visit.post("/fingerprint", ("do", "back")).page == "review"
    assert voter.shown == ""
    visit.post("/review", ("do", "next")).post("/cast")
    assert voter.shown
    visit.post("/leave")
    assert voter.shown == ""
    assert_nothing_is_left(visit, voter)
