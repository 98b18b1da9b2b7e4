"""A chain that goes back, forks, or is not proved to have grown."""

from __future__ import annotations

import httpx
import pytest

from kiosk.visit.voter import Waypoint
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import answering
from tests.kiosk.fixtures.visits import Visit


@pytest.mark.parametrize("fault", ["shorter", "forked"])
def test_a_chain_that_goes_back_is_refused_and_the_receipt_is_kept_as_evidence(
    board: FakeBoard, fault: str
) -> None:
    board.size = 8
    visit = Visit(board).to_fingerprint()
    if fault == "shorter":
        board.size = 3
    else:
        board.size, board.fork = 7, "another"
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "board-rollback")
    assert '<data id="receipt"' in visit.html
    assert "投票完成" not in visit.html


def test_a_longer_chain_that_does_not_continue_the_seen_one_is_refused(board: FakeBoard) -> None:
    board.size = 8
    visit = Visit(board).to_fingerprint()
    board.fork, board.size = "another", 12
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "board-rollback")
    assert '<data id="receipt"' in visit.html


def test_a_server_without_a_proof_for_what_it_signed_is_refused(board: FakeBoard) -> None:
    board.size = 8
    visit = Visit(board).to_fingerprint()
    refusal = httpx.Response(400, json={"code": "proof-range"})
    board.before = answering("/consistency", refusal)
    assert visit.post("/cast").problem == "board-rollback"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, text="boom"),
        httpx.Response(503, json={"code": "storage-busy"}),
        httpx.Response(200, text="<html>captive portal</html>"),
        httpx.Response(200, text='{"from":1,"to":9,"proof":["?"]}'),
    ],
)
def test_until_the_proof_arrives_the_ballot_is_sent_again(
    board: FakeBoard, answer: httpx.Response
) -> None:
    board.size = 8
    visit = Visit(board).to_fingerprint()
    board.before = answering("/consistency", answer)
    assert visit.post("/cast").problem == "unconfirmed"
    assert visit.voter.place is Waypoint.SENDING
    board.before = lambda _: None
    assert visit.get("/cast").page == "receipt"
    assert len(set(board.sent)) == len(board.cast[BOX]) == 1


def test_a_chain_that_only_grew_is_proved_once_for_each_step(board: FakeBoard) -> None:
    board.size = 8
    visit = Visit(board).to_receipt()
    proofs = [path for path in board.asked if path.endswith("/consistency")]
    assert len(proofs) == 1
    visit.post("/leave")
    visit.scan(board.code(1))
    assert [path for path in board.asked if path.endswith("/consistency")] == proofs


def test_a_rollback_is_seen_at_the_start_too(board: FakeBoard) -> None:
    board.size = 8
    visit = Visit(board)
    visit.scan().post("/leave")
    board.size = 7
    assert visit.scan().problem == "board-rollback"
    assert visit.kiosk.booth.voter is None
