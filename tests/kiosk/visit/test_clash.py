"""One voter's ballot shown to another: what the server's word on an opened ballot is demanded for.

A kiosk that is not honest casts a ballot of its own making with the second voter's slip, and shows
that voter the fingerprint and the receipt of the first, who chose the same. Both find "their"
ballot in the box. If the second voter checks instead, it opens the first one's ballot: seed,
choices and fingerprint belong together, so that the release before said that all is well.
"""

from __future__ import annotations

from dataclasses import replace

import httpx
import pytest

from crypto.ballots.opened_ballot import OpenedBallot
from crypto.board.server_key import ServerKey
from crypto.board.spoiling import sign_spoiled
from kiosk.visit.flow import _choices
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.opened_ballots import fill_and_encrypt
from tests.kiosk.fixtures.visits import Visit


def signed(opened: OpenedBallot, board: FakeBoard, key: ServerKey) -> OpenedBallot:
    """With the word of whoever holds `key`, for the slip that the ballot was made for."""
    election = board.prepared[BOX].setup.election
    public = election.group.encode(opened.credential_of(election))
    return replace(
        opened, word=sign_spoiled(key, opened.setup, opened.fingerprint, public).signature
    )


@pytest.fixture
def stolen(visit: Visit, board: FakeBoard) -> OpenedBallot:
    """The opening of a ballot that its voter cast, kept by the kiosk, under a word of its own."""
    fill_and_encrypt(visit)
    voter = visit.voter
    assert voter.unsigned is not None
    opened = OpenedBallot.of(
        voter.setup.name, voter.unsigned, _choices(voter), voter.seed, "A" * 86
    )
    assert visit.post("/cast").page == "receipt"
    assert list(board.cast[BOX].values()) == [opened.fingerprint]
    assert opened.rebuild(board.prepared[BOX].setup.election), "the release before let it pass"
    return signed(opened, board, ServerKey.generate())


def test_a_ballot_that_was_cast_is_called_so_and_nothing_of_it_is_shown(
    board: FakeBoard, stolen: OpenedBallot
) -> None:
    other = Visit(board).scan(stolen.to_text())
    assert (other.page, other.problem) == ("start", "check-cast")
    assert "镇班子对镇班子的评价" not in other.html
    assert other.kiosk.booth.voter is None


def test_it_is_called_so_even_when_the_server_signed_that_it_is_void(
    board: FakeBoard, stolen: OpenedBallot
) -> None:
    both = signed(stolen, board, board.receipt_key)
    assert Visit(board).scan(both.to_text()).problem == "check-cast"


def test_without_the_servers_word_it_is_not_said_whether_the_opening_is_true(
    board: FakeBoard, stolen: OpenedBallot
) -> None:
    """Somebody hides from this kiosk that the ballot was cast; a buyer of votes learns nothing."""
    board.cast.clear()
    for shown in (stolen, replace(stolen, seed=bytes(32))):
        other = Visit(board).scan(shown.to_text())
        assert (other.page, other.problem) == ("start", "check-unsigned")
        assert "镇班子对镇班子的评价" not in other.html


def test_a_word_on_another_ballot_slip_or_box_is_none(
    board: FakeBoard, stolen: OpenedBallot
) -> None:
    board.cast.clear()
    key, setup, fingerprint = board.receipt_key, stolen.setup, stolen.fingerprint
    election = board.prepared[BOX].setup.election
    public = election.group.encode(stolen.credential_of(election))
    other = next(each for each in board.prepared[BOX].setup.credentials if each != public)
    for word in (
        sign_spoiled(key, setup, "A" * 43, public),
        sign_spoiled(key, setup, fingerprint, other),
        sign_spoiled(key, "ab" * 32, fingerprint, public),
    ):
        shown = replace(stolen, word=word.signature)
        assert Visit(board).scan(shown.to_text()).problem == "check-unsigned"


def test_a_server_that_does_not_say_whether_it_was_cast_lets_nothing_pass(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_opened()
    opened = visit.voter.opened_ballot
    assert opened is not None

    def cut(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith("/proof"):
            raise httpx.ConnectError("cut", request=request)
        return None

    board.before = cut
    assert Visit(board).scan(opened.text).problem == "board-unreachable"
    board.before = lambda request: (
        httpx.Response(503, json={"code": "storage-busy"})
        if request.url.path.endswith("/proof")
        else None
    )
    assert Visit(board).scan(opened.text).problem == "board-garbled"
