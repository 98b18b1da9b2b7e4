"""From the slip to the receipt with names in writing, rankings and scores, without JavaScript."""

from __future__ import annotations

import re
from html import unescape

import pytest

from crypto.board.receipt import Receipt
from crypto.election.ranking import read_ranking
from crypto.election.score import read_scores
from crypto.election.write_in import read_write_in
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.prepared_boxes import server_key
from tests.kiosk.fixtures.single_papers import fill_names, fill_scores, with_names, with_scores
from tests.kiosk.fixtures.visits import Visit

GROUPS = ["Ed25519", "RFC-3526-2048"]


def text(visit: Visit) -> str:
    """The words of the page's main part."""
    main = visit.html[visit.html.index("<main>") : visit.html.index("</main>")]
    return "".join(unescape(re.sub(r"<[^>]+>", "", main)).split())


def receipt_on(visit: Visit) -> Receipt:
    found = re.search(r'<data id="receipt" value="([^"]+)"', visit.html)
    assert found is not None
    return Receipt.parse_qr(found[1])


@pytest.mark.parametrize("group", GROUPS)
def test_names_and_a_ranking_from_the_slip_to_the_receipt(group: str) -> None:
    board = FakeBoard(with_names(group))
    visit = fill_names(Visit(board), "　欧阳  志刚 ", "")
    assert visit.page == "review"
    assert "另推他人1：欧阳志刚另推他人2：未填写" in text(visit)
    assert "第1名林嵘、第2名周启明" in text(visit)
    assert "计为弃权" not in visit.html
    assert visit.post("/review", ("do", "next")).page == "fingerprint"
    assert visit.post("/cast").page == "receipt"
    receipt = receipt_on(visit)
    receipt.check(server_key().public)
    assert list(board.cast[BOX].values()) == [receipt.fingerprint]
    slate, first, second, order = board.opened()
    assert slate == (0, 1, 0, 0, 0)
    assert (read_write_in(first), read_write_in(second)) == ("欧阳 志刚", "")
    assert read_ranking(with_names().papers[0].items[-1].ranking, order) == (3, 1)


def test_who_writes_a_name_and_ticks_nobody_does_not_abstain() -> None:
    board = FakeBoard(with_names())
    visit = fill_names(Visit(board), "欧阳志刚", "", "")
    assert "推荐人选：名单上未选人" in text(visit)
    assert "弃权" not in text(visit)
    visit.post("/review", ("do", "next"))
    visit.post("/cast")
    slate, first, *_ = board.opened()
    assert (slate, read_write_in(first)) == ((1, 0, 0, 0, 0), "欧阳志刚")


def test_an_opened_ballot_with_a_name_and_no_tick_is_told_as_it_was_reviewed() -> None:
    visit = fill_names(Visit(FakeBoard(with_names())), "欧阳志刚", "", "")
    visit.post("/review", ("do", "next")).post("/check", ("do", "check"))
    assert visit.page == "opened"
    assert "推荐人选：名单上未选人" in text(visit)
    assert "弃权" not in text(visit)


def test_a_name_beside_a_tick_for_abstention_is_reviewed_as_the_count_takes_it() -> None:
    visit = Visit(FakeBoard(with_names())).to_papers()
    visit.fill(("slate", "abstain"))
    visit.fill_fields(("item-other-1", "欧阳志刚")).get("/review")
    assert "推荐人选：名单上未选人" in text(visit)


@pytest.mark.parametrize("group", GROUPS)
def test_scores_from_the_slip_to_the_receipt(group: str) -> None:
    board = FakeBoard(with_scores(group))
    visit = fill_scores(Visit(board), "95.5", "100", "０", "76.0")
    assert visit.page == "review"
    assert "周启明95.5、陈志远100.0、林嵘0.0、黄素芬76.0" in text(visit)
    visit.post("/review", ("do", "next"))
    assert visit.post("/cast").page == "receipt"
    assert read_scores(board.opened()[0], 4) == (955, 1000, 0, 760)


def test_everything_left_open_is_empty_and_the_review_says_so() -> None:
    board = FakeBoard(with_names())
    visit = Visit(board).to_review()
    assert "有1项未选，将计为弃权" in text(visit)
    assert "以下各项未作选择" in visit.html
    assert "拟任人选排序：未排任何人" in text(visit)
    visit.post("/review", ("do", "next"))
    visit.post("/cast")
    assert board.opened() == ((1, 0, 0, 0, 0), (255,) * 30, (255,) * 30, (0, 0))


