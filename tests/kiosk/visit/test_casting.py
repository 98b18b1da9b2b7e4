"""Casting: lost answers, refusals, receipts that do not hold; what is kept and what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from crypto.board.receipt import Receipt, sign_receipt
from kiosk.visit.voter import Waypoint
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import STRANGER, answering, unplugged
from tests.kiosk.fixtures.prepared_boxes import prepared
from tests.kiosk.fixtures.visits import STAFF, Visit


def test_a_lost_answer_is_not_success_and_the_same_bytes_are_sent_again(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.lose_answer = True
    visit.post("/cast")
    assert (visit.page, visit.problem, visit.status) == ("error", "unconfirmed", 503)
    assert "尚未确认投出" in visit.html
    assert "投票完成" not in visit.html
    assert 'http-equiv="refresh" content="5"' in visit.html
    assert visit.get("/cast").problem == "unconfirmed", "the page tries again by itself"
    board.lose_answer = False
    assert visit.post("/cast").page == "receipt"
    assert len(board.sent) == 3
    assert len(set(board.sent)) == 1
    assert len(board.cast[BOX]) == 1


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, text="boom"),
        httpx.Response(503, json={"code": "storage-busy"}),
        httpx.Response(507, json={"code": "disk-nearly-full"}),
        httpx.Response(200, text="<html>captive portal</html>"),
        httpx.Response(409, text="<html>captive portal</html>"),
        httpx.Response(200, text="{}"),
        httpx.Response(302, headers={"Location": "http://elsewhere.test/"}),
        httpx.Response(302, headers={"Location": "mailto:x"}),
        httpx.Response(302, headers={"Location": "http://xn--/"}),
        httpx.Response(200, content=b"x" * 400_000),
    ],
)
def test_whatever_is_not_an_answer_of_the_board_leaves_the_ballot_waiting(
    board: FakeBoard, answer: httpx.Response
) -> None:
    visit = Visit(board).to_fingerprint()
    board.before = answering("/ballots", answer)
    assert visit.post("/cast").problem == "unconfirmed"
    assert visit.voter.place is Waypoint.SENDING
    board.before = lambda _: None
    assert visit.post("/cast").page == "receipt"


def test_a_waiting_ballot_outlasts_the_idle_clock(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.before = unplugged
    visit.post("/cast")
    visit.clock.now += 3600
    board.before = lambda _: None
    assert visit.get("/cast").page == "receipt"


def test_a_ballot_that_waits_too_long_locks_the_screen_and_is_still_sent(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.before = unplugged
    visit.post("/cast")
    waiting = visit.voter.ballot
    visit.clock.now += 599
    visit.kiosk.booth.expire()
    assert visit.get("/cast").problem == "unconfirmed"
    visit.clock.now += 1
    visit.kiosk.booth.expire()
    assert visit.get("/cast").page == "locked"
    assert "不要关闭本机" in visit.html
    assert 'http-equiv="refresh" content="20"' in visit.html
    assert visit.voter.ballot is waiting
    assert visit.post("/locked", ("staff", "0000")).problem == "staff-code-wrong"
    assert visit.voter.ballot is waiting
    visit.clock.now += 1
    assert visit.post("/locked", ("staff", STAFF)).problem == "unconfirmed", "the voter goes on"
    visit.clock.now += 600
    assert visit.get("/").page == "locked"
    board.before = lambda _: None
    assert visit.get("/locked").page == "receipt"
    assert not visit.kiosk.booth.locked
    assert set(board.sent) == {waiting.text.encode() if waiting else b""}


def test_nobody_but_the_staff_drops_a_ballot_that_waits_behind_a_locked_screen(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.before = unplugged
    visit.post("/cast")
    waiting = visit.voter.ballot
    visit.clock.now += 600
    assert visit.get("/").page == "locked"
    assert visit.post("/leave").page == "locked"
    assert visit.kiosk.booth.locked
    assert visit.voter.ballot is waiting
    assert "没有投出任何票" not in visit.html, "the server may have it"
    assert "票码没有被使用" not in visit.html
    assert "到另一台投票机扫一次票码，即可知道您的票是否已投出" in visit.html
    board.before = lambda _: None
    assert visit.get("/locked").page == "receipt", "the browser is still the voter's"


def test_the_staff_let_a_voter_go_whose_ballot_waits(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.before = unplugged
    visit.post("/cast")
    visit.clock.now += 600
    visit.get("/")
    assert visit.post("/locked", ("staff", STAFF)).problem == "unconfirmed"
    assert visit.post("/leave").page == "start"
    assert visit.kiosk.booth.voter is None


def test_a_waiting_ballot_that_is_refused_opens_the_screen_too(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    board.before = unplugged
    visit.post("/cast")
    visit.clock.now += 600
    assert visit.get("/").page == "locked"
    board.before = lambda _: None
    board.states[BOX] = "closed"
    assert visit.get("/locked").problem == "too-late"
    assert visit.kiosk.booth.locked is False


def wrong_box(receipt: Receipt) -> Receipt:
    other = prepared("r1-A", FakeBoard().meeting).texts.name
    note = receipt.checkpoint.replace(receipt.setup, other)
    return replace(receipt, setup=other, checkpoint=note)


@pytest.mark.parametrize(
    "change",
    [
        lambda receipt: replace(receipt, fingerprint="A" * 43),
        lambda receipt: replace(receipt, signature="A" * 86),
        lambda receipt: sign_receipt(
            STRANGER, receipt.setup, receipt.fingerprint, receipt.checkpoint
        ),
        wrong_box,
    ],
)
def test_a_receipt_that_does_not_hold_is_not_success(
    board: FakeBoard, change: Callable[[Receipt], Receipt]
) -> None:
    visit = Visit(board).to_fingerprint()
    board.receipt_change = change
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "receipt-invalid")
    assert "投票完成" not in visit.html
    assert visit.get("/receipt").problem == "receipt-invalid"


def test_a_receipt_of_another_server_is_not_success(board: FakeBoard) -> None:
    visit = Visit(board).to_fingerprint()
    board.receipt_key = STRANGER
    assert visit.post("/cast").problem == "receipt-invalid"


def test_a_box_closed_meanwhile_casts_nothing(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.states[BOX] = "closed"
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "too-late")
    assert board.cast.get(BOX, {}) == {}


def test_a_refusal_names_itself(board: FakeBoard) -> None:
    visit = Visit(board).to_fingerprint()
    board.before = answering("/ballots", httpx.Response(422, json={"code": "ballot-invalid"}))
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "ballot-refused")
    assert visit.post("/settings", ("set", "language")).problem == "ballot-refused"
    assert "is not cast" in visit.html
