"""The count report: what it says in both languages, and that nothing in it is active."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

import pytest

from meeting.definition.person import Person
from meeting.draws.draw_list import LONGEST_ENTRY, LONGEST_PURPOSE, MOST_ENTRIES
from meeting.published.folder_names import REPORTS
from meeting.published.setups import meeting_fingerprint
from tally.folder.sizes import FileSizes
from tally.outcome.outcome import outcome_of
from tally.report.bars import WIDTH, bar, share_bar
from tally.report.beside import MOST_SHOWN, Beside, DrawnByLot
from tally.report.pages import pages, readme
from tally.report.report import render_report
from tally.verify.meeting.contents import MOST_NAMED
from tally.words.figures_and_names import chinese_number, short_hash, spoken_date
from tests.tally.fixtures.held_meeting import FIGURES, Held
from tests.tally.fixtures.sample_outcomes import sample_beside, samples
from tests.tally.fixtures.small_hall import TELLERS


class Page(HTMLParser):
    """The text of a page, its tags with their attributes, and whether they close in order."""

    VOID = ("meta", "link")

    def __init__(self, source: bytes) -> None:
        super().__init__()
        self.text = ""
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(source.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID and not self.get_starttag_text().endswith("/>"):  # type: ignore[union-attr]
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.text += data


def fingerprint_of(held: Held) -> str:
    return meeting_fingerprint({count.box.id: count.setup for count in held.outcome.boxes})


@pytest.mark.parametrize("language", REPORTS)
def test_the_page_is_whole_and_holds_nothing_active(full: Held, language: str) -> None:
    page = Page((full.out / REPORTS[language]).read_bytes())
    assert page.open == []
    names = {tag for tag, _attributes in page.tags}
    assert not names & {"script", "style", "iframe", "img", "form", "object"}
    for _tag, attributes in page.tags:
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        for name in ("href", "src"):
            assert (attributes.get(name) or "report.css") in {*REPORTS.values(), "report.css"}


def test_the_chinese_report_says_what_the_form_says(full: Held) -> None:
    text = Page((full.out / "index.html").read_bytes()).text
    for words in (
        "计票结果报告单", "届末民主测评 · 丁堡镇 · 二〇二六年十一月二十一日",
        "应到", "实到", "发出", "收回", "有效", "无效", "称职以上率", "分布", "名次", "如何得出",
        "总监票人", "监票人", "计票人", "陈志远", "每一行 优秀 + 称职 + 不称职 + 弃权 = 12",
        "称职以上率 = （优秀 + 称职） ÷ 有效票 12", fingerprint_of(full), "仅由投票机执行",
    ):  # fmt: skip
        assert words in text, words


def test_the_english_report_holds_no_chinese(full: Held) -> None:
    text = Page((full.out / "report.en.html").read_bytes()).text
    chinese = set(re.findall("[\u4e00-\u9fff]+", text))
    assert chinese == {"中文", *full.hall.meeting.tellers}
    assert "21 November 2026" in text
    assert "Competent or better = (Excellent + Competent) ÷ valid ballots 12." in text


def test_the_figures_in_the_report_are_those_of_the_outcome(full: Held) -> None:
    text = Page((full.out / "index.html").read_bytes()).text
    for table in full.outcome.rounds[0].tables:
        for item in table.items:
            for rate in item.item.rates:
                value = item.rates[rate.id].value
                assert value is not None
                assert value.rounded in text
    assert short_hash(fingerprint_of(full)) in text
    for count in full.outcome.boxes:
        assert short_hash(count.head) in text


def test_names_are_escaped(full: Held) -> None:
    meeting = full.hall.meeting
    villain = Person("chen", "<script>陈&志远", "x", "", "")
    papers = tuple(
        replace(
            paper,
            items=tuple(
                replace(item, subject=villain if item.subject else None) for item in paper.items
            ),
        )
        for paper in meeting.papers
    )
    changed = replace(meeting, papers=papers)
    counts = tuple(replace(count, box=changed.box(count.box.id)) for count in full.outcome.boxes)
    page = render_report(outcome_of(changed, "0" * 64, counts, FIGURES), "zh").decode()
    assert "<script" not in page
    assert "&lt;script&gt;陈&amp;志远" in page


def test_weights_are_explained(full: Held) -> None:
    groups = tuple(
        replace(group, weight=weight)
        for group, weight in zip(
            full.hall.meeting.groups, (Fraction(3, 5), Fraction(2, 5)), strict=True
        )
    )
    meeting = replace(full.hall.meeting, groups=groups)
    counts = tuple(replace(c, box=meeting.box(c.box.id)) for c in full.outcome.boxes)
    page = render_report(outcome_of(meeting, "0" * 64, counts, FIGURES), "zh").decode()
    assert "A票 × 3/5 + B票 × 2/5" in page


def test_without_figures_there_are_dashes(full: Held) -> None:
    outcome = outcome_of(full.hall.meeting, "0" * 64, full.outcome.boxes, {})
    assert "<dt>实到</dt><dd>—</dd>" in render_report(outcome, "zh").decode()


@pytest.mark.parametrize(("votes", "abstain"), [((71, 33, 4), 3), ((0, 0), 0), ((1, 1, 1), 0)])
def test_a_bar_is_as_long_as_all_ballots(votes: tuple[int, ...], abstain: int) -> None:
    drawn = str(bar(votes, abstain, "x"))
    widths = [int(width) for width in re.findall(r'<rect x="\d+" width="(\d+)"', drawn)]
    empty = [int(width) + 1 for width in re.findall(r'y="0.5" width="(\d+)"', drawn)]
    assert sum(widths) + sum(empty) == (WIDTH if sum(votes) + abstain else 0)


def test_a_share_bar_escapes_its_label() -> None:
    assert 'aria-label="&lt;1&gt;"' in str(share_bar(1, 3, "<1>"))


def test_dates_and_numbers_in_words() -> None:
    words = {1: "一", 10: "十", 11: "十一", 20: "二十", 21: "二十一", 30: "三十", 31: "三十一"}
    assert {number: chinese_number(number) for number in words} == words
    assert spoken_date("2026-01-10", "zh") == "二〇二六年一月十日"
    assert spoken_date("2026-01-10", "en") == "10 January 2026"


def test_the_report_shows_what_the_hall_saw_at_closing(full: Held) -> None:
    text = Page((full.out / "index.html").read_bytes()).text
    assert "公告板指纹（封箱时）" in text
    for count in full.outcome.boxes:
        assert count.closing != count.head
        assert short_hash(count.closing) in text


def test_received_is_valid_and_invalid_and_unopened(full: Held) -> None:
    first, *others = full.outcome.boxes
    counts = (replace(first, items=None), *others)
    outcome = outcome_of(full.hall.meeting, "0" * 64, counts, FIGURES)
    page = render_report(outcome, "zh").decode()
    assert f"<dt>未开箱</dt><dd>{first.ballots}</dd>" in page
    assert "未开箱</dt>" not in (full.out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("group", "said"), [("Ed25519", "Belenios 2.1"), ("BELENIOS-2048", "2.0 版即可")]
)
def test_other_programs_are_named_by_what_they_can_read(full: Held, group: str, said: str) -> None:
    meeting = replace(full.hall.meeting, group_name=group)
    text = readme(replace(full.outcome, meeting=meeting)).decode()
    assert said in text
    assert "{" not in text
    assert fingerprint_of(full) not in text, "a folder is not compared with itself"
    assert short_hash(fingerprint_of(full)) not in text


def test_shared_places_are_said_in_words() -> None:
    """Nobody at a count reads `1=`; the sample with ties has two people at place 1."""
    tied = pages(samples()[2])
    chinese, english = tied["index.html"].decode(), tied["report.en.html"].decode()
    assert chinese.count('<td class="place">并列第 1</td>') == 4
    assert english.count('<td class="place">1 (tied)</td>') == 4
    assert "1=" not in chinese + english


def test_without_lines_for_other_names_nobody_ticked_is_an_abstention() -> None:
    plain = pages(samples()[0])
    assert "张，其中弃权 " in plain["index.html"].decode()
    assert "名单上未勾选" not in plain["index.html"].decode()
    assert " abstained; each of the other " in plain["report.en.html"].decode()


def test_slips_are_accounted_for_and_draws_told() -> None:
    outcome, beside = samples()[0], sample_beside()
    page = pages(outcome, beside)["index.html"].decode()
    rows = re.findall(r"<small>(r1-.)</small></th>((?:<td>-?\d+</td>)+)</tr>", page)
    figures = {box: [*map(int, re.findall(r"-?\d+", cells))] for box, cells in rows}
    voted = {count.box.id: count.ballots for count in outcome.boxes}
    assert figures["r1-A"] == [20, voted["r1-A"], 2, 5, 20 - voted["r1-A"] - 7]
    assert figures["r1-B"] == [20, voted["r1-B"], 0, 0, 20 - voted["r1-B"]]
    first, third = TELLERS[0], TELLERS[2]
    assert f"用监票人 {first}、{third} 的份额抽出 2 项" in page
    assert page.index("Ördög Péter") < page.index("&lt;李强&gt;")
    assert "尚未抽出" in page
    text = pages(outcome, beside)["README.txt"].decode()
    assert "cancelled.json" in text
    assert "drawn.csv" in text


def test_a_meeting_of_schema_1_and_a_folder_without_draws_say_nothing_of_them() -> None:
    outcome = samples()[0]
    before = replace(outcome, meeting=replace(outcome.meeting, schema=1))
    page = pages(before)["index.html"].decode()
    assert "票码条</h2>" not in page
    assert "抽签" not in page
    assert "cancelled.json" not in pages(outcome)["README.txt"].decode()


def test_a_long_draw_is_told_as_far_as_a_page_goes() -> None:
    entries = tuple((number, f"{number} 号") for number in range(1, 251))
    draw = DrawnByLot("order", "次序", 250, 250, (1, 2), entries)
    page = pages(samples()[0], Beside({}, (draw,)))["report.en.html"].decode()
    assert page.count("on the list</small>") == MOST_SHOWN
    assert "and 150 more, in drawn.csv" in page


def test_fifty_long_draws_fit_into_what_a_report_may_be() -> None:
    sizes, outcome = FileSizes({}, 0, 0), samples()[0]
    entries = tuple((number, "&" * LONGEST_ENTRY) for number in range(1, MOST_ENTRIES + 1))
    draw = DrawnByLot("o" * 32, "&" * LONGEST_PURPOSE, MOST_ENTRIES, MOST_ENTRIES, (1,), entries)
    beside = Beside({}, (draw,) * MOST_NAMED)
    for name in REPORTS.values():
        more = len(pages(outcome, beside)[name]) - len(pages(outcome)[name])
        assert more < sizes.most(name)
