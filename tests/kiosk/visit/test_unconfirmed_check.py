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
from tests.kiosk.fixtures.visits import Visit


def unreachable(request: httpx.Request) -> httpx.Response | None:
    if request.url.path.endswith("/spoiled"):
        raise httpx.ConnectError("cut", request=request)
    return None


def assert_nothing_revealed(visit: Visit, voter: Voter) -> None:
    assert voter.opened_ballot is None
    assert "PXC1:" not in visit.html
    assert voter.seed.hex() not in visit.html
    assert visit.get("/opened").page == "check"
    assert visit.get("/opened.svg").page == "check"
    assert visit.post("/cast").page == "check", "a ballot that may be spoiled is not cast"


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
    assert visit.page == "check"
    assert visit.problem in {"check-unconfirmed", "spoil-invalid"}
    assert_nothing_revealed(visit, voter)
    assert board.sent == []
    board.before, board.lose_answer, board.spoiled_change = lambda _: None, False, lambda word: word
    assert visit.post("/check", ("do", "check")).page == "opened", "the same ballot, tried again"


def test_the_voter_goes_back_instead_and_casts_a_new_ballot(visit: Visit, board: FakeBoard) -> None:
    board.lose_answer = True
    visit.to_fingerprint()
    first = visit.voter.unsigned
    visit.post("/check", ("do", "check"))
    assert visit.page == "check"
    assert visit.post("/check", ("do", "back")).page == "review"
    assert (visit.voter.unsigned, visit.voter.seed, visit.voter.trouble) == (None, b"", None)
    board.lose_answer = False
    visit.post("/review", ("do", "next"))
    assert first is not None
    assert visit.voter.unsigned is not None
    assert visit.voter.unsigned.fingerprint != first.fingerprint
    assert visit.post("/cast").page == "receipt"


def test_a_word_of_another_server_or_another_ballot_opens_nothing(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    voter = visit.voter
    for change in (
        lambda word: replace(word, fingerprint="A" * 43),
        lambda word: replace(word, setup="ab" * 32),
    ):
        board.spoiled_change = change
        assert visit.post("/check", ("do", "check")).problem == "spoil-invalid"
    board.spoiled_change = lambda word: word
    board.receipt_key = ServerKey.generate()
    assert visit.post("/check", ("do", "check")).problem == "spoil-invalid"
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
def test_a_refusal_lets_the_voter_go_on(visit: Visit, board: FakeBoard, code: str) -> None:
    board.before = lambda request: (
        httpx.Response(403, json={"code": code}) if request.url.path.endswith("/spoiled") else None
    )
    visit.to_fingerprint()
    visit.post("/check", ("do", "check"))
    assert visit.problem in {"checks-exhausted", "check-refused"}
    assert visit.post("/check", ("do", "back")).page == "review"


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


def test_standing_still_before_the_confirmation_locks(visit: Visit, board: FakeBoard) -> None:
    board.before = unreachable
    visit.to_fingerprint()
    voter = visit.voter
    visit.post("/check", ("do", "check"))
    assert visit.post("/lock").page == "locked"
    assert_nothing_is_left(visit, voter)


def test_settings_change_nothing_on_the_new_screens(visit: Visit, board: FakeBoard) -> None:
    board.before = unreachable
    visit.to_fingerprint().post("/check", ("do", "check"))
    assert visit.post("/settings", ("set", "language")).page == "check"
    assert "not opened yet" in visit.html
    board.before = lambda _: None
    visit.post("/check", ("do", "check"))
    assert visit.post("/settings", ("set", "language")).page == "opened"
    assert "加密的内容" in visit.html
