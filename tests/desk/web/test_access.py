"""Who is let in, and to which page."""

from __future__ import annotations

import time

import pytest
from flask import Flask

from desk.accounts import sessions
from desk.accounts.role import Role
from desk.web.access import RouteUnprotectedError, check_routes
from meeting.language import current_language
from tests.desk.fixtures.browser import Browser, with_account


def test_the_ticket_lets_one_browser_in_and_no_other(app: Flask, browser: Browser) -> None:
    assert browser.get("/").status_code == 200
    other = Browser(app)
    assert other.get(f"/enter?ticket={other.here.ticket.word}").status_code == 403
    assert other.get("/").headers["Location"] == "/sign-in"


def test_a_wrong_ticket_does_not_spend_the_right_one(app: Flask) -> None:
    browser = Browser(app)
    assert browser.get("/enter?ticket=x").status_code == 403
    browser.enter()


def test_under_a_foreign_name_nothing_is_said(browser: Browser) -> None:
    for path in ("/", "/sign-in", "/look/tokens.css"):
        answer = browser.client.get(path, base_url="http://foreign.example")
        assert answer.status_code == 403


def test_a_route_without_a_rule_stops_the_start(app: Flask) -> None:
    app.view_functions["open"] = lambda: "x"
    app.url_map.add(app.url_rule_class("/open", endpoint="open"))
    with pytest.raises(RouteUnprotectedError):
        check_routes(app)


def test_whoever_checks_in_sees_no_accounts(app: Flask) -> None:
    browser = with_account(app, "王芳", Role.CHECK_IN)
    assert browser.sign_in("王芳").status_code == 303
    assert browser.get("/").status_code == 200
    assert browser.get("/accounts").status_code == 403
    assert browser.post("/accounts", {"name": "x"}, page="/").status_code in {400, 403}


def test_an_observer_looks_and_changes_nothing(app: Flask) -> None:
    browser = with_account(app, "observer", Role.OBSERVER)
    browser.sign_in("observer")
    assert browser.get("/journal").status_code == 200
    sent = browser.post("/accounts", {"name": "x"})
    assert sent.status_code == 403


@pytest.mark.parametrize("form", [{}, {"csrf_token": "x"}])
def test_a_form_without_its_word_changes_nothing(browser: Browser, form: dict[str, str]) -> None:
    sent = browser.client.post(
        "/accounts/remove", data=form | {"name": "x"}, base_url="http://127.0.0.1:8300"
    )
    assert sent.status_code == 400
    assert "account-removed" not in browser.get("/journal").text


@pytest.mark.parametrize("idle", [sessions.IDLE_SECONDS, sessions.WHOLE_SECONDS])
def test_a_browser_that_was_away_is_signed_out(
    app: Flask, monkeypatch: pytest.MonkeyPatch, idle: float
) -> None:
    browser = with_account(app, "a", Role.ORGANISER)
    browser.sign_in("a")
    assert browser.get("/").status_code == 200
    later = time.time() + idle + 1
    monkeypatch.setattr("desk.web.access.time.time", lambda: later)
    assert browser.get("/").headers["Location"] == "/sign-in"


def test_signing_out_ends_it_for_the_cookie_too(app: Flask) -> None:
    browser = with_account(app, "a", Role.ORGANISER)
    browser.sign_in("a")
    cookie = browser.client.get_cookie("piaoxiang-desk", domain="127.0.0.1")
    browser.post("/sign-out", {}, page="/")
    if cookie is not None:
        browser.client.set_cookie("piaoxiang-desk", cookie.value, domain="127.0.0.1")
    assert browser.get("/").headers["Location"] == "/sign-in"


def test_problems_are_pages_to_people_and_json_to_programs(browser: Browser) -> None:
    assert "没有这个页面" in browser.get("/nothing").text
    answer = browser.get("/api/nothing")
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == 404


def test_what_a_page_spoke_is_not_spoken_afterwards(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIAOXIANG_LANGUAGE", "en")
    assert "会议" in browser.get("/").text
    assert current_language() == "en"
