"""Names on a touch screen without an input method: pinyin, initials, letters, and a keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from crypto.election.write_in import read_write_in
from meeting.definition.meeting import Meeting
from tests.browser.fixtures.fake_booth import Booth, booth_before, look
from tests.browser.fixtures.screen import SCREEN, ZOOMED, at, at_paper, check, forward
from tests.kiosk.fixtures.single_papers import line, of_one_round, with_names

PEOPLE = [person.name for person in with_names().people]
SMALL: ViewportSize = {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def booth(chromium: Browser) -> Iterator[Booth]:
    with booth_before(chromium) as before:
        yield before


def two_lines() -> Meeting:
    meeting = with_names()
    paper = replace(meeting.papers[0], items=(line(1), line(2)), at_most=0)
    return of_one_round(meeting, paper)


def before_keys(booth: Booth, viewport: ViewportSize = SCREEN) -> Page:
    """A page with two lines; the first is touched, and its keys stand on the screen."""
    page, _ = booth.voter(two_lines(), viewport)
    touch(page, 0)
    return page


def touch(page: Page, number: int) -> None:
    page.locator("#keys[data-ready]").wait_for(state="attached")
    page.locator(".line input").nth(number).click()
    expect(page.locator("#keys")).to_be_visible()


def press(page: Page, letters: str) -> None:
    for letter in letters:
        page.locator(".board .key").get_by_text(letter, exact=True).click()


def offered(page: Page) -> list[str]:
    return page.locator(".candidate").all_inner_texts()


def take(page: Page, text: str) -> None:
    """Take a candidate, from whatever page it stands on."""
    for _ in range(40):
        if text in offered(page):
            page.locator(".candidate").get_by_text(text, exact=True).click()
            return
        page.locator(".turn").last.click()
    pytest.fail(f"{text} is not offered")


def text_on(page: Page, number: int = 0) -> str:
    return page.locator(".line input").nth(number).input_value()


def test_a_name_is_written_by_touch_and_cast_as_it_is_read_back(booth: Booth) -> None:
    page, board = booth.voter(two_lines())
    touch(page, 0)
    press(page, "ouyangzhiwei")
    take(page, "欧")
    assert text_on(page) == "欧"
    expect(page.locator(".pending")).to_have_text("yangzhiwei")
    take(page, "阳")
    take(page, "志")
    take(page, "伟")
    expect(page.locator(".back")).to_have_text("欧阳志伟")
    expect(page.locator(".back")).to_have_css("font-size", "78px")
    expect(page.locator(".room").first).to_contain_text("还可写 6 个汉字")
    touch(page, 1)
    press(page, "lv")
    take(page, "吕")
    press(page, "lü")
    take(page, "绿")
    press(page, "yi")
    press(page, "⌫")
    press(page, "⌫")
    press(page, "⌫")
    assert text_on(page, 1) == "吕"
    press(page, "ying")
    take(page, "颖")
    forward(page)
    at(page, "review")
    forward(page)
    at(page, "fingerprint")
    page.get_by_role("button", name="投出", exact=True).click()
    at(page, "receipt")
    assert [read_write_in(each) for each in board.opened()] == ["欧阳志伟", "吕颖"]


@pytest.mark.parametrize("typed", ["zqm", "zhouqiming", "zhoqim", "zhou'qi'ming"])
def test_names_of_the_meeting_come_first_by_pinyin_and_by_initials(
    booth: Booth, typed: str
) -> None:
    page = before_keys(booth)
    press(page, typed)
    assert offered(page)[0] == "周启明"
    take(page, "周启明")
    assert text_on(page) == "周启明"


def test_a_name_of_the_meeting_is_offered_after_its_first_character(booth: Booth) -> None:
    page = before_keys(booth)
    press(page, "zhou")
    take(page, "周")
    press(page, "qm")
    take(page, "周启明")
    assert text_on(page) == "周启明"


def test_surnames_stand_first_at_the_beginning_and_rare_characters_are_reached(
    booth: Booth,
) -> None:
    page = before_keys(booth)
    for typed, surname in (("zhang", "张"), ("li", "李"), ("wang", "王"), ("ouyang", "欧阳")):
        press(page, typed)
        assert next(each for each in offered(page) if each not in PEOPLE) == surname
        press(page, "⌫" * len(typed))
    for typed, rare in (("biao", "髟"), ("xiao", "筱"), ("yan", "龑")):
        press(page, typed)
        take(page, rare)
    press(page, "hong")
    take(page, "𬭎")  # of 通用规范汉字表, outside the basic plane
    press(page, "⌫")
    assert text_on(page) == "髟筱龑"


def test_a_dot_between_the_parts_of_a_name_and_letters(booth: Booth) -> None:
    page = before_keys(booth)
    for typed, character in (("a", "阿"), ("li", "力"), ("mu", "木")):
        press(page, typed)
        take(page, character)
    press(page, "·")
    press(page, "tu")
    take(page, "吐")
    assert text_on(page) == "阿力木·吐"
    touch(page, 1)
    page.locator("[data-do=mode]").click()
    press(page, "Z")
    press(page, "hou")
    page.locator("[data-do=space]").click()
    press(page, "Q")
    press(page, "i")
    assert text_on(page, 1) == "Zhou Qi"


def test_a_keyboard_writes_pinyin_too_and_an_input_method_is_left_alone(booth: Booth) -> None:
    page = before_keys(booth)
    page.keyboard.type("zhang")
    assert text_on(page) == ""
    page.keyboard.press("Space")
    assert text_on(page) == "张"
    page.keyboard.type("wei")
    take(page, "伟")
    page.keyboard.insert_text("强")  # as an input method does
    assert text_on(page) == "张伟强"
    page.keyboard.press("Backspace")
    assert text_on(page) == "张伟"
    page.locator(".line input").nth(1).click()
    page.keyboard.type("Zhou Qiming")
    assert text_on(page, 1) == "Zhou Qiming"


def test_letters_that_are_no_character_yet_are_not_lost_in_silence(booth: Booth) -> None:
    page = before_keys(booth)
    press(page, "zhang")
    forward(page)
    at_paper(page, 1)
    expect(page.locator(".hint")).to_be_visible()
    take(page, "张")
    expect(page.locator(".hint")).to_be_hidden()
    forward(page)
    at(page, "review")


def test_nothing_that_is_typed_is_sent_but_the_line_to_this_kiosk_itself(booth: Booth) -> None:
    page = before_keys(booth)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data}"))
    press(page, "zhongguo")
    page.wait_for_timeout(400)
    assert sent == []
    take(page, "中")
    page.wait_for_timeout(400)
    assert len(sent) == 1
    assert sent[0].startswith(f"{booth.address}paper/1/notes ")
    assert "zhong" not in sent[0]
    assert "guo" not in sent[0]
    stored = "[localStorage.length, sessionStorage.length, document.cookie]"
    assert page.evaluate(stored) == [0, 0, ""]


@pytest.mark.parametrize(
    ("language", "contrast", "viewport"),
    [
        ("zh", "standard", SCREEN),
        ("zh", "dark", SMALL),
        ("en", "high", SCREEN),
        ("zh", "standard", ZOOMED),
    ],
)
def test_every_look_of_the_keys(
    booth: Booth, language: str, contrast: str, viewport: ViewportSize
) -> None:
    page, _ = booth.voter(two_lines(), viewport)
    least = look(page, language, contrast)
    scale = 2 / 3 if viewport == SMALL else 1.0
    touch(page, 0)
    if language == "zh":
        press(page, "zhou")
    check(page, least=least * scale, scale=scale)


@pytest.mark.parametrize("sizes", [1, 2])
def test_large_letters_leave_the_line_and_its_keys_on_the_screen(booth: Booth, sizes: int) -> None:
    page, _ = booth.voter(two_lines(), SMALL)
    for _ in range(sizes):
        page.locator("button[value=size]").click()
    touch(page, 0)
    press(page, "zhou")
    take(page, "周")
    expect(page.locator(".line input").first).to_be_in_viewport()
    expect(page.locator("[data-do=close]")).to_be_in_viewport(ratio=0.99)
    assert text_on(page) == "周"
