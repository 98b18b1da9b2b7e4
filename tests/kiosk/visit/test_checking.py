"""Checked ballots at the kiosk: spoiled first, then opened, and made again at another kiosk."""

from __future__ import annotations

import re
from dataclasses import replace

from PIL import Image

from crypto.ballots.opened_ballot import OpenedBallot
from kiosk.visit.slip import read_slip
from tests.fixtures.read_codes import codes_with
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.leftovers import reachable
from tests.kiosk.fixtures.opened_ballots import CHOSEN, fill_and_encrypt, opening_on, words
from tests.kiosk.fixtures.visits import Visit


def test_a_ballot_is_spoiled_then_opened_and_the_slip_votes_afterwards(
    visit: Visit, board: FakeBoard
) -> None:
    fill_and_encrypt(visit)
    fingerprint = re.sub(r"<[^>]+>|\s", "", visit.html.split('class="print">')[1].split("</p>")[0])
    assert visit.post("/check", ("do", "check")).page == "opened"
    assert board.spoiled == {BOX: {fingerprint}}
    opened = OpenedBallot.parse(opening_on(visit))
    assert opened.fingerprint == fingerprint
    assert opened.rebuild(board.prepared[BOX].setup.election)[1] == (0, 1, 0, 0)
    assert CHOSEN in words(visit)
    assert board.sent == [], "nothing was cast"
    assert visit.post("/leave").page == "start"
    assert visit.to_receipt().page == "receipt"
    assert list(board.cast[BOX].values()) != [fingerprint]


def test_another_kiosk_makes_the_ballot_again_and_shows_the_choices(
    visit: Visit, board: FakeBoard
) -> None:
    fill_and_encrypt(visit).post("/check", ("do", "check"))
    text, fingerprint = opening_on(visit), visit.voter.opened_ballot
    other = Visit(board)
    assert other.scan(f" {text}\n").page == "opened"
    assert "data-elsewhere" in other.html
    assert fingerprint is not None
    assert f'data-fingerprint="{fingerprint.fingerprint}"' in other.html
    assert words(other) == words(visit)
    assert "opened.svg" not in other.html
    assert other.get("/opened.svg").problem == "page-unknown"
    assert other.post("/leave").page == "start"
    assert other.kiosk.booth.voter is None


def test_the_slip_is_compared_on_the_same_screen(visit: Visit, board: FakeBoard) -> None:
    visit.to_opened()
    other = Visit(board).scan(opening_on(visit))
    assert "再扫描您的票码" in other.html
    assert other.post("/opened/slip", ("code", "hello")).problem == "slip-form"
    assert "再扫描您的票码" in other.html
    assert other.post("/opened/slip", ("code", board.code())).page == "opened"
    assert (other.problem, "data-own" in other.html) == ("", True)
    assert board.code() not in other.html
    assert board.typed() not in other.html
    secret = read_slip(board.code(), other.kiosk.board).credential
    assert all(each != secret for each in reachable(other.kiosk))
    assert other.post("/opened/slip", ("code", board.typed())).page == "opened", "typed by hand"
    assert other.post("/leave").page == "start"
    assert other.scan().page == "notice", "and votes here"


def test_a_ballot_made_for_another_slip_is_called_so(visit: Visit, board: FakeBoard) -> None:
    """A kiosk keeps a ballot that it had spoiled under an accomplice's slip for all who check.

    Its opening is true and has the server's word; only the slip tells that it is another's.
    """
    visit.to_opened()
    other = Visit(board).scan(opening_on(visit))
    for number, box in ((1, BOX), (0, "r1-A")):
        assert other.post("/opened/slip", ("code", board.code(number, box))).page == "opened"
        assert other.problem == "check-other-slip"
        assert "监票人" in other.html
    assert visit.post("/opened/slip", ("code", board.code(1))).page == "opened"
    assert visit.problem == "", "the kiosk that opened it does not judge itself"


def test_the_square_code_is_read_by_a_camera(visit: Visit, tmp_path: object) -> None:
    import segno  # noqa: PLC0415

    visit.to_opened()
    path = f"{tmp_path}/code.png"
    segno.make(opening_on(visit), error="m", micro=False).save(path, scale=4, border=4)
    picture = visit.browser.get("/opened.svg")
    assert picture.mimetype == "image/svg+xml"
    with Image.open(path) as image:
        assert codes_with("PXC2:", image.convert("L")) == [opening_on(visit)]


def test_a_code_of_an_earlier_release_is_called_so(visit: Visit, board: FakeBoard) -> None:
    """It has no word of the server: it could open a ballot that somebody cast."""
    visit.to_opened()
    old = opening_on(visit).rpartition(":")[0].replace("PXC2", "PXC1")
    assert Visit(board).scan(old).problem == "check-old"


def test_codes_of_nothing_and_of_other_meetings_are_named(visit: Visit, board: FakeBoard) -> None:
    visit.to_opened()
    text = opening_on(visit)
    other = Visit(board)
    assert other.scan(text[:-3]).problem in {"check-form", "check-mismatch"}
    assert other.scan("PXC2:hello").problem == "check-form"
    foreign = replace(OpenedBallot.parse(text), setup="ab" * 32).to_text()
    assert other.scan(foreign).problem == "check-foreign"
    assert other.scan().page == "notice"
    assert other.post("/start", ("code", text)).page == "notice", "ignored in the middle of a visit"
