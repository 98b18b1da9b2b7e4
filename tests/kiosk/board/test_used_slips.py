"""Slips that were used, or of which the server says so."""

from __future__ import annotations

import re

import httpx

from crypto.board.receipt import Receipt, sign_receipt
from crypto.canonical import JSON
from crypto.election.credential import public_credential
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.faults import STRANGER, answering
from tests.kiosk.fixtures.visits import Visit


def test_a_used_slip_shows_its_receipt_at_the_start(visit: Visit, board: FakeBoard) -> None:
    visit.to_receipt()
    fingerprint = board.cast[BOX].copy().popitem()[1]
    visit.post("/leave")
    visit.scan()
    assert visit.page == "receipt"
    assert 'data-earlier="yes"' in visit.html
    assert "您的票已投出" in visit.html
    assert "投票完成" not in visit.html
    assert f'data-fingerprint="{fingerprint}"' in visit.html
    board.states[BOX] = "closed"
    visit.post("/leave")
    assert visit.scan().page == "receipt", "also after the box was closed"


def test_a_cancelled_slip_is_not_let_in_and_the_voter_reads_why(board: FakeBoard) -> None:
    refused = httpx.Response(403, text='{"code":"slip-cancelled"}')
    board.before = answering("/slip", refused)
    visit = Visit(board).scan()
    assert visit.problem == "slip-cancelled"
    assert "这张票码条已注销" in visit.html


def test_a_used_claim_without_a_signed_receipt_is_a_dispute(board: FakeBoard) -> None:
    setup = board.prepared[BOX].setup
    forged = sign_receipt(STRANGER, setup.name, "A" * 43, board.checkpoint(BOX))
    for receipt in ("", f',"receipt":{forged.to_json()}', ',"receipt":{"setup":1}'):
        answer = httpx.Response(200, text='{"state":"used"' + receipt + "}")
        board.before = answering("/slip", answer)
        assert Visit(board).scan().problem == "used-without-receipt"


def test_two_kiosks_with_one_slip_one_wins_and_the_other_gets_its_receipt(
    board: FakeBoard,
) -> None:
    first, second = Visit(board).to_fingerprint(), Visit(board).to_fingerprint()
    assert first.post("/cast").page == "receipt"
    second.post("/cast")
    assert (second.page, second.problem) == ("error", "slip-used")
    assert "此票码已使用" in second.html
    winner = board.cast[BOX].copy().popitem()[1]
    found = re.search(r'<data id="receipt" value="([^"]+)"', second.html)
    assert found is not None
    assert Receipt.parse_qr(found[1]).fingerprint == winner
    assert second.browser.get("/receipt.svg").data.startswith(b"<svg")
    assert second.post("/leave").page == "start"


def test_a_strangers_receipt_does_not_show_that_a_slip_was_used(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_receipt().post("/leave")
    strangers, (fingerprint,) = board.cast[BOX], board.cast[BOX].values()
    setup = board.prepared[BOX].setup
    group, uuid = setup.election.group, setup.election.uuid
    own = group.encode(public_credential(group, uuid, board.typed(1)))
    assert own not in strangers
    strangers[own] = fingerprint
    assert visit.scan(board.code(1)).problem == "used-without-receipt"
    board.signatures[fingerprint] = {**own_signature(board, fingerprint), "hash": "A" * 43}
    assert visit.scan(board.code(0)).problem == "used-without-receipt"
    assert visit.kiosk.booth.voter is None


def own_signature(board: FakeBoard, fingerprint: str) -> dict[str, JSON]:
    found = board.signatures[fingerprint]
    assert isinstance(found, dict)
    return found
