"""The server is told that somebody is in the booth, and of nothing else."""

from __future__ import annotations

import re

import httpx
import pytest

from kiosk.visit.open_visits import EVERY
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering, unreachable
from tests.kiosk.fixtures.told_visits import tell, told
from tests.kiosk.fixtures.visits import STAFF, Visit


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
    visit.to_receipt().post("/leave")
    told(board)
    tell(visit)
    tell(visit)
    assert told(board) == ["end"]


def test_a_visit_that_was_over_before_anybody_looked_has_an_end(
    visit: Visit, board: FakeBoard
) -> None:
    """It was told of as begun, and counted as somebody at this kiosk who is not heard of."""
    tell(visit)
    told(board)
    visit.to_receipt().post("/leave")
    assert told(board) == ["begin", "here"]  # asked once more before the ballot was made
    tell(visit)
    visit.clock.now += EVERY
    tell(visit)
    assert told(board) == ["end"]
    visit.clock.now += EVERY
    tell(visit)
    assert told(board) == []


def test_who_left_with_nothing_cast_is_told_until_they_come_back(
    visit: Visit, board: FakeBoard
) -> None:
    """The screen locked: the number told from then on is not the visit's."""
    visit.to_papers()
    tell(visit)
    ((box, _, number),) = {each for each in board.visits if each[1] == "here"}
    told(board)
    visit.clock.now += 300
    assert visit.get("/").path == "/locked"
    tell(visit)
    (left_box, left, left_number), end = board.visits
    assert (left_box, left) == (box, "left")
    assert end == (box, "end", number)
    assert left_number != number
    told(board)
    tell(visit)
    assert told(board) == []
    visit.clock.now += EVERY
    tell(visit)
    assert board.visits == [(box, "left", left_number)]
    told(board)
    visit.post("/locked", ("staff", STAFF))
    assert visit.scan().page == "notice"
    told(board)
    tell(visit)
    assert board.visits[0][1:] == ("end", left_number)
    assert told(board) == ["end", "here"]


def test_who_does_not_come_back_is_told_of_no_longer_than_their_slip_goes_on(
    visit: Visit, board: FakeBoard
) -> None:
    visit.scan().post("/leave")
    tell(visit)
    assert told(board) == ["begin", "left"]
    visit.clock.now += 600
    tell(visit)
    assert told(board) == ["end", "end"]  # the visit, and the slip that went on
    visit.clock.now += EVERY
    tell(visit)
    assert told(board) == []


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


@pytest.mark.parametrize(
    "answer",
    [
        unreachable("/visits"),
        answering("/visits", httpx.Response(503)),
        answering("/visits", httpx.Response(404, json={"code": "not-found"})),
        answering("/visits", httpx.Response(403, json=["last-voters"])),
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
    visit.to_receipt()
    tell(visit)
    board.before = unreachable("/visits")
    visit.post("/leave")
    tell(visit)
    board.before = lambda _: None
    told(board)
    visit.clock.now += EVERY
    tell(visit)
    assert told(board) == ["end"]


def test_a_ballot_that_waits_unconfirmed_is_an_open_visit(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.lose_answer = True
    visit.post("/cast")
    visit.clock.now += 600
    assert visit.get("/").path == "/locked"
    tell(visit)
    assert told(board)[-1] == "here"
