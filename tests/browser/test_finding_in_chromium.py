"""A long list of people in a real Chromium: found by the letters of their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, expect

from meeting.definition.meeting import Meeting
from tests.browser.fixtures.fake_booth import Booth, booth_before
from tests.browser.fixtures.screen import at, check, forward
from tests.kiosk.fixtures.single_papers import of_one_round, people_as_options, slate, with_names
from tests.kiosk.fixtures.table_papers import double_evaluation


@pytest.fixture(scope="module")
def booth(chromium: Browser) -> Iterator[Booth]:
    with booth_before(chromium) as before:
        yield before


def long_list() -> Meeting:
    whole = double_evaluation(36)
    items = (slate(people_as_options(whole.people), 3),)
    return of_one_round(whole, replace(with_names().papers[0], items=items, at_most=0))


def test_somebody_is_found_by_initials_and_who_is_chosen_stays(booth: Booth) -> None:
    page, _ = booth.voter(long_list())
    page.locator("#find .key").nth(1).wait_for()
    check(page)
    page.locator(".person", has_text="林嵘").click()
    for letter in ("Z", "ZQ", "ZQM"):
        page.locator("#find .key").get_by_text(letter, exact=True).click()
    shown = page.locator(".person:visible .name")
    expect(shown).to_have_text(["周启明", "林嵘"])
    page.locator(".person", has_text="周启明").click()
    page.locator("#find .all").click()
    expect(shown).to_have_count(36)
    expect(page.locator(".person :checked")).to_have_count(2)
    forward(page)
    at(page, "review")
    expect(page.locator(".cards")).to_contain_text("周启明")
    expect(page.locator(".cards")).to_contain_text("林嵘")
