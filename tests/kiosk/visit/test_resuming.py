"""A browser died in the booth: the same kiosk goes on with the same slip, and with no other."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from kiosk.visit.slip_holder import Holder
from kiosk.visit.voter import Voter, Waypoint
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering
from tests.kiosk.fixtures.leftovers import assert_nothing_is_left, reachable
from tests.kiosk.fixtures.visits import STAFF, Visit


def paper(visit: Visit) -> Visit:
    return visit.to_papers().fill(("team", "not-competent"))


def check_unconfirmed(visit: Visit) -> Visit:
    visit.board.before = answering("/spoiled", httpx.Response(503))
    visit.to_fingerprint().post("/check", ("do", "check"))
    visit.board.before = lambda _: None
    return visit


def sending(visit: Visit) -> Visit:
    visit.board.before = answering("/ballots", httpx.Response(503))
    visit.to_fingerprint().post("/cast")
    visit.board.before = lambda _: None
    return visit


def ended(visit: Visit) -> Visit:
    visit.to_fingerprint()
    Visit(visit.board).to_receipt()
    return visit.post("/cast")


WITH_CHOICES: dict[Waypoint, Callable[[Visit], Visit]] = {
    Waypoint.NOTICE: lambda visit: visit.scan(),
    Waypoint.PAPER: paper,
    Waypoint.REVIEW: lambda visit: visit.to_review(),
    Waypoint.FINGERPRINT: lambda visit: visit.to_fingerprint(),
    Waypoint.OPENED: lambda visit: visit.to_opened(),
}
WITHOUT: dict[Waypoint, Callable[[Visit], Visit]] = {
    Waypoint.SENDING: sending,
    Waypoint.RECEIPT: lambda visit: visit.to_receipt(),
    Waypoint.ENDED: ended,
}


def resume(visit: Visit, code: str | None = None) -> Visit:
    """Another browser before the same kiosk scans a slip; by default the visit's own."""
    after = Visit.beside(visit)
    assert after.get().problem == "kiosk-busy"
    return after.post("/resume", ("code", visit.board.code() if code is None else code))


@pytest.mark.parametrize("place", WITH_CHOICES)
def test_the_same_slip_starts_anew_and_no_choice_is_seen(
    visit: Visit, board: FakeBoard, place: Waypoint
) -> None:
    before = WITH_CHOICES[place](visit).voter
    assert before.place is place
    after = resume(visit)
    assert (after.status, after.page) == (200, "notice")
    assert after.voter is not before
    assert after.voter.answers == {}
    assert (before.credential, before.answers, before.unsigned) == ("", {}, None)
    assert (before.holder, before.opened_ballot, before.seed) == (None, None, b"")
    assert [each for each in reachable(visit.kiosk) if isinstance(each, Voter)] == [after.voter]
    assert visit.get().problem == "kiosk-busy", "the other window, if it is there after all"
    after.post("/notice", ("do", "next"))
    while after.page == "paper":
        after.fill()
    after.post("/review", ("do", "next"))
    assert after.post("/cast").page == "receipt"
    assert len(board.cast[BOX]) == 1


@pytest.mark.parametrize("place", WITHOUT)
def test_the_same_slip_goes_on_where_no_choice_is_left(visit: Visit, place: Waypoint) -> None:
    before = WITHOUT[place](visit).voter
    assert before.place is place
    fingerprint = before.ballot.fingerprint if before.ballot else before.receipt.fingerprint  # type: ignore[union-attr]
    after = resume(visit)
    assert after.voter is before
    assert after.page == ("error" if place is Waypoint.ENDED else "receipt")
    assert after.problem == ("slip-used" if place is Waypoint.ENDED else "")
    assert after.voter.receipt is not None
    assert after.voter.receipt.fingerprint == fingerprint
    assert visit.get().problem == "kiosk-busy"
    assert after.post("/leave").page == "start"
    assert_nothing_is_left(after, before)
    assert before.holder is None


