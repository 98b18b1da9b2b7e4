"""Signing in: what fits, what does not, and what is kept."""

from __future__ import annotations

import time

import pyotp
import pytest
from flask import Flask

from desk.accounts.accounts import PATIENCE, WAIT_SECONDS, checked
from desk.accounts.one_time_codes import PERIOD, new_secret, seal, step_of, unseal
from desk.accounts.passphrases import fits, hashed
from desk.accounts.role import Role
from desk.problem import Problem
from tests.desk.fixtures.browser import PASSPHRASE, Browser, with_account


def test_a_passphrase_fits_what_was_kept_of_it_and_no_other_does() -> None:
    kept = hashed(PASSPHRASE)
    assert kept.startswith("$argon2id$")
    assert fits(kept, PASSPHRASE)
    assert not fits(kept, PASSPHRASE + " ")
    assert not fits(None, PASSPHRASE)
    assert not fits("no hash", PASSPHRASE)


def test_a_code_counts_once_and_for_a_minute_and_a_half() -> None:
    secret, now = new_secret(), 1_000_000.0
    code = pyotp.TOTP(secret).at(now)
    here = int(now) // PERIOD
    assert step_of(secret, code, now, 0) == here
    assert step_of(secret, code, now, here) is None
    assert step_of(secret, code, now + PERIOD, 0) == here
    assert step_of(secret, code, now + 2 * PERIOD, 0) is None
    assert step_of(secret, "", now, 0) is None


def test_a_sealed_secret_opens_with_its_passphrase_alone() -> None:
    salt, sealed = seal("SECRET", PASSPHRASE)
    assert b"SECRET" not in sealed
    assert unseal(sealed, salt, PASSPHRASE) == "SECRET"
    assert unseal(sealed, salt, "another one") is None


def test_whoever_has_a_code_needs_it_each_time_anew(app: Flask) -> None:
    secret = new_secret()
    browser = with_account(app, "a", Role.ORGANISER, secret=secret)
    assert browser.sign_in("a").status_code == 422
    assert browser.sign_in("a", "000000").status_code == 422
    code = pyotp.TOTP(secret).at(time.time())
    assert browser.sign_in("a", code).status_code == 303
    assert Browser(app).sign_in("a", code).status_code == 422


def test_after_some_wrong_attempts_signing_in_waits(app: Flask) -> None:
    browser = with_account(app, "a", Role.ORGANISER)
    with browser.here.database.writing() as session:
        for _ in range(PATIENCE):
            assert checked(session, "a", "wrong", "", 100.0) is None
        with pytest.raises(Problem, match="Wait"):
            checked(session, "a", PASSPHRASE, "", 100.0 + WAIT_SECONDS / 2)
        assert checked(session, "a", PASSPHRASE, "", 101.0 + WAIT_SECONDS) == "a"


def test_that_signing_in_failed_is_kept_although_nobody_came_in(app: Flask) -> None:
    browser = with_account(app, "a", Role.ORGANISER)
    for _ in range(PATIENCE):
        assert browser.sign_in("a", passphrase="wrong one").status_code == 422
    told = browser.sign_in("a")
    assert told.status_code == 422
    assert "秒再试" in told.text


def test_no_passphrase_is_in_the_file_of_the_desk(browser: Browser) -> None:
    roles = ["organiser", "check-in"]
    form = {"name": "李娜", "roles": roles, "passphrase": PASSPHRASE, "again": PASSPHRASE}
    assert browser.post("/accounts", form).status_code == 303
    assert "李娜" in browser.get("/accounts").text
    for path in browser.here.config.folder.iterdir():
        assert PASSPHRASE.encode() not in path.read_bytes()


def test_all_mistakes_are_told_at_once_and_what_was_typed_stays(browser: Browser) -> None:
    told = browser.post("/accounts", {"name": "李娜", "passphrase": "short", "again": "other"})
    assert told.status_code == 422
    for sentence in ("至少 10 个字符", "至少选择一项", "不一致"):
        assert sentence in told.text
    assert 'value="李娜"' in told.text
    assert "short" not in told.text


def test_whose_account_is_removed_is_signed_out(app: Flask, browser: Browser) -> None:
    other = with_account(app, "a", Role.CHECK_IN)
    other.sign_in("a")
    assert other.get("/").status_code == 200
    browser.post("/accounts/remove", {"name": "a"}, page="/accounts")
    assert other.get("/").headers["Location"] == "/sign-in"
    assert other.sign_in("a").status_code == 422
