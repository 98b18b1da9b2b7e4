"""After closing a kiosk says of which receipts it has not found the ballots yet, and why."""

from __future__ import annotations

import httpx
import pytest

from kiosk.messages.trouble import Trouble
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering, unreachable
from tests.kiosk.fixtures.visits import Visit

ANSWERS = {
    "not found": answering("/events", httpx.Response(404, text='{"code":"not-found"}')),
    "a page": answering("/events", httpx.Response(404, text="<html>")),
    "nothing": unreachable("/events"),
    "an empty list": answering("/events", httpx.Response(200, text="")),
}
SAID = {"not found": "receipts-unlisted", "an empty list": "receipts-unchecked"}


def cast(visit: Visit, board: FakeBoard, count: int = 2) -> None:
    for number in range(count):
        visit.scan(board.code(number)).post("/notice", ("do", "next"))
        while visit.page == "paper":
            visit.fill()
        visit.post("/review", ("do", "next")).post("/cast").post("/leave")


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_server_that_lists_nothing_does_not_silence_the_kiosk(
    visit: Visit, board: FakeBoard, answer: str
) -> None:
    """The attack: a server that lost ballots answered 404, and the kiosk said nothing at all."""
    cast(visit, board)
    assert 'id="unlooked"' not in visit.get("/").html
    before = visit.get("/entry").html
    board.states = dict.fromkeys(board.states, "closed")
    board.before = ANSWERS[answer]
    kiosk = visit.kiosk.board
    kiosk.box_states()
    with pytest.raises(Trouble):
        kiosk.look_for_ballots()
    assert kiosk.receipts.boxes() == (BOX,)
    page = visit.get("/").html
    assert 'id="unlooked"' in page
    assert "还有 2 张" in page
    assert ('id="unchecked"' in page) == (answer in SAID)
    assert SAID.get(answer, "") in page
    assert 'id="receipts"' not in page
    assert visit.get("/entry").html != before


def test_the_first_screen_is_shown_anew_when_what_it_says_of_receipts_changes(
    visit: Visit, board: FakeBoard
) -> None:
    cast(visit, board, 1)
    board.states = dict.fromkeys(board.states, "closed")
    visit.kiosk.board.box_states()
    said = visit.get("/entry").html
    assert f'data-entry="{said}"' in visit.get("/").html
    board.before = ANSWERS["not found"]
    with pytest.raises(Trouble):
        visit.kiosk.board.look_for_ballots()
    assert visit.get("/entry").html != said


def test_one_box_that_cannot_be_looked_at_does_not_keep_others_from_it(
    visit: Visit, board: FakeBoard, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast(visit, board, 1)
    kiosk = visit.kiosk.board
    first, *others = [box.id for box in board.meeting.boxes() if box.id != BOX] + [BOX]
    states = {each.id: each for each in kiosk.box_states()}
    for box_id in (first, *others):
        kiosk.setup(states[box_id])
    kiosk.closed = frozenset(states)
    looked: list[str] = []

    def looking(box_id: str, _setup: object) -> None:
        looked.append(box_id)
        raise Trouble("board-garbled", where=box_id)

    monkeypatch.setattr(kiosk, "_look_in", looking)
    monkeypatch.setattr(kiosk.receipts, "boxes", lambda: (first, *others))
    with pytest.raises(Trouble) as refused:
        kiosk.look_for_ballots()
    assert (looked, refused.value.where) == ([first, *others], first)
