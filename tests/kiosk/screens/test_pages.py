"""What holds for every page: headers, labels, headings, languages, and protection of forms."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kiosk.messages.trouble import CATALOGUE, Trouble
from meeting.published.given_fingerprint import Difference
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.outline import assert_operable
from tests.kiosk.fixtures.visits import Visit


def sending(visit: Visit) -> Visit:
    visit.to_fingerprint()
    visit.board.lose_answer = True
    return visit.post("/cast")


def used(visit: Visit) -> Visit:
    other = Visit(visit.board).to_fingerprint()
    visit.to_fingerprint()
    other.post("/cast")
    return visit.post("/cast")


def locked(visit: Visit) -> Visit:
    visit.to_papers()
    return visit.post("/lock")


def too_many(visit: Visit) -> Visit:
    visit.to_papers()
    return visit.post("/paper/3", *[("item-slate", f"p0{number}") for number in range(1, 5)])


def busy(visit: Visit) -> Visit:
    visit.to_papers()
    visit.browser = visit.app.test_client()
    return visit.get()


PAGES: dict[str, Callable[[Visit], Visit]] = {
    "start": lambda visit: visit.get("/"),
    "wrong code": lambda visit: visit.scan("hello"),
    "notice": lambda visit: visit.scan(),
    "team": lambda visit: visit.to_papers(),
    "person": lambda visit: visit.to_papers().fill(),
    "too many": too_many,
    "review": lambda visit: visit.to_review(),
    "fingerprint": lambda visit: visit.to_fingerprint(),
    "sending": sending,
    "receipt": lambda visit: visit.to_receipt(),
    "used": used,
    "locked": locked,
    "busy": busy,
    "unknown": lambda visit: visit.get("/nothing"),
}


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_can_be_read_and_operated(visit: Visit, name: str, language: str) -> None:
    if language == "en":
        visit.get("/").post("/settings", ("set", "language"))
    PAGES[name](visit)
    expected_english = language == "en" and name != "locked"  # back to default when locked
    assert_operable(visit.html, "en" if expected_english else "zh")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_guarded_and_never_stored(visit: Visit, name: str) -> None:
    PAGES[name](visit)
    policy = visit.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert visit.headers["Cache-Control"] == "no-store"
    assert visit.headers["Referrer-Policy"] == "same-origin"
    assert visit.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"(src|href)=\"(https?:)?//", visit.html), "nothing from elsewhere"


@pytest.mark.parametrize(
    "path",
    [
        "/start", "/notice", "/paper/1", "/review", "/fingerprint", "/cast", "/receipt",
        "/settings", "/leave", "/free", "/awake", "/lock", "/locked",
    ],
)  # fmt: skip
def test_no_form_is_taken_without_its_token(visit: Visit, path: str) -> None:
    visit.to_papers()
    visit.fill(("team", "excellent"))
    answer = visit.browser.post(path, data={"do": "next"})
    assert answer.status_code == 400
    assert 'data-problem="page-expired"' in answer.get_data(as_text=True)
    assert visit.voter.page_number == 2
    assert visit.voter.answers == {"team": ("excellent",)}


def test_another_host_name_is_refused(visit: Visit) -> None:
    assert visit.browser.get("/", headers={"Host": "evil.example"}).status_code == 400


def test_a_huge_form_is_refused(visit: Visit) -> None:
    visit.to_papers()
    visit.post("/paper/1", ("item-team", "x" * 100_000))
    assert visit.status in {400, 413}
    assert visit.page == "error"
    assert visit.voter.answers == {}


def test_every_trouble_says_in_two_languages_what_happened() -> None:
    for code in CATALOGUE:
        difference = Difference.between("A" * 24, "A" * 23 + "B")
        trouble = Trouble(
            code,
            number=1,
            reason="R",
            seconds=1,
            given="A",
            found="B",
            expected="C",
            difference=difference,
        )
        assert trouble.text("zh") != trouble.text("en")
        assert re.search("[\u4e00-\u9fff]", trouble.text("zh"))


def test_only_one_slip_list_decides_the_box(board: FakeBoard) -> None:
    visit = Visit(board)
    for box_id in ("r1-A", "r1-C", BOX):
        visit.scan(board.code(2, box_id))
        assert visit.voter.setup.box.id == box_id
        visit.post("/leave")