@pytest.mark.parametrize("place", [*WITH_CHOICES, *WITHOUT])
def test_any_other_slip_is_refused_and_changes_nothing(
    visit: Visit, board: FakeBoard, place: Waypoint
) -> None:
    before = {**WITH_CHOICES, **WITHOUT}[place](visit).voter
    answers = dict(before.answers)
    asked = len(board.asked)
    for code, problem in (
        (board.code(1), "kiosk-in-use"),
        (board.typed(2), "kiosk-in-use"),
        (board.code(0, "r1-A"), "kiosk-in-use"),
        ("hello", "slip-form"),
        ("PX2:00000000:" + "0" * 32 + ":" + board.typed(), "slip-foreign"),
    ):
        after = resume(visit, code)
        assert after.problem == problem
        assert code not in after.html
    assert len(board.asked) == asked, "the server learns of none of them"
    assert visit.kiosk.booth.voter is before
    assert (before.place, before.answers) == (place, answers)
    visit.get()
    assert visit.problem != "kiosk-busy", "the voter's own browser goes on"


def test_a_refused_slip_does_not_prolong_the_visit(visit: Visit, board: FakeBoard) -> None:
    paper(visit)
    for _ in range(3):
        visit.clock.now += 69
        assert resume(visit, board.code(1)).problem == "kiosk-in-use"
    visit.clock.now += 3
    assert Visit.beside(visit).get().page == "locked"


def test_a_locked_screen_stays_locked(visit: Visit, board: FakeBoard) -> None:
    """Also for the slip whose ballot waits behind it; once confirmed its receipt is shown."""
    board.before = answering("/ballots", httpx.Response(503))
    visit.to_fingerprint().post("/cast")
    visit.clock.now += 10_000
    visit.get("/locked")
    assert visit.kiosk.booth.locked
    after = resume(visit)
    assert (after.page, visit.kiosk.booth.locked) == ("locked", True)
    board.before = lambda _: None
    assert after.get("/locked").page == "receipt"


def test_a_locked_screen_without_a_ballot_asks_for_the_staff(
    visit: Visit, board: FakeBoard
) -> None:
    paper(visit).post("/lock")
    after = Visit.beside(visit).get()
    assert after.post("/resume", ("code", board.code())).page == "locked"
    assert visit.kiosk.booth.voter is None


def test_without_the_server_the_visit_is_over_and_the_slip_unused(
    visit: Visit, board: FakeBoard
) -> None:
    before = paper(visit).voter
    board.before = answering("/boxes", httpx.Response(503))
    after = resume(visit)
    assert after.problem == "board-garbled"
    assert_nothing_is_left(visit, before)
    board.before = lambda _: None
    assert after.scan().page == "notice"


def test_a_code_typed_by_hand_goes_on_too(visit: Visit, board: FakeBoard) -> None:
    paper(visit)
    assert resume(visit, board.typed().replace("-", "")).page == "notice"


def test_a_voter_who_was_here_goes_on_also_when_no_new_slip_is_let_in(
    visit: Visit, board: FakeBoard
) -> None:
    paper(visit)
    board.last_voters.add(BOX)
    assert resume(visit, board.code(1)).problem == "kiosk-in-use"
    assert resume(visit).page == "notice"


def test_an_opened_ballot_of_another_kiosk_belongs_to_no_slip(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_opened()
    found = re.search(r'<data id="opening" value="([^"]+)"', visit.html)
    assert found is not None
    elsewhere = Visit(board)
    assert elsewhere.scan(found[1]).page == "opened"
    assert resume(elsewhere).problem == "kiosk-in-use"


def test_the_staff_can_still_end_the_visit(visit: Visit) -> None:
    before = paper(visit).voter
    after = Visit.beside(visit).get()
    assert after.post("/free", ("staff", STAFF)).page == "start"
    assert_nothing_is_left(after, before)


def test_a_slip_is_known_again_by_nothing_that_lasts() -> None:
    one, other = Holder.of("a" * 22), Holder.of("a" * 22)
    assert one.holds("a" * 22)
    assert not one.holds("b" * 22)
    assert one.digest != other.digest, "two visits of one slip have nothing in common"
    assert "digest" not in repr(one)
