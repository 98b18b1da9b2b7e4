"""Checks that the server does not confirm, or refuses; and what is dropped afterwards."""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from crypto.board.server_key import ServerKey
from kiosk.visit.voter import Voter, Waypoint
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.leftovers import assert_nothing_is_left, reachable
from tests.kiosk.fixtures.opened_ballots import fill_and_encrypt
from tests.kiosk.fixtures.visits import STAFF, Visit

AGAIN = ">再次要求拆开</button>"


def unreachable(request: httpx.Request) -> httpx.Response | None:
    if request.url.path.endswith("/spoiled"):
        raise httpx.ConnectError("cut", request=request)
    return None


def assert_nothing_revealed(visit: Visit, voter: Voter) -> None:
    assert voter.opened_ballot is None
    assert "PXC1:" not in visit.html
    assert voter.seed.hex() not in visit.html
    for path in ("/opened", "/opened.svg", "/fingerprint", "/review", "/"):
        assert visit.get(path).page == "failed"
    assert visit.post("/cast").page == "failed", "a ballot that may be spoiled is not cast"


@pytest.mark.parametrize("how", ["unreachable", "lost", "error", "other page", "unsigned"])
def test_without_the_servers_word_nothing_is_revealed(
    visit: Visit, board: FakeBoard, how: str
) -> None:
    if how == "unreachable":
        board.before = unreachable
    elif how == "lost":
        board.lose_answer = True
    elif how == "unsigned":
        board.spoiled_change = lambda word: replace(word, signature=word.signature[::-1])
    else:
        status = 500 if how == "error" else 200
        board.before = lambda request: (
            httpx.Response(status, text="<html>hello")
            if request.url.path.endswith("/spoiled")
            else None
        )
    fill_and_encrypt(visit)
    voter = visit.voter
    visit.post("/check", ("do", "check"))
    assert visit.page == "failed"
    assert visit.problem in {"check-unconfirmed", "spoil-invalid"}
    assert_nothing_revealed(visit, voter)
    assert board.sent == []
    board.before, board.lose_answer, board.spoiled_change = lambda _: None, False, lambda word: word
    assert visit.post("/check/again").page == "opened", "the same ballot, tried again"
    assert visit.kiosk.booth.failed is None
    assert visit.post("/leave").page == "start"


def test_there_is_no_way_back_and_the_slip_votes_elsewhere(visit: Visit, board: FakeBoard) -> None:
    """In the release before, a kiosk could say "not now", and let the voter cast a new ballot."""
    board.lose_answer = True
    visit.to_fingerprint()
    first = visit.voter.unsigned
    visit.post("/check", ("do", "check"))
    for way in ("/check", "/fingerprint", "/review", "/paper/1", "/leave", "/opened", "/lock"):
        assert visit.post(way, ("do", "back")).page == "failed", way
    assert visit.voter.unsigned is first
    board.lose_answer = False
    other = Visit(board)
    assert other.to_receipt().page == "receipt"
    assert first is not None
    assert first.fingerprint not in board.cast[BOX].values()


