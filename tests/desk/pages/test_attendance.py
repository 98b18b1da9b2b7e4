"""Check-in at the door, the counts, and what comes of them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from desk.accounts.role import Role
from desk.web.here import Here
from meeting.organiser.figures import parse_figures
from tests.desk.fixtures.browser import Browser, with_account
from tests.desk.fixtures.published import AT, ID, names, published_meeting

VOTERS = 60


@pytest.fixture
def door(app: Flask) -> Iterator[Browser]:
    """A browser at the door of a meeting of 60 people."""
    here: Here = app.extensions["desk"]
    published_meeting(here.config.meetings, VOTERS)
    browser = with_account(app, "门口", Role.CHECK_IN)
    browser.sign_in("门口")
    yield browser
    for _, stored in here.attendance.values():
        stored.dispose()


def place_of(browser: Browser, name: str) -> str:
    page = browser.post(AT, {"typed": name}).text
    found = re.search(r'name="place" value="(\d+)"', page)
    assert found
    return found[1]


def test_somebody_is_found_checked_in_and_taken_back(door: Browser) -> None:
    name = names(1)[0]
    sent = door.post(f"{AT}/came", {"place": place_of(door, "zhaoyi"), "came": "1"}, AT)
    assert sent.status_code == 303
    assert sent.headers["Location"] == AT
    page = door.get(AT).text
    assert name in page
    assert "已签到" in page
    assert "<b>1</b>" in page
    assert "已签到" not in door.get(AT).text
    again = door.post(f"{AT}/came", {"place": place_of(door, name), "came": "1"}, AT)
    assert again.status_code == 303
    assert "此前已经签到" in door.get(AT).text
    door.post(f"{AT}/came", {"place": place_of(door, name), "came": "0"}, AT)
    page = door.get(AT).text
    assert "已撤销" in page
    assert "<b>0</b>" in page


def test_nobody_found_is_said_and_nobody_is_invented(door: Browser) -> None:
    page = door.post(AT, {"typed": "欧阳"}).text
    assert "名册中没有" in page
    assert 'name="place"' not in page
    for place in ("60", "-1", "x", ""):
        assert door.post(f"{AT}/came", {"place": place, "came": "1"}, AT).status_code == 400


def test_what_is_typed_is_shown_as_text(door: Browser) -> None:
    assert "<b>x</b>" not in door.post(AT, {"typed": "<b>x</b>"}).text


def test_no_name_stands_in_the_journal(door: Browser, browser: Browser) -> None:
    before = browser.get("/journal").text.count("<tr>")
    door.post(f"{AT}/came", {"place": place_of(door, "zhaoyi"), "came": "1"}, AT)
    assert browser.get("/journal").text.count("<tr>") == before


def test_slips_are_counted_checked_and_exported(door: Browser) -> None:
    door.post(f"{AT}/came", {"place": place_of(door, "zhaoyi"), "came": "1"}, AT)
    boxes = re.findall(r'name="opened-([^"]+)"', door.get(f"{AT}/report").text)
    assert len(boxes) == 2
    form = {
        f"was-{name}-{box}": "0" for name in ("opened", "given", "spoiled", "left") for box in boxes
    }
    given = {f"opened-{boxes[1]}": "20", f"given-{boxes[1]}": "12", f"left-{boxes[1]}": "8"}
    assert door.post(f"{AT}/report", form | given).status_code == 303
    page = door.get(f"{AT}/report").text
    assert page.count("相符") >= 2
    assert door.post(f"{AT}/report", form | given).status_code == 422
    form |= {f"was-{key}": value for key, value in given.items()}
    door.post(f"{AT}/report", form | given | {f"left-{boxes[1]}": "7"})
    assert "20 ≠ 12 + 7" in door.get(f"{AT}/report").text
    told = door.get(f"{AT}/figures.toml")
    meeting = door.here.attendance[ID][0]
    read = parse_figures(told.data, "figures.toml", meeting)
    assert {box: (each.present, each.issued) for box, each in read.items()} == {boxes[1]: (1, 12)}


def test_figures_of_nothing_counted_are_read_too(door: Browser) -> None:
    told = door.get(f"{AT}/figures.toml")
    assert tomllib.loads(told.text) == {"schema": 1, "boxes": {}}
    assert parse_figures(told.data, "figures.toml", door.here.attendance[ID][0]) == {}


@pytest.mark.parametrize("number", ["-1", "1000", "x", "٣", "9" * 5000])
def test_a_number_that_nobody_counted_is_refused(door: Browser, number: str) -> None:
    box = re.findall(r'name="opened-([^"]+)"', door.get(f"{AT}/report").text)[0]
    refused = door.post(f"{AT}/report", {f"opened-{box}": number})
    assert refused.status_code == 422
    assert "印制" in refused.text


def test_there_is_no_check_in_before_the_meeting_is_published(door: Browser) -> None:
    folder: Path = door.here.config.meetings / ID
    (folder / "opening" / "meeting.json").unlink()
    assert door.get(AT).status_code == 404
    assert not (folder / "attendance.sqlite").exists()


@pytest.mark.parametrize(("role", "status"), [(Role.REGISTRAR, 403), (Role.CONSOLE, 200)])
def test_the_roles_of_the_day_alone_check_in(
    app: Flask, door: Browser, role: Role, status: int
) -> None:
    assert door.get(AT).status_code == 200
    other = with_account(app, "别人", role)
    other.sign_in("别人")
    assert other.get(AT).status_code == status
