"""The way of a voter through the booth, screen by screen, without JavaScript."""

from __future__ import annotations

import re
from dataclasses import replace

from crypto.board.receipt import Receipt
from kiosk.visit.voter import Waypoint
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.prepared_boxes import server_key
from tests.kiosk.fixtures.visits import Visit


def receipt_on(visit: Visit) -> Receipt:
    found = re.search(r'<data id="receipt" value="([^"]+)"', visit.html)
    assert found is not None
    return Receipt.parse_qr(found[1])


def test_a_voter_goes_from_the_slip_to_the_receipt(visit: Visit, board: FakeBoard) -> None:
    assert visit.get().page == "start"
    assert visit.scan().page == "notice"
    assert visit.post("/notice", ("do", "next")).page == "paper"
    assert visit.path == "/paper/1"
    visit.fill(("team", "excellent"))
    assert visit.path == "/paper/2"
    visit.fill(("p01-evaluation", "competent"), ("p01-placement", "stay"))
    while visit.page == "paper":
        visit.fill()
    assert visit.page == "review"
    assert visit.post("/review", ("do", "next")).page == "fingerprint"
    shown = visit.voter.unsigned
    assert shown is not None
    assert visit.post("/cast").page == "receipt"
    receipt = receipt_on(visit)
    receipt.check(server_key().public)
    assert receipt.fingerprint == shown.fingerprint
    assert list(board.cast[BOX].values()) == [shown.fingerprint]
    assert visit.post("/leave").page == "start"
    assert visit.kiosk.booth.voter is None


def test_what_is_cast_is_what_was_chosen_and_open_items_are_blank(
    visit: Visit, board: FakeBoard
) -> None:
    """Opened with the tellers' keys."""
    visit.to_papers()
    visit.fill(("team", "not-competent"))
    visit.fill(("p01-evaluation", "excellent"), ("p01-placement", "abstain"))
    while visit.voter.page_number < 3:
        visit.fill()
    visit.fill(("slate", "p02"), ("slate", "p04"))
    visit.post("/review", ("do", "next"))
    visit.post("/cast")
    choices = board.opened()
    assert choices[:4] == ((0, 0, 0, 1), (0, 1, 0, 0), (1, 0, 0, 0, 0), (1, 0, 0, 0))
    assert choices[-1] == (0, 0, 1, 0, 1)


def test_the_review_names_what_is_open_and_says_that_it_counts_as_abstention(
    visit: Visit,
) -> None:
    visit.to_papers()
    visit.fill(("team", "excellent"))
    visit.fill(("p01-evaluation", "excellent"))
    while visit.page == "paper":
        visit.fill()
    listed = visit.html[visit.html.index('class="open"') :]
    listed = re.sub(r"<[^>]+>", "", listed[: listed.index("</ul>")])
    assert "8 项未选，将计为弃权" in visit.html
    assert "周启明——建议调整去向" in listed
    assert "陈志远——评价、建议调整去向" in listed
    assert "镇班子——" not in listed


def test_from_the_review_to_a_page_and_straight_back(visit: Visit) -> None:
    visit.to_review()
    visit.post("/review", ("edit", "2"))
    assert visit.path == "/paper/2"
    visit.fill(("p04-evaluation", "excellent"))
    assert visit.path == "/review"
    assert visit.voter.answers["p04-evaluation"] == ("excellent",)
    visit.post("/review", ("edit", "3"))
    visit.fill(do="back")
    assert visit.path == "/review"


def test_going_back_from_the_fingerprint_discards_the_ballot_and_the_next_one_differs(
    visit: Visit,
) -> None:
    visit.to_fingerprint()
    first = visit.voter.unsigned
    assert visit.post("/fingerprint", ("do", "back")).page == "review"
    assert visit.voter.unsigned is None
    assert visit.post("/review", ("do", "next")).page == "fingerprint"
    second = visit.voter.unsigned
    assert first is not None
    assert second is not None
    assert first.fingerprint != second.fingerprint


