"""Choices live in the memory of one process, for one visit, and nowhere else."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from kiosk.visit.voter import Voter
from tests.kiosk.fixtures.fake_board import FakeBoard
from tests.kiosk.fixtures.files_written import files_written
from tests.kiosk.fixtures.leftovers import assert_nothing_is_left, reachable
from tests.kiosk.fixtures.visits import STAFF, Visit


def to_some_choices(visit: Visit) -> Voter:
    visit.to_papers()
    visit.fill(("team", "not-competent"))
    visit.fill(("p01-evaluation", "competent"), ("p01-placement", "transfer"))
    return visit.voter


def test_the_search_for_leftovers_finds_a_voter_who_is_there(visit: Visit) -> None:
    voter = to_some_choices(visit)
    assert any(each is voter for each in reachable(visit.kiosk))
    assert any(each is voter.answers for each in reachable(visit.kiosk))


def test_leaving_drops_everything(visit: Visit) -> None:
    voter = to_some_choices(visit)
    assert visit.post("/leave").page == "start"
    assert_nothing_is_left(visit, voter)
    assert visit.get("/paper/1").page == "start"


def test_standing_still_drops_everything_and_locks_the_screen(visit: Visit) -> None:
    voter = to_some_choices(visit)
    visit.clock.now += 209
    assert visit.get("/paper/3").page == "paper"
    visit.clock.now += 1
    assert visit.get("/paper/3").page == "locked"
    assert_nothing_is_left(visit, voter)
    assert visit.scan().page == "locked"
    assert visit.post("/leave").page == "locked"
    assert "没有投出任何票" in visit.html
    assert visit.post("/locked", ("staff", "0000")).problem == "staff-code-wrong"
    visit.clock.now += 1
    assert visit.post("/locked", ("staff", STAFF)).page == "start"
    assert visit.scan().page == "notice", "the slip was not used"


def test_the_clock_runs_without_any_request(visit: Visit) -> None:
    voter = to_some_choices(visit)
    visit.clock.now += 210
    visit.kiosk.booth.expire()
    assert visit.kiosk.booth.locked
    assert_nothing_is_left(visit, voter)


def test_more_time_gives_more_time(visit: Visit) -> None:
    to_some_choices(visit)
    for _ in range(5):
        visit.clock.now += 200
        assert visit.browser.post("/awake", headers=token(visit)).status_code == 204
    assert visit.get("/paper/3").page == "paper"


def test_looking_is_not_acting(visit: Visit) -> None:
    """A page that refreshes by itself must not keep a booth open for somebody who left."""
    to_some_choices(visit)
    for _ in range(3):
        visit.clock.now += 100
        visit.get("/paper/3")
    assert visit.page == "locked"


def test_the_alert_can_lock_at_once(visit: Visit) -> None:
    voter = to_some_choices(visit)
    assert visit.post("/lock").page == "locked"
    assert_nothing_is_left(visit, voter)


def test_casting_drops_choices_credential_and_seed_before_the_answer(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    voter = visit.voter
    board.lose_answer = True
    visit.post("/cast")
    assert (voter.credential, voter.answers, voter.unsigned) == ("", {}, None)
    assert voter.seed == b""
    board.lose_answer = False
    visit.post("/cast")
    assert voter.ballot is None


def test_a_visit_that_ended_badly_keeps_evidence_and_no_secret(
    visit: Visit, board: FakeBoard
) -> None:
    visit.to_fingerprint()
    credential = visit.voter.credential
    board.states["r1-B"] = "closed"
    visit.post("/cast")
    assert visit.problem == "too-late"
    assert all(each is not credential and each != credential for each in reachable(visit.kiosk))
    visit.clock.now += 209
    assert visit.get("/ended").problem == "too-late"
    visit.clock.now += 1
    assert visit.get("/ended").page == "start", "no lock: nothing was left open"


def test_nothing_of_a_choice_is_in_cookies_addresses_logs_or_reprs(
    visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    voter = to_some_choices(visit)
    credential = voter.credential
    cookie = visit.browser.get_cookie(f"piaoxiang-kiosk-{8100}")
    assert cookie is not None
    assert cookie.http_only
    assert cookie.same_site == "Strict"
    before = repr(voter)
    assert credential not in before
    voter.answers["team"] = ("excellent",)
    assert repr(voter) == before, "a repr does not depend on the choices"
    shown = [repr(visit.kiosk), repr(visit.kiosk.config), cookie.value, visit.path]
    shown += visit.board.asked
    while visit.page == "paper":
        visit.fill()
    visit.post("/review", ("do", "next"))
    shown += [repr(voter.unsigned), visit.path]
    visit.post("/cast")
    shown += [caplog.text, visit.html]
    for text in shown:
        for secret in (credential, "not-competent", "transfer", STAFF):
            assert secret not in text
    assert credential not in repr(voter)


def test_nothing_is_logged_about_slips_and_ballots(
    visit: Visit, board: FakeBoard, caplog: pytest.LogCaptureFixture
) -> None:
    visit.scan("hello")
    visit.to_fingerprint()
    board.lose_answer = True
    visit.post("/cast")
    board.lose_answer = False
    visit.post("/cast")
    visit.post("/leave")
    visit.scan()
    assert [record for record in caplog.records if record.name == "kiosk"] == []
    assert caplog.text == ""


def test_a_mistake_of_ours_is_logged_by_its_place_alone(
    visit: Visit, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_some_choices(visit)

    def fail(*_: object) -> None:
        raise RuntimeError("not-competent")

    monkeypatch.setattr(visit.kiosk.flow, "forward", fail)
    visit.fill()
    assert (visit.status, visit.problem) == (500, "kiosk-failed")
    assert "not-competent" not in caplog.text + visit.html
    assert re.search(r"kiosk-failed RuntimeError test_secrecy.py:\d+", caplog.text)


def test_no_file_is_written(visit: Visit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    opened = files_written(monkeypatch)
    visit.to_receipt()
    assert opened == []
    assert list(tmp_path.iterdir()) == []


def test_the_staff_end_a_visit_whose_browser_died(visit: Visit) -> None:
    voter = to_some_choices(visit)
    visit.browser = visit.app.test_client()
    assert visit.get().problem == "kiosk-busy"
    assert visit.post("/free", ("staff", "0000")).problem == "staff-code-wrong"
    assert visit.kiosk.booth.voter is voter
    visit.clock.now += 1
    assert visit.post("/free", ("staff", STAFF)).page == "start"
    assert_nothing_is_left(visit, voter)
    assert visit.scan().page == "notice"


def test_only_the_browser_of_the_voter_sees_anything(visit: Visit) -> None:
    to_some_choices(visit)
    other = visit.app.test_client()
    for path in ("/", "/paper/1", "/review", "/receipt"):
        answer = other.get(path)
        assert answer.status_code == 409
        assert 'data-problem="kiosk-busy"' in answer.get_data(as_text=True)
    assert visit.get("/paper/1").page == "paper"


def token(visit: Visit) -> dict[str, str]:
    found = re.search(r'name="csrf_token" value="([^"]+)"', visit.html)
    assert found is not None
    return {"X-CSRFToken": found[1]}
