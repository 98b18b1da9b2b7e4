"""From nothing to a published meeting, step by step, as a clerk goes."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from werkzeug.test import TestResponse

from tests.desk.fixtures.browser import Browser

ID = "m20261205"
AT = f"/meetings/{ID}"
BEGUN = {
    "preset": "double_evaluation",
    "title": "沙河镇届末考察民主测评会",
    "place": "二楼会议室",
    "day": "2026-12-05",
}
PEOPLE = [["姓名", "单位", "职务"], ["方志远", "镇政府", "镇长"], ["高洁", "镇党委", "副书记"]]
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张"


def workbook(rows: list[list[str]]) -> BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    data = BytesIO()
    book.save(data)
    data.seek(0)
    return data


def roster(names: str = FAMILY) -> list[list[str]]:
    rows = [["姓名", "单位", "票种"]]
    for at, name in enumerate(names):
        rows.append([f"{name}一鸣", f"第{at}村", "A票" if at % 2 else "B票"])
    return rows


def begin(browser: Browser) -> None:
    assert browser.post("/meetings/new", BEGUN).headers["Location"] == f"{AT}/facts"


def give(
    browser: Browser, step: str, rows: list[list[str]], name: str = "名单.xlsx"
) -> TestResponse:
    return browser.post(f"{AT}/{step}", {"file": (workbook(rows), name)})


def test_a_meeting_is_published_step_by_step(browser: Browser) -> None:
    begin(browser)
    facts = {
        "title": BEGUN["title"],
        "place": BEGUN["place"],
        "date": "2026-12-05",
        "team": "镇班子",
        "setting-choose_up_to": "2",
        "setting-write_in_lines": "1",
    }
    assert browser.post(f"{AT}/facts", facts).headers["Location"] == f"{AT}/people"
    assert give(browser, "people", PEOPLE).headers["Location"] == f"{AT}/groups"
    page = browser.get(f"{AT}/people").text
    assert "方志远" in page
    groups = {"id-0": "A", "name-0": "A票", "weight-0": "3/5", "id-1": "B", "name-1": "B票"}
    sent = browser.post(f"{AT}/groups", groups | {"weight-1": "2/5", "description-1": "村干部"})
    assert sent.headers["Location"] == f"{AT}/roster"
    assert give(browser, "roster", roster()).headers["Location"] == f"{AT}/tellers"
    assert ">12<" in browser.get(f"{AT}/roster").text
    names = "何静宜\n罗永辉\n潘素云\n"
    sent = browser.post(f"{AT}/tellers", {"names": names, "threshold": "2"})
    assert sent.headers["Location"] == f"{AT}/papers"
    papers = browser.get(f"{AT}/papers").text
    assert "镇班子" in papers
    sent = browser.post(f"{AT}/publish", {"server": "here"})
    assert sent.status_code == 303, sent.text
    done = browser.get(f"{AT}/publish").text
    assert "会议已公布" in done
    folder = browser.here.config.meetings / ID
    assert (folder / "opening" / "meeting.json").is_file()
    assert "published" in browser.get("/journal").text
    later = browser.post(f"{AT}/tellers", {"names": "甲\n乙", "threshold": "2"})
    assert later.status_code == 409


def test_no_invented_name_comes_into_a_draft(browser: Browser) -> None:
    begin(browser)
    folder: Path = browser.here.config.meetings / ID / "draft"
    text = (folder / "meeting.toml").read_text(encoding="utf-8")
    assert "何静宜" not in text
    assert "沙河镇" in text


@pytest.mark.parametrize("missing", ["preset", "title", "day"])
def test_what_is_missing_is_said_beside_its_field(browser: Browser, missing: str) -> None:
    told = browser.post("/meetings/new", BEGUN | {missing: ""})
    assert told.status_code == 422
    assert f'href="#{missing}"' in told.text
    assert "沙河镇" in told.text or missing == "title"
    assert not browser.here.config.meetings.exists()


def test_a_list_with_mistakes_is_shown_row_by_row_and_the_one_before_stands(
    browser: Browser,
) -> None:
    begin(browser)
    give(browser, "people", PEOPLE)
    wrong = [*PEOPLE, ["", "镇政府", "副镇长"], ["方志远", "镇政府", "镇长"]]
    told = give(browser, "people", wrong)
    assert told.status_code == 422
    assert told.text.count('class="bad"') >= 1
    assert "高洁" in told.text
    assert browser.get(f"{AT}/people").text.count('<th scope="row">') == 2


def test_pasted_rows_are_read_like_a_file(browser: Browser) -> None:
    begin(browser)
    pasted = "\n".join("\t".join(row) for row in PEOPLE)
    sent = browser.post(f"{AT}/people", {"pasted": pasted})
    assert sent.headers["Location"] == f"{AT}/groups"


def test_nothing_is_published_while_something_is_missing(browser: Browser) -> None:
    begin(browser)
    sent = browser.post(f"{AT}/publish", {"server": "here"})
    assert not (browser.here.config.meetings / ID / "opening").exists()
    assert not (browser.here.config.meetings / ID / "server").exists()
    assert sent.status_code in {400, 422}


@pytest.mark.parametrize("path", ["/meetings/..%2F..%2Fetc/facts", "/meetings/m1/facts"])
def test_there_is_no_draft_of_another_name(browser: Browser, path: str) -> None:
    assert browser.get(path).status_code == 404
