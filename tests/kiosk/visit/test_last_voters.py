"""A box that closes: the last voters finish, and no new slip is let in."""

from __future__ import annotations

import httpx
import pytest

from kiosk.visit.open_visits import EVERY
from kiosk.visit.slip_holder import Holder
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering, unreachable
from tests.kiosk.fixtures.leftovers import reachable
from tests.kiosk.fixtures.told_visits import tell, told
from tests.kiosk.fixtures.visits import STAFF, Visit


def test_last_voters_no_new_slip_is_let_in(visit: Visit, board: FakeBoard) -> None:
    board.last_voters.add(BOX)
    assert (visit.scan().page, visit.problem) == ("start", "last-voters")
    assert visit.status == 403
    for sentence in ("即将封箱，不再接收新的票码条", "没有用它投出过选票", "工作人员", "--undo"):
        assert sentence in visit.html
    assert told(board) == [], "the list of boxes said so already"
    board.last_voters.clear()
    assert visit.scan().page == "notice"


def test_the_server_has_the_last_word_on_who_is_let_in(visit: Visit, board: FakeBoard) -> None:
    """Called for between the list of boxes and the beginning of the visit."""

    def meanwhile(request: httpx.Request) -> None:
        if request.url.path.endswith("/slip"):
            board.last_voters.add(BOX)

    board.before = meanwhile
    assert (visit.scan().page, visit.problem) == ("start", "last-voters")
    assert told(board) == ["begin"]


def test_without_a_word_of_the_server_the_list_of_boxes_decides(
    visit: Visit, board: FakeBoard
) -> None:
    board.before = unreachable("/visits")
    board.last_voters.add(BOX)
    assert visit.scan().problem == "last-voters"


def test_last_voters_who_are_in_the_booth_finish(visit: Visit, board: FakeBoard) -> None:
    visit.to_review()
    board.last_voters.add(BOX)
    visit.post("/review", ("do", "next"))
    assert visit.post("/cast").page == "receipt"
    visit.post("/leave")
    assert visit.scan(board.code(1)).problem == "last-voters", "their place is not another's"
    assert visit.scan().page == "receipt", "a used slip shows its receipt"


def test_who_has_a_ballot_checked_among_the_last_voters_votes_after_it(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.last_voters.add(BOX)
    assert visit.post("/check", ("do", "check")).page == "opened"
    visit.post("/leave")
    tell(visit)
    told(board)
    assert visit.scan().page == "notice"
    assert told(board) == ["begin", "here"]
    visit.post("/leave")
    assert visit.scan("not a slip").problem == "slip-form"
    assert visit.scan().page == "notice", "and again, as often as need be"


def test_who_was_locked_out_among_the_last_voters_goes_on_at_this_kiosk(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_papers()
    board.last_voters.add(BOX)
    visit.clock.now += 300
    assert visit.get("/").path == "/locked"
    visit.post("/locked", ("staff", STAFF))
    other = Visit(board)
    assert other.scan().problem == "last-voters", "not at another kiosk"
    assert visit.scan().page == "notice"


def test_a_place_among_the_last_voters_is_one_slips_and_for_a_while(
    visit: Visit, board: FakeBoard
) -> None:
    visit.scan().post("/leave")
    board.last_voters |= {BOX, "r1-A"}
    assert visit.scan(board.code(0, "r1-A")).problem == "last-voters"
    assert visit.scan(board.code(1)).problem == "last-voters", "another slip of the same box"
    assert visit.scan().page == "notice"
    visit.post("/leave")
    visit.clock.now += 600
    assert visit.scan().problem == "last-voters"


def test_voters_of_several_boxes_go_on_beside_one_another(visit: Visit, board: FakeBoard) -> None:
    slips = [board.code(), board.code(1), board.code(0, "r1-A")]
    for code in slips:
        visit.scan(code).post("/leave")
    board.last_voters |= {BOX, "r1-A"}
    for code in reversed(slips):
        assert visit.scan(code).page == "notice"
        visit.post("/leave")
    for code in slips:
        assert visit.scan(code).page == "notice"
        visit.post("/leave")


def test_what_a_slip_is_known_again_by_goes_with_its_time_or_its_use(
    visit: Visit, board: FakeBoard
) -> None:
    def kept() -> int:
        return sum(isinstance(each, Holder) for each in reachable(visit.kiosk))

    visit.scan().post("/leave")
    assert kept() == 1
    visit.to_receipt().post("/leave")
    assert kept() == 0
    visit.scan(board.code(1)).post("/leave")
    visit.clock.now += 600
    visit.kiosk.booth.expire()
    assert kept() == 0


@pytest.mark.parametrize("stored", [True, False])
def test_a_cast_without_an_answer_leaves_a_place_to_its_own_slip_alone(
    visit: Visit, board: FakeBoard, *, stored: bool
) -> None:
    visit.to_fingerprint()
    board.last_voters.add(BOX)
    board.lose_answer = stored
    board.before = lambda _: None if stored else httpx.Response(503)
    assert visit.post("/cast").problem == "unconfirmed"
    board.lose_answer, board.before = False, lambda _: None
    visit.post("/leave")
    assert visit.scan(board.code(1)).problem == "last-voters"
    assert visit.scan().page == ("receipt" if stored else "notice")


def test_among_the_last_voters_an_unconfirmed_cast_sends_nobody_away(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.before = answering("/ballots", httpx.Response(503))
    visit.post("/cast")
    assert "到另一台投票机" in visit.html
    assert 'formaction="/leave"' in visit.html
    board.last_voters.add(BOX)
    visit.clock.now += EVERY
    tell(visit)
    visit.get("/cast")
    assert "只能在这台投票机上投票" in visit.html
    assert 'formaction="/leave"' not in visit.html
    other = Visit(board)
    assert other.scan().problem == "last-voters"
    assert "没有用它投出过选票" in other.html
    visit.clock.now += 600
    assert visit.get("/").path == "/locked"
    assert "只能在这台投票机上投票" in visit.html


def test_a_server_that_says_nothing_of_last_voters_has_none(visit: Visit, board: FakeBoard) -> None:
    box = board._box

    def older(box_id: str) -> dict[str, object]:
        return {name: value for name, value in box(box_id).items() if name != "last_voters"}

    board._box = older  # type: ignore[assignment,method-assign]
    assert visit.scan().page == "notice"
    board._box = lambda box_id: {**box(box_id), "last_voters": "yes"}  # type: ignore[method-assign]
    assert Visit(board).scan(board.code(1)).problem == "board-garbled"
