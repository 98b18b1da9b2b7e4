"""The server is told that somebody is in the booth, and of nothing else; last voters finish."""

from __future__ import annotations

import re

import httpx
import pytest

from kiosk.visit.holder import Holder
from kiosk.visit.open_visits import EVERY
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering
from tests.kiosk.fixtures.leftovers import reachable
from tests.kiosk.fixtures.visits import STAFF, Visit


def told(board: FakeBoard) -> list[str]:
    """The steps that the server was told, after taking them off its list."""
    steps = [step for _, step, _ in board.visits]
    board.visits.clear()
    return steps


def tell(visit: Visit) -> None:
    visit.kiosk.flow.visits.tell()


def test_a_visit_is_told_from_its_beginning_to_its_end(visit: Visit, board: FakeBoard) -> None:
    visit.scan()
    tell(visit)
    tell(visit)
    visit.clock.now += EVERY
    tell(visit)
    numbers = {number for _, _, number in board.visits}
    assert len(numbers) == 1
    assert re.fullmatch("[0-9a-f]{32}", numbers.pop())
    assert {box for box, _, _ in board.visits} == {BOX}
    assert told(board) == ["begin", "here", "here"]
    visit.post("/leave")
    tell(visit)
    tell(visit)
    assert told(board) == ["end"]


def test_nothing_of_the_slip_or_the_ballot_is_told(visit: Visit, board: FakeBoard) -> None:
    """What is sent about a visit and what is sent about a ballot have no word in common."""
    seen: list[tuple[str, bytes]] = []

    def watch(request: httpx.Request) -> None:
        seen.append((request.url.path, request.content))

    board.before = watch
    visit.to_receipt()
    tell(visit)
    visits = b" ".join(body for path, body in seen if path.endswith("/visits"))
    others = b" ".join(body for path, body in seen if not path.endswith("/visits"))
    (number,) = set(re.findall(rb"[0-9a-f]{32}", visits))
    assert number not in others
    words = re.compile(rb"[0-9A-Za-z+/_-]{4,}")
    assert set(words.findall(visits)) & set(words.findall(others)) == set()
    assert visit.voter.session not in visits.decode()


def test_each_visit_has_a_number_of_its_own(visit: Visit, board: FakeBoard) -> None:
    for _ in range(3):
        visit.scan().post("/leave")
    assert len({number for _, step, number in board.visits if step == "begin"}) == 3


def test_a_used_slip_and_a_ballot_of_another_kiosk_are_no_visits(board: FakeBoard) -> None:
    Visit(board).to_receipt()
    told(board)
    again = Visit(board)
    assert again.scan().page == "receipt"
    tell(again)
    first = Visit(board)
    first.scan(board.code(1)).post("/notice", ("do", "next"))
    while first.page == "paper":
        first.fill()
    first.post("/review", ("do", "next")).post("/check", ("do", "check"))
    opened = first.voter.opened_ballot
    assert opened is not None
    told(board)
    other = Visit(board)
    assert other.scan(opened.text).page == "opened"
    tell(other)
    assert told(board) == []


def failed(request: httpx.Request) -> httpx.Response | None:
    if request.url.path.endswith("/visits"):
        raise httpx.ConnectError("no network", request=request)
    return None


@pytest.mark.parametrize(
    "answer",
    [
        failed,
        lambda request: httpx.Response(503) if request.url.path.endswith("/visits") else None,
        lambda request: (
            httpx.Response(404, json={"code": "not-found"})
            if request.url.path.endswith("/visits")
            else None
        ),
        lambda request: (
            httpx.Response(403, json=["last-voters"])
            if request.url.path.endswith("/visits")
            else None
        ),
    ],
)
def test_a_visit_that_cannot_be_told_stops_no_voter(
    visit: Visit, board: FakeBoard, answer: object
) -> None:
    board.before = answer  # type: ignore[assignment]
    visit.scan()
    tell(visit)
    visit.post("/notice", ("do", "next"))
    while visit.page == "paper":
        visit.fill()
    assert visit.post("/review", ("do", "next")).post("/cast").page == "receipt"


def test_an_end_that_could_not_be_told_is_told_later(visit: Visit, board: FakeBoard) -> None:
    visit.scan()
    tell(visit)
    board.before = failed
    visit.post("/leave")
    tell(visit)
    board.before = lambda _: None
    told(board)
    visit.clock.now += EVERY
    tell(visit)
    assert told(board) == ["end"]


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
    board.before = failed
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
    assert visit.browser.get("/entry").text == "closed"
    visit.get("/")
    assert 'data-entry="closed"' in visit.html
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


def test_a_ballot_that_waits_unconfirmed_is_an_open_visit(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.lose_answer = True
    visit.post("/cast")
    visit.clock.now += 600
    assert visit.get("/").path == "/locked"
    tell(visit)
    assert told(board)[-1] == "here"


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

    def lost(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/ballots"):
            raise httpx.ConnectError("no network", request=request)
        return None

    board.before = lost
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


def test_a_server_that_says_nothing_of_last_voters_has_none(visit: Visit, board: FakeBoard) -> None:
    box = board._box

    def older(box_id: str) -> dict[str, object]:
        return {name: value for name, value in box(box_id).items() if name != "last_voters"}

    board._box = older  # type: ignore[assignment,method-assign]
    assert visit.scan().page == "notice"
    board._box = lambda box_id: {**box(box_id), "last_voters": "yes"}  # type: ignore[method-assign]
    assert Visit(board).scan(board.code(1)).problem == "board-garbled"
