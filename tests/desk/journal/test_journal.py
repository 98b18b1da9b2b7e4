"""A journal that nobody changes unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from desk.journal.journal import entries, first_broken, write
from desk.store.models import Entry
from tests.desk.fixtures.browser import Browser


def _reworded(lines: list[Entry]) -> None:
    lines[1].about = "{}"


def _taken_out(lines: list[Entry]) -> None:
    del lines[1]


def _exchanged(lines: list[Entry]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


@pytest.mark.parametrize("change", [_reworded, _taken_out, _exchanged])
def test_a_changed_journal_is_noticed(app: Flask, change: Callable[[list[Entry]], None]) -> None:
    database = Browser(app).here.database
    with database.writing() as session:
        for number in range(4):
            write(session, "a", "done", {"number": number})
    with database.reading() as session:
        lines = entries(session)
        assert first_broken(lines) is None
        change(lines)
        assert first_broken(lines) == 2
        session.expunge_all()


def test_the_journal_says_who_did_what(browser: Browser) -> None:
    assert "尚无记录" in browser.get("/journal").text
    browser.post("/accounts/remove", {"name": "nobody"}, page="/accounts")
    page = browser.get("/journal").text
    assert "本机" in page
    assert "account-removed" in page
