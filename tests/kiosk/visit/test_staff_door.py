"""Nobody finds the staff's code by trying: every wrong one costs a longer wait."""

from __future__ import annotations

import logging

import pytest

from kiosk.messages.trouble import Trouble
from kiosk.visit.staff_door import StaffDoor
from tests.kiosk.fixtures.visits import STAFF, Clock, Visit


def answer(door: StaffDoor, code: str) -> str:
    try:
        door.check(code)
    except Trouble as trouble:
        return trouble.code
    return "open"


def test_the_wait_doubles_up_to_half_a_minute_and_the_right_code_puts_it_back() -> None:
    clock = Clock()
    door = StaffDoor(STAFF, clock)
    for _ in range(2):
        for wait in (1, 2, 4, 8, 16, 30, 30):
            assert answer(door, "000000") == "staff-code-wrong"
            clock.now += wait - 0.25
            assert answer(door, STAFF) == "staff-code-wait", "the right code waits too"
            clock.now += 0.25
        assert answer(door, f" {STAFF}\n") == "open"


def test_trying_while_the_time_runs_does_not_prolong_it() -> None:
    clock = Clock()
    door = StaffDoor(STAFF, clock)
    assert answer(door, "000000") == "staff-code-wrong"
    assert [answer(door, f"{code:06}") for code in range(20)] == ["staff-code-wait"] * 20
    clock.now += 1
    assert answer(door, STAFF) == "open"


def test_the_seconds_that_are_left_are_said_in_both_languages() -> None:
    clock = Clock()
    door = StaffDoor(STAFF, clock)
    for wait in (1, 2, 4):
        answer(door, "000000")
        clock.now += wait
    answer(door, "000000")
    clock.now += 0.5
    with pytest.raises(Trouble) as refused:
        door.check(STAFF)
    assert "8 seconds" in refused.value.text("en")
    assert "8 秒" in refused.value.text("zh")


def test_another_browser_cannot_try_codes_at_will(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    """Codes tried on both screens of the staff count together; the log names none of them."""
    caplog.set_level(logging.INFO)
    voter = visit.to_papers().voter
    visit.browser = visit.app.test_client()
    visit.get("/")
    assert visit.post("/free", ("staff", "135790")).problem == "staff-code-wrong"
    for code in ("135791", "135792", STAFF):
        visit.post("/free", ("staff", code))
        assert (visit.problem, visit.status) == ("staff-code-wait", 429)
        assert "1 秒" in visit.html
    assert visit.kiosk.booth.voter is voter
    visit.clock.now += 210
    assert visit.get("/").page == "locked"
    assert visit.post("/locked", ("staff", "135793")).problem == "staff-code-wrong"
    assert visit.post("/free", ("staff", STAFF)).problem == "staff-code-wait"
    visit.clock.now += 1.5
    assert visit.post("/locked", ("staff", STAFF)).problem == "staff-code-wait"
    assert "1 秒" in visit.html
    visit.clock.now += 0.5
    assert visit.post("/locked", ("staff", STAFF)).page == "start"
    words = [record.getMessage().strip() for record in caplog.records if record.name == "kiosk"]
    assert words == ["staff-code-wrong"] * 2
    assert "1357" not in caplog.text
    assert STAFF not in caplog.text
