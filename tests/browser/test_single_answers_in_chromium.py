"""Names, rankings and scores in a real Chromium: entered, measured, named, and encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from crypto.election.ranking import read_ranking
from crypto.election.score import read_scores
from crypto.election.write_in import read_write_in
from meeting.definition.paper_limits import Differ, Scored
from tests.browser.fixtures.fake_booth import Booth, booth_before, look
from tests.browser.fixtures.screen import SCREEN, ZOOMED, at, at_paper, check, forward
from tests.kiosk.fixtures.single_papers import with_long_ranking, with_names, with_scores

LOOKS = [
    ("zh", "standard", SCREEN),
    ("en", "high", SCREEN),
    ("zh", "dark", SCREEN),
    ("zh", "standard", ZOOMED),
    ("en", "standard", ZOOMED),
]


@pytest.fixture(scope="module")
def booth(chromium: Browser) -> Iterator[Booth]:
    with booth_before(chromium) as before:
        yield before


def mark(page: Page, row: int, place: int) -> None:
    page.locator("tbody tr").nth(row).locator(".mark").nth(place).click()


def test_names_and_a_ranking_are_cast_as_they_were_entered(booth: Booth) -> None:
    page, board = booth.voter(with_names())
    page.locator(".person").first.click()
    expect(page.locator("#together .count")).to_have_text("已推荐 1 人，还可推荐 2 人。")
    forward(page)
    at_paper(page, 2)
    write_names(page)
    forward(page)
    at_paper(page, 3)
    mark(page, 2, 0)
    mark(page, 2, 1)
    expect(page.locator("#missing")).to_contain_text("林嵘排在了不止一个名次")
    mark(page, 4, 0)
    expect(page.locator("#missing")).to_contain_text("第1名空着")
    mark(page, 0, 0)
    forward(page)
    at(page, "review")
    expect(page.locator(".written")).to_have_text("欧阳志刚")
    check(page)
    forward(page)
    at(page, "fingerprint")
    page.get_by_role("button", name="投出", exact=True).click()
    at(page, "receipt")
    slate, first, second, order = board.opened()
    assert slate == (0, 1, 0, 0, 0)
    assert (read_write_in(first), read_write_in(second)) == ("欧阳志刚", "")
    assert read_ranking(with_names().papers[0].items[-1].ranking, order) == (1, 3)


def write_names(page: Page) -> None:
    """As an input method does: too long, on the list, twice, and then one good name."""
    first, second = page.locator(".line input").all()
    first.click()
    page.keyboard.insert_text("阿卜杜热西提·艾合买提")
    expect(page.locator(".room").first).to_contain_text("太长，超出 1 个汉字")
    expect(page.locator("#together .count")).to_have_text("已推荐 2 人，还可推荐 1 人。")
    forward(page)
    expect(page.locator(".trouble")).to_contain_text("太长，最多 10 个汉字")
    expect(first).to_have_value("阿卜杜热西提·艾合买提")
    first.fill("")
    page.keyboard.insert_text("林嵘")
    expect(page.locator(".known").first).to_contain_text("林嵘已在本票名单上")
    first.fill("")
    page.keyboard.insert_text("周启明")
    expect(page.locator(".known").first).to_be_hidden()
    expect(page.locator(".again").first).to_contain_text("同一姓名在本票上出现了不止一次")
    first.fill("欧阳志刚")
    expect(page.locator(".again").first).to_be_hidden()
    expect(page.locator(".room").first).to_contain_text("还可写 6 个汉字")
    page.keyboard.press("Enter")
    expect(second).to_be_focused()
    page.keyboard.insert_text("欧阳志刚")
    expect(page.locator(".again").first).to_contain_text("在本票上出现了不止一次")
    second.fill("")
    expect(page.locator(".again").first).to_be_hidden()


def test_scores_are_cast_as_they_were_entered(booth: Booth) -> None:
    page, board = booth.voter(with_scores())
    expect(page.locator("#missing")).to_contain_text("尚未打分：周启明、陈志远")
    fields = page.locator(".judge input")
    for number, text in enumerate(("95.5", "８８", "abc", "0")):
        fields.nth(number).fill(text)
    forward(page)
    expect(page.locator(".trouble")).to_contain_text("林嵘的分数不对")
    check(page)
    fields.nth(2).fill("100")
    expect(page.locator("#missing")).to_have_text("本页已填完。")
    forward(page)
    at(page, "review")
    check(page)
    forward(page)
    at(page, "fingerprint")
    page.get_by_role("button", name="投出", exact=True).click()
    at(page, "receipt")
    assert read_scores(board.opened()[0], 4) == (955, 880, 1000, 0)


def test_limits_on_scores_are_counted_while_they_are_typed(booth: Booth) -> None:
    meeting = with_scores()
    (paper,) = meeting.papers
    limits = (
        Scored(id="high", above=Fraction(90), strictly=True, most=1),
        Scored(id="low", below=Fraction(70), least=1),
        Differ(id="apart"),
    )
    page, board = booth.voter(replace(meeting, papers=(replace(paper, limits=limits),)))
    high, low = page.locator(".limit.count").all()
    expect(high).to_have_text("高于90分：0/1 人")
    expect(low).to_have_text("70分及以下：0 人，至少 1 人")
    fields = page.locator(".judge input")
    for number, text in enumerate(("90", "９０.1", "101", "100.0")):
        fields.nth(number).fill(text)
    expect(high).to_have_text("高于90分：2/1 人，多了 1 人，请改。")
    for field in fields.all():
        field.fill("70")
    expect(high).to_have_text("高于90分：0/1 人")
    expect(low).to_have_text("70分及以下：4 人，至少 1 人")
    forward(page)
    expect(page.locator(".trouble")).to_contain_text("所有分数都是70.0，本票不得全部相同")
    check(page)
    fields.nth(0).fill("90.1")
    expect(high).to_have_text("高于90分：1/1 人，已满。")
    forward(page)
    at(page, "review")
    forward(page)
    at(page, "fingerprint")
    page.get_by_role("button", name="投出", exact=True).click()
    at(page, "receipt")
    assert read_scores(board.opened()[0], 4) == (901, 700, 700, 700)


@pytest.mark.parametrize(("language", "contrast", "viewport"), LOOKS)
def test_every_look_of_names_and_rankings(
    booth: Booth, language: str, contrast: str, viewport: ViewportSize
) -> None:
    page, _ = booth.voter(with_names(), viewport)
    least = look(page, language, contrast)
    check(page, least=least)
    forward(page)
    at_paper(page, 2)
    page.locator(".line input").first.fill("Zhou Qiming")
    page.locator(".line input").nth(1).fill("Zhou Qiming")
    check(page, least=least)
    forward(page)
    at_paper(page, 3)
    mark(page, 1, 0)
    mark(page, 1, 1)
    forward(page)
    expect(page.locator(".trouble")).to_be_visible()
    check(page, least=least)
    mark(page, 2, 1)
    forward(page)
    at(page, "review")
    check(page, least=least)


@pytest.mark.parametrize(("language", "contrast", "viewport"), LOOKS)
def test_every_look_of_scores(
    booth: Booth, language: str, contrast: str, viewport: ViewportSize
) -> None:
    page, _ = booth.voter(with_scores(), viewport)
    least = look(page, language, contrast)
    forward(page)
    expect(page.locator(".trouble")).to_be_visible()
    check(page, least=least)


@pytest.mark.parametrize("places", [3, 12])
@pytest.mark.parametrize("viewport", [SCREEN, ZOOMED])
def test_a_ranking_of_many_people_never_scrolls_sideways(
    booth: Booth, places: int, viewport: ViewportSize
) -> None:
    page, _ = booth.voter(with_long_ranking(places), viewport)
    check(page)
    for _ in range(2):
        page.locator("button[value=size]").click()
    expect(page.locator("html")).to_have_attribute("data-size", "largest")
    check(page)


def test_everything_is_named_without_javascript(chromium: Browser, booth: Booth) -> None:
    page = chromium.new_page(java_script_enabled=False)
    booth.voter(with_names(), page=page)
    forward(page)
    at_paper(page, 2)
    page.locator(".line input").first.fill("周启明")
    page.keyboard.press("Enter")
    expect(page.locator(".known").first).to_contain_text("已在本票名单上")
    at_paper(page, 2)
    expect(page.locator("#together .count")).to_have_text("已推荐 1 人，还可推荐 2 人。")
    check(page)
    page.close()