def test_a_line_that_is_too_long_stays_as_typed_and_stops_the_way_forward() -> None:
    visit = Visit(FakeBoard(with_names()))
    visit.to_papers().fill()
    long = "阿卜杜热西提·艾合买提"
    visit.fill_fields(("item-other-1", long), ("item-other-2", "王\u200b芳"))
    assert (visit.status, visit.page, visit.problem) == (422, "paper", "choices-wrong")
    assert f'value="{long}"' in visit.html
    assert "最多 10 个汉字" in visit.html
    assert "看不见的字符" in visit.html
    visit.fill_fields(("item-other-1", long), do="back")
    assert visit.path == "/paper/1"
    visit.get("/review")
    assert "太长" in text(visit)
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"
    visit.post("/review", ("edit", "2"))
    visit.fill_fields(("item-other-1", "<b>艾合买提</b>"), ("item-other-2", ""))
    assert "&lt;b&gt;艾合买提&lt;/b&gt;" in visit.html
    assert visit.post("/review", ("do", "next")).page == "fingerprint"


def test_a_listed_name_may_be_written_and_a_name_twice_stops_the_review() -> None:
    visit = Visit(FakeBoard(with_names()))
    visit.to_papers().fill()
    visit.fill_fields(("item-other-1", "周 启明"), ("item-other-2", "周启明"), do="stay")
    for place in ("screen", "review"):
        if place == "review":
            visit.get("/review")
        assert "周启明已在本票名单上" in visit.html
        assert "在本票上出现了不止一次" in visit.html
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"
    visit.post("/review", ("edit", "2"))
    visit.fill_fields(("item-other-1", "周 启明"), ("item-other-2", ""))
    assert "在本票上出现了不止一次" not in visit.html
    assert visit.post("/review", ("do", "next")).page == "fingerprint"


def test_a_person_who_is_ticked_is_not_written_in_as_well() -> None:
    visit = Visit(FakeBoard(with_names())).to_papers()
    visit.fill(("slate", "p01"))
    visit.fill_fields(("item-other-1", "周启明"), ("item-other-2", ""))
    visit.get("/review")
    assert "另推他人 1“周启明”、已选的周启明：同一姓名" in visit.html
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"


def test_more_names_than_the_paper_takes_stop_the_review_and_are_named_everywhere() -> None:
    board = FakeBoard(with_names())
    visit = Visit(board).scan()
    assert "本票最多推荐 3 人（含另推他人）" in visit.html
    visit.post("/notice", ("do", "next"))
    assert "已推荐 0 人，还可推荐 3 人" in visit.html
    visit.fill(("slate", "p01"), ("slate", "p02"))
    assert "已推荐 2 人，还可推荐 1 人" in visit.html
    visit.fill_fields(("item-other-1", "王芳"), ("item-other-2", "张伟"))
    assert visit.path == "/paper/3", "the way on between the screens stays open"
    visit.fill()
    assert visit.page == "review"
    assert "已推荐 4 人，多了 1 人" in visit.html
    assert (visit.post("/review", ("do", "next")).problem) == "choices-wrong"
    assert visit.voter.unsigned is None
    visit.post("/review", ("edit", "1"))
    assert "已推荐 4 人，多了 1 人" in visit.html
    assert visit.html.count(" checked") == 2, "nothing is taken away"
    visit.fill(("slate", "p01"))
    assert visit.post("/review", ("do", "next")).page == "fingerprint"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ([("1", "p01"), ("2", "p01")], "周启明排在了不止一个名次"),
        ([("1", ""), ("2", "p02")], "第1名空着，后面的名次却有人"),
    ],
)
def test_a_ranking_that_cannot_be_is_kept_and_named(
    fields: list[tuple[str, str]], said: str
) -> None:
    visit = Visit(FakeBoard(with_names()))
    visit.to_papers().fill()
    visit.fill()
    before = visit.html.count(" checked")
    visit.fill_fields(*((f"item-order:{place}", who) for place, who in fields))
    assert (visit.status, visit.problem) == (422, "choices-wrong")
    assert said in text(visit)
    assert visit.html.count(" checked") == before == 2
    visit.fill_fields(("item-order:1", ""), ("item-order:2", ""))
    assert visit.page == "review"


def test_scores_that_are_missing_or_wrong_are_named_with_their_people() -> None:
    visit = Visit(FakeBoard(with_scores()))
    fill_scores(visit, "95.5", "", "101", " ")
    assert (visit.status, visit.problem) == (422, "choices-wrong")
    assert "陈志远、黄素芬还没有打分" in text(visit)
    assert "林嵘的分数不对" in text(visit)
    assert 'value="101"' in visit.html
    visit.get("/review")
    assert "林嵘的分数不对" in text(visit)
    assert visit.post("/review", ("do", "next")).problem == "choices-wrong"
    visit.post("/settings", ("set", "language"))
    assert "everybody needs one" in visit.html.lower()
