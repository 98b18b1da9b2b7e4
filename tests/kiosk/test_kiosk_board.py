"""A server that errs, lies, loses, or goes back: what the voter reads, and what is kept."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import httpx
import pytest

from crypto.canonical import JSON, dumps
from crypto.credential import public_credential
from crypto.receipt import Receipt, sign_receipt
from crypto.server_key import ServerKey
from kiosk.box_setup import SetupTexts
from kiosk.voter import Place
from meeting.published import election_for
from tests.kiosk.fake_board import BOX, FakeBoard, prepared, tellers
from tests.kiosk.visits import Visit

STRANGER = ServerKey.generate()


def unplugged(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("no route", request=request)


def answering(
    path_end: str, *answer: httpx.Response
) -> Callable[[httpx.Request], httpx.Response | None]:
    """Answer requests to one path by something else."""
    return lambda request: answer[0] if request.url.path.endswith(path_end) else None


# Before anybody votes


def test_another_meeting_is_never_shown(board: FakeBoard) -> None:
    visit = Visit(board)
    board.definition = board.definition.replace(b"2026", b"2027")
    assert visit.get().problem == "meeting-differs"
    assert visit.scan().problem == "meeting-differs"
    assert visit.kiosk.booth.voter is None
    assert not [path for path in board.asked if "setup" in path]


@pytest.mark.parametrize(
    ("member", "change"),
    [
        ("election", lambda text: text.replace('"min":1', '"min":0', 1)),
        ("election", lambda text: text.replace("优秀", "良好", 1)),
        ("election", lambda _: "{}"),
        ("trustees", lambda _: "[]"),
        ("credentials", lambda text: text.replace(text[1:68], "", 1)),
        ("credentials", lambda text: dumps(sorted(text[2:-2].split('","'), reverse=True))),
    ],
)
def test_a_box_that_does_not_match_the_meeting_is_refused(
    board: FakeBoard, member: str, change: Callable[[str], str]
) -> None:
    texts = board.texts[BOX]
    changed = replace(texts, **{member: change(getattr(texts, member))})
    assert changed != texts
    board.texts[BOX] = changed
    visit = Visit(board).scan(board.typed())  # on a kiosk that was given this server's hash
    assert (visit.problem, visit.status) == ("setup-differs", 502)
    assert visit.kiosk.booth.voter is None


def test_trustees_of_another_ceremony_are_refused(board: FakeBoard) -> None:
    other = replace(board.meeting, tellers=("甲", "乙", "丙", "丁"), teller_threshold=3)
    board.texts[BOX] = replace(board.texts[BOX], trustees=prepared(BOX, other).texts.trustees)
    assert Visit(board).scan(board.typed()).problem == "setup-differs"


def test_a_setup_that_is_exchanged_later_is_refused(visit: Visit, board: FakeBoard) -> None:
    visit.to_receipt().post("/leave")
    prepared.cache_clear()
    board.texts[BOX] = FakeBoard().texts[BOX]
    for code in (board.code(1), board.typed(1)):
        assert visit.scan(code).problem == "boxes-differ"


def lies_about_the_tellers(board: FakeBoard) -> None:
    """Same meeting, uuid and credentials, but a key whose secret the server holds."""
    made, meeting = board.prepared[BOX], board.meeting
    made_anew = tellers.__wrapped__  # the cached ones stay those of every other test
    own, _ = made_anew(meeting.group_name, len(meeting.tellers), meeting.teller_threshold)
    key = own.joint_key(made.setup.election.group)
    box = meeting.box(BOX)
    election = election_for(meeting, board.hash, box, made.setup.election.uuid, key)
    assert key != made.setup.election.public_key
    board.texts[BOX] = SetupTexts(election.to_json(), own.to_json(), made.texts.credentials)


def test_tellers_of_the_servers_own_are_refused_for_scanned_and_typed_codes(
    visit: Visit, board: FakeBoard
) -> None:
    lies_about_the_tellers(board)
    for code in (board.code(), board.typed()):
        assert visit.scan(code).problem == "boxes-differ"
        assert visit.kiosk.booth.voter is None
    assert not [path for path in board.asked if "setup" in path or "slip" in path]


def test_a_scanned_slip_holds_the_server_to_its_box_even_on_a_kiosk_that_was_misled(
    board: FakeBoard,
) -> None:
    lies_about_the_tellers(board)
    visit = Visit(board).scan()
    assert (visit.problem, visit.status) == ("slip-other-box", 403)
    assert visit.kiosk.booth.voter is None
    assert not [path for path in board.asked if "slip" in path]


@pytest.mark.parametrize("state", ["prepared", "closed"])
def test_a_box_that_is_not_open(board: FakeBoard, state: str) -> None:
    board.states[BOX] = state
    visit = Visit(board).scan()
    assert visit.problem == {"prepared": "box-not-open", "closed": "box-closed"}[state]
    assert visit.kiosk.booth.voter is None


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "slip-form"),
        ("hello", "slip-form"),
        ("PX2:00000000:" + "0" * 32 + ":abcde-fghjkm-npqrs-tuvwxy", "slip-foreign"),
        ("abcde-fghjkm-npqrs-tuvwxy", "slip-unknown"),
        ("https://example.org/" + "x" * 150, "slip-form"),
    ],
)
def test_a_code_that_is_no_slip_of_this_meeting(visit: Visit, code: str, problem: str) -> None:
    visit.scan(code)
    assert (visit.page, visit.problem) == ("start", problem)
    assert visit.kiosk.booth.voter is None
    assert not code or code not in visit.html


def test_without_a_network_the_start_screen_says_so_and_tries_again(board: FakeBoard) -> None:
    visit = Visit(board)
    board.before = unplugged
    assert visit.get().problem == "board-unreachable"
    assert 'http-equiv="refresh" content="5"' in visit.html
    board.before = lambda _: None
    assert visit.get().problem == ""


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/boxes", b"<html>Please log in to the hotel's network</html>"),
        ("/api/boxes", b'{"boxes":[{"id":"r1-A"}]}'),
        ("/api/boxes", b'{"boxes":' + b"[" * 100_000),
        ("/setup", b'{"election":1}'),
        ("/slip", b'{"state":"perhaps"}'),
        ("/slip", b"[]"),
        ("/boxes", b"x" * 300_000),
    ],
)
def test_garbage_is_named_and_nobody_is_let_in(board: FakeBoard, path: str, body: bytes) -> None:
    board.before = answering(path, httpx.Response(200, content=body))
    visit = Visit(board).scan()
    assert visit.problem == "board-garbled"
    assert visit.kiosk.booth.voter is None


# Used slips


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


# Casting


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
        httpx.Response(200, content=b"x" * 400_000),
    ],
)
def test_whatever_is_not_an_answer_of_the_board_leaves_the_ballot_waiting(
    board: FakeBoard, answer: httpx.Response
) -> None:
    visit = Visit(board).to_fingerprint()
    board.before = answering("/ballots", answer)
    assert visit.post("/cast").problem == "unconfirmed"
    assert visit.voter.place is Place.SENDING
    board.before = lambda _: None
    assert visit.post("/cast").page == "receipt"


def test_a_waiting_ballot_outlasts_the_idle_clock(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.before = unplugged
    visit.post("/cast")
    visit.clock.now += 3600
    board.before = lambda _: None
    assert visit.get("/cast").page == "receipt"


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
    assert visit.voter.place is Place.SENDING
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


def test_a_box_closed_meanwhile_casts_nothing(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.states[BOX] = "closed"
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "box-closed")
    assert board.cast.get(BOX, {}) == {}


def test_a_refusal_names_itself(board: FakeBoard) -> None:
    visit = Visit(board).to_fingerprint()
    board.before = answering("/ballots", httpx.Response(422, json={"code": "ballot-invalid"}))
    visit.post("/cast")
    assert (visit.page, visit.problem) == ("error", "ballot-refused")
    assert visit.post("/settings", ("set", "language")).problem == "ballot-refused"
    assert "is not cast" in visit.html


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
