"""A box that was closed while somebody is in the booth, and what the start screen says then."""

from __future__ import annotations

from kiosk.visit.open_visits import EVERY
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import unreachable
from tests.kiosk.fixtures.told_visits import tell
from tests.kiosk.fixtures.visits import Visit


def test_the_first_start_screen_knows_already(board: FakeBoard) -> None:
    board.last_voters.add(BOX)
    assert "即将封箱：不再接收新的票码条" in Visit(board).get("/").html


def test_the_start_screen_says_that_voting_is_closed(visit: Visit, board: FakeBoard) -> None:
    visit.to_receipt().post("/leave")
    board.states[BOX] = "closed"
    visit.clock.now += EVERY
    tell(visit)
    assert "投票已结束" not in visit.get("/").html, "other boxes are open"
    board.states = dict.fromkeys(board.states, "closed")
    visit.clock.now += EVERY
    tell(visit)
    assert visit.browser.get("/entry").text == "closed 1 receipts-unlisted"  # of one receipt
    visit.get("/")
    assert 'data-entry="closed 1 receipts-unlisted"' in visit.html
    assert "投票已结束" in visit.html
    assert "请扫描您的票码" not in visit.html
    assert visit.scan().page == "receipt"


def test_who_is_too_late_learns_it_before_the_ballot_is_made(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_review()
    board.states[BOX] = "closed"
    assert visit.post("/review", ("do", "next")).problem == "too-late"
    assert "票码条未被使用" in visit.html


def test_who_is_too_late_learns_it_in_the_middle_of_the_papers(
    visit: Visit, board: FakeBoard
) -> None:
    voter = visit.to_papers().voter
    visit.fill()
    board.states[BOX] = "closed"
    tell(visit)
    assert (visit.get("/paper/1").page, visit.problem) == ("error", "too-late")
    for sentence in ("您的票没有投出：票箱已经封箱", "票码条未被使用", "立即告知工作人员"):
        assert sentence in visit.html
    assert (voter.answers, voter.credential) == ({}, "")
    visit.post("/leave")
    assert visit.scan().problem == "box-closed"
    assert "没有用它投出过选票" in visit.html


def test_a_ballot_on_its_way_is_settled_by_its_answer_alone(visit: Visit, board: FakeBoard) -> None:
    """It was stored before the box was closed: the voter must not read that it was not."""
    visit.to_fingerprint()
    board.lose_answer = True
    visit.post("/cast")
    board.states[BOX] = "closed"
    tell(visit)
    assert visit.get("/").problem == "unconfirmed"
    board.lose_answer = False
    assert visit.post("/cast").page == "receipt"


def test_a_ballot_that_never_arrived_before_the_closing_is_said_not_to_be_cast(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.before = unreachable("/ballots")
    assert visit.post("/cast").problem == "unconfirmed"
    board.states[BOX] = "closed"
    board.before = lambda _: None
    assert visit.post("/cast").problem == "too-late"
    assert "您的票没有投出" in visit.html


def test_the_start_screen_says_last_voters_by_itself(visit: Visit, board: FakeBoard) -> None:
    visit.get("/")
    assert "正在投票机前的人可以投完" not in visit.html
    assert visit.browser.get("/entry").text == ""
    board.last_voters.add(BOX)
    visit.clock.now += EVERY
    tell(visit)
    assert visit.browser.get("/entry").text == BOX
    visit.get("/")
    assert "即将封箱：不再接收新的票码条；正在投票机前的人可以投完" in visit.html
    assert visit.html.count(f'data-entry="{BOX}"') == 1
    box = board.meeting.box(BOX)
    assert f"{box.round.name} · {box.group.name}" in visit.html
    visit.post("/settings", ("set", "language"))
    assert "no new slip is let in" in visit.html
    board.last_voters.clear()
    visit.clock.now += EVERY
    tell(visit)
    assert visit.browser.get("/entry").text == ""
    assert "no new slip is let in" not in visit.get("/").html