def test_a_word_of_another_server_or_another_ballot_opens_nothing(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    voter = visit.voter
    for change in (
        lambda word: replace(word, fingerprint="A" * 43),
        lambda word: replace(word, setup="ab" * 32),
        lambda word: replace(word, credential="another"),
    ):
        board.spoiled_change = change
        visit.post("/check" if visit.page == "fingerprint" else "/check/again")
        assert visit.problem == "spoil-invalid"
    board.spoiled_change = lambda word: word
    board.receipt_key = ServerKey.generate()
    assert visit.post("/check/again").problem == "spoil-invalid"
    assert_nothing_revealed(visit, voter)


def test_a_slip_that_voted_elsewhere_meanwhile_opens_nothing(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    voter = visit.voter
    Visit(board).to_receipt()
    assert visit.post("/check", ("do", "check")).problem == "slip-used"
    assert voter.place is Waypoint.ENDED
    assert 'id="receipt"' in visit.html
    assert (voter.opened_ballot, voter.seed, voter.credential) == (None, b"", "")


def test_a_closed_box_ends_the_check(visit: Visit, board: FakeBoard) -> None:
    visit.to_fingerprint()
    board.states[BOX] = "closed"
    assert visit.post("/check", ("do", "check")).problem == "too-late"
    assert visit.voter.seed == b""


@pytest.mark.parametrize("code", ["checks-exhausted", "slip-unknown"])
def test_a_refusal_is_a_check_that_failed(visit: Visit, board: FakeBoard, code: str) -> None:
    board.before = lambda request: (
        httpx.Response(403, json={"code": code}) if request.url.path.endswith("/spoiled") else None
    )
    visit.to_fingerprint()
    visit.post("/check", ("do", "check"))
    assert visit.page == "failed"
    assert visit.problem in {"checks-exhausted", "check-refused"}
    assert_nothing_revealed(visit, visit.voter)


def test_opening_drops_credential_seed_and_ballot(visit: Visit) -> None:
    fill_and_encrypt(visit)
    voter, credential = visit.voter, visit.voter.credential
    visit.post("/check", ("do", "check"))
    assert (voter.credential, voter.seed, voter.unsigned, voter.answers) == ("", b"", None, {})
    assert all(each is not credential and each != credential for each in reachable(visit.kiosk))
    assert credential not in visit.html
    assert visit.post("/cast").page == "opened"
    assert visit.post("/check", ("do", "check")).page == "opened"
    assert "PXC1" not in repr(voter)
    visit.post("/leave")
    assert_nothing_is_left(visit, voter)


def test_an_opened_ballot_clears_itself_without_a_lock(visit: Visit) -> None:
    visit.to_opened()
    voter = visit.voter
    visit.clock.now += 209
    assert visit.post("/opened").page == "opened"
    visit.clock.now += 209
    assert visit.get("/opened").page == "opened"
    visit.clock.now += 1
    assert visit.get("/opened").page == "start"
    assert_nothing_is_left(visit, voter)


def test_standing_still_drops_everything_but_the_mark(visit: Visit, board: FakeBoard) -> None:
    board.before = unreachable
    visit.to_fingerprint()
    voter, fingerprint = visit.voter, visit.voter.shown
    visit.post("/check", ("do", "check"))
    visit.clock.now += 209
    assert AGAIN in visit.get("/").html
    visit.clock.now += 1
    assert visit.get("/").page == "failed"
    assert AGAIN not in visit.html
    assert fingerprint[:4] in visit.html
    board.before = lambda _: None
    assert visit.post("/check/again").page == "failed", "nobody is here who could ask"
    assert visit.post("/locked", ("staff", STAFF)).page == "start"
    assert_nothing_is_left(visit, voter)
    assert visit.scan().page == "notice", "the slip is unused"


@pytest.mark.parametrize("how", ["too-late", "slip-used", "unreachable"])
def test_only_the_staff_free_a_kiosk_that_did_not_deliver_a_check(
    visit: Visit, board: FakeBoard, how: str
) -> None:
    """Neither another voter, nor a browser that was started anew, nor the same slip again."""
    visit.to_fingerprint()
    voter, code = visit.voter, board.code()
    if how == "too-late":
        board.states[BOX] = "closed"
    elif how == "slip-used":
        Visit(board).to_receipt()
    else:
        board.before = unreachable
    visit.post("/check", ("do", "check"))
    assert (visit.page, voter.trouble is not None) == ("failed", True)
    assert ('id="receipt"' in visit.html) == (how == "slip-used")
    board.before = lambda _: None
    anew = Visit.beside(visit)
    for path in ("/", "/start", "/locked", "/receipt", "/ended", "/entry"):
        assert anew.get(path).page == "failed", path
    assert AGAIN not in anew.html, "another browser opens nothing of this voter's"
    assert anew.post("/check/again").page == "failed"
    assert anew.post("/start", ("code", board.code(1))).page == "failed"
    assert anew.post("/resume", ("code", code)).page == "failed"
    assert visit.post("/leave").page == "failed"
    assert anew.post("/locked", ("staff", "000000")).problem == "staff-code-wrong"
    assert anew.page == "failed"
    anew.clock.now += 1
    assert anew.post("/locked", ("staff", STAFF)).page == "start"
    assert_nothing_is_left(visit, voter)


def test_a_mistake_of_the_program_in_the_middle_of_a_check_counts_too(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ValueError("choices")

    visit.to_fingerprint()
    monkeypatch.setattr(visit.kiosk.board, "spoil", fails)
    visit.app.config["PROPAGATE_EXCEPTIONS"] = False
    visit.post("/check", ("do", "check"))
    assert visit.get("/").page == "failed"
    assert visit.problem == "kiosk-failed"


def test_a_closing_that_comes_after_the_check_was_asked_for_does_not_free_the_kiosk(
    visit: Visit, board: FakeBoard
) -> None:
    board.before = unreachable
    visit.to_fingerprint().post("/check", ("do", "check"))
    board.states[BOX] = "closed"
    visit.clock.now += 11
    visit.kiosk.flow.visits.tell()
    assert visit.voter.place is Waypoint.ENDED
    assert (visit.get("/").page, visit.problem) == ("failed", "too-late")


def test_settings_change_nothing_on_the_new_screens(visit: Visit, board: FakeBoard) -> None:
    board.before = unreachable
    visit.to_fingerprint().post("/check", ("do", "check"))
    assert visit.post("/settings", ("set", "language")).page == "failed"
    assert "Show this screen to the tellers" in visit.html
    board.before = lambda _: None
    visit.post("/check/again")
    assert visit.post("/settings", ("set", "language")).page == "opened"
    assert "加密的内容" in visit.html
