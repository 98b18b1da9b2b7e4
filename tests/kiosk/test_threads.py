"""The kiosk's two threads go on, whatever one turn meets; a garbled answer ends nothing."""

from __future__ import annotations

import logging
import re
import threading

import httpx
import pytest

from kiosk.board.client import BoardClient
from kiosk.board.http import BoardConnection
from kiosk.messages.trouble import Trouble
from kiosk.visit.booth import watch
from kiosk.visit.open_visits import EVERY, keep_telling
from meeting.published.given_fingerprint import GivenFingerprint
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.visits import Visit

SECRET = "what a voter typed"


class Turns(threading.Event):
    """Says stop after so many turns, without waiting."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.left = number

    def wait(self, timeout: float | None = None) -> bool:
        del timeout
        self.left -= 1
        return self.left < 0


def garbled(body: bytes, path: str) -> httpx.Response | None:
    return httpx.Response(200, content=body) if path == "/api/boxes" else None


def boxes(setup: bytes) -> bytes:
    return b'{"boxes":[{"id":"r1-A","setup":"' + setup + b'","state":"open"}]}'


NAMES = [b"\\ud800", b"\xed\xa0\x80", b"", b"0" * 63, b"A" * 64, b"0" * 64 + b"\\n", b"0" * 65]


@pytest.mark.parametrize("setup", NAMES)
def test_a_box_is_named_by_64_hex_digits(board: FakeBoard, setup: bytes) -> None:
    board.before = lambda request: garbled(boxes(setup), request.url.path)
    given = GivenFingerprint(board.meeting_fingerprint)
    asking = BoardClient(given, BoardConnection("http://board.test", 5, board.transport()))
    with pytest.raises(Trouble) as found:
        asking.box_states()
    assert found.value.code == "board-garbled"


def test_half_a_character_in_a_setup_is_said_to_be_garbled(visit: Visit, board: FakeBoard) -> None:
    def answer(request: httpx.Request) -> httpx.Response | None:
        if not request.url.path.endswith("/setup"):
            return None
        return httpx.Response(200, content=b'{"election":"\\ud800","trustees":"","credentials":""}')

    board.before = answer
    assert visit.scan().problem == "board-garbled"


def test_one_garbled_answer_does_not_silence_the_visits(
    visit: Visit, board: FakeBoard, caplog: pytest.LogCaptureFixture
) -> None:
    visits = visit.kiosk.flow.visits
    board.before = lambda request: garbled(boxes(b"\\ud800"), request.url.path)
    keep_telling(visits, Turns(2))
    board.before = lambda _: None
    board.last_voters.add(BOX)
    visit.clock.now += EVERY
    keep_telling(visits, Turns(1))
    assert visit.browser.get("/entry").text == BOX
    assert "kiosk-failed" not in caplog.text


def test_a_mistake_while_telling_is_logged_by_kind_and_place_and_the_next_turn_comes(
    visit: Visit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[int] = []

    def mistaken() -> None:
        turns.append(1)
        raise RuntimeError(SECRET)

    visits = visit.kiosk.flow.visits
    monkeypatch.setattr(visits, "tell", mistaken)
    with caplog.at_level(logging.DEBUG):
        keep_telling(visits, Turns(2))
    assert len(turns) == 2
    assert_only_kind_and_place(caplog.text)


def test_a_mistake_does_not_keep_the_booth_from_expiring(
    visit: Visit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.to_papers()
    visit.clock.now += 300
    booth = visit.kiosk.booth
    expire, turns = booth.expire, []

    def mistaken() -> None:
        turns.append(1)
        if len(turns) == 1:
            raise RuntimeError(SECRET)
        expire()

    monkeypatch.setattr(booth, "expire", mistaken)
    with caplog.at_level(logging.DEBUG):
        watch(booth, Turns(2))
    assert booth.locked
    assert_only_kind_and_place(caplog.text)


def assert_only_kind_and_place(log: str) -> None:
    assert re.search(r"kiosk-failed RuntimeError test_threads.py:\d+", log)
    assert SECRET not in log
    assert "Traceback" not in log