def test_answers_stay_when_a_setting_is_changed_in_the_middle_of_a_page(visit: Visit) -> None:
    visit.to_papers()
    visit.fill(("team", "excellent"))
    visit.post("/settings", ("set", "size"), ("paper", "2"), ("item-p01-evaluation", "competent"))
    assert visit.path == "/paper/2"
    assert 'data-size="large"' in visit.html
    assert visit.voter.answers["p01-evaluation"] == ("competent",)
    visit.post("/settings", ("set", "language"), ("paper", "2"))
    assert "Excellent" in visit.html
    assert '<html lang="en"' in visit.html
    assert visit.voter.answers["p01-evaluation"] == ("competent",)


def test_settings_are_back_to_default_for_the_next_voter(visit: Visit) -> None:
    visit.get().post("/settings", ("set", "language"))
    visit.post("/settings", ("set", "contrast"))
    visit.to_receipt()
    assert '<html lang="en" data-size="standard" data-contrast="high"' in visit.html
    visit.post("/leave")
    assert '<html lang="zh-Hans" data-size="standard" data-contrast="standard"' in visit.html


def test_screens_out_of_place_lead_back_to_where_the_voter_is(visit: Visit) -> None:
    for path in ("/notice", "/paper/1", "/review", "/fingerprint", "/cast", "/receipt", "/ended"):
        assert visit.get(path).path == "/"
    visit.scan()
    for path in ("/", "/paper/3", "/review", "/fingerprint", "/cast", "/receipt.svg"):
        assert visit.get(path).path == "/notice"
    visit.post("/cast")
    assert visit.voter.place is Waypoint.NOTICE
    visit.to_fingerprint()
    for path in ("/", "/paper/3", "/review", "/notice"):
        assert visit.get(path).path == "/fingerprint"
    assert visit.get("/cast").path == "/fingerprint", "a GET casts nothing"
    assert visit.board.sent == []


def test_a_slip_scanned_in_the_middle_is_ignored(visit: Visit, board: FakeBoard) -> None:
    visit.to_papers()
    visit.fill(("team", "excellent"))
    before = visit.voter
    visit.post("/start", ("code", board.code(1)))
    assert visit.path == "/paper/2"
    assert visit.voter is before
    assert visit.voter.answers == {"team": ("excellent",)}


def test_the_notice_tells_a_very_small_group(board: FakeBoard) -> None:
    small = replace(board.meeting.groups[0], size=4, confirm_small="确认")
    meeting = replace(board.meeting, groups=(small, *board.meeting.groups[1:]))
    visit = Visit(FakeBoard(meeting))
    visit.scan(visit.board.code(0, "r1-A"))
    assert "只有 4 人。收回不足 5 票的票箱不会单独开箱" in visit.html
    assert "只有" not in Visit(board).scan().html


def test_the_receipt_is_drawn_and_clears_itself(visit: Visit) -> None:
    visit.to_receipt()
    assert "投票完成" in visit.html
    picture = visit.browser.get("/receipt.svg")
    assert picture.mimetype == "image/svg+xml"
    assert picture.data.startswith(b"<svg")
    visit.clock.now += 30
    assert visit.post("/receipt").page == "receipt", "more time"
    visit.clock.now += 45
    assert visit.get("/receipt").page == "receipt"
    visit.clock.now += 16
    assert visit.get("/receipt").page == "start"
    assert visit.kiosk.booth.voter is None


def test_leaving_at_the_notice_asks_once_something_is_filled_in(visit: Visit) -> None:
    visit.scan()
    assert "将被删除" not in visit.html
    visit.post("/notice", ("do", "next"))
    visit.fill(("team", "excellent"), do="back")
    assert visit.page == "notice"
    assert "您已填的内容将被删除" in visit.html
    assert visit.post("/leave").page == "start"
