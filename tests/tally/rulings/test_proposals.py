"""Who may be one person: proposals for people to decide, each with its reason, in order."""

from __future__ import annotations

import tomllib
from dataclasses import replace

from meeting.definition.display_names import told_apart
from meeting.definition.meeting import Meeting
from meeting.definition.paper import Option, Paper
from meeting.definition.person import Person
from tally.outcome.single_count import WriteInCount, by_votes
from tally.outcome.written_names import written_names
from tally.rulings.merge_form import merge_form
from tally.rulings.proposals import Proposal, proposals
from tests.tally.fixtures.sample_outcomes import PLAIN
from tests.tally.fixtures.written_hall import SLATE

LISTED = (
    Person("zhang", "张伟", "Zhang Wei", "所长", ""),
    Person("zhang2", "章伟", "", "站长", ""),
    Person("wang1", "王芳", "", "财政所", ""),
    Person("wang2", "王芳", "", "农业站", ""),
)
ELSEWHERE = Person("li", "李强", "", "", "")


def meeting() -> tuple[Meeting, Paper]:
    people = told_apart((ELSEWHERE, *LISTED))
    on_paper = tuple(Option(each.id, each.display_name, "") for each in people[1:])
    first, *lines = SLATE.items
    paper = replace(SLATE, items=(replace(first, options=on_paper), *lines))
    return replace(PLAIN, people=people, papers=(paper,)), paper


def found(*names: tuple[str, int]) -> list[tuple[str, tuple[str, ...], str]]:
    of, paper = meeting()
    proposed = proposals(of, paper, written_names(by_votes(names), paper, of.people))
    return [_told(each) for each in proposed]


def _told(each: Proposal) -> tuple[str, tuple[str, ...], str]:
    names = tuple(name.name for name in each.names)
    return each.person.id if each.person else "", names, each.reading


def test_what_sounds_like_people_of_the_paper_is_proposed_to_each_of_them_with_the_reason() -> None:
    assert found(("張偉", 2), ("王方", 1)) == [
        ("zhang", ("張偉",), "zhang wei"),
        ("zhang2", ("張偉",), "zhang wei"),
        ("wang1", ("王方",), "wang fang"),
        ("wang2", ("王方",), "wang fang"),
    ]


def test_a_name_of_the_list_is_proposed_to_nobody_else_of_it() -> None:
    assert found(("章伟", 3), ("张伟", 2), ("Zhang Wei", 1), ("王芳", 1)) == []


def test_people_who_are_not_on_the_paper_come_after_those_who_are() -> None:
    assert found(("李强", 1), ("李墙", 1), ("章威", 1)) == [
        ("zhang", ("章威",), "zhang wei"),
        ("zhang2", ("章威",), "zhang wei"),
        ("li", ("李墙",), "li qiang"),
        ("li", ("李强",), ""),
    ]


def test_new_names_that_sound_alike_are_one_proposal_under_the_one_with_most_votes() -> None:
    assert found(("陈静", 1), ("陈晶", 4), ("陈 静", 1), ("丁一", 9)) == [
        ("", ("陈晶", "陈静"), "chen jing")
    ]


def test_what_stands_in_brackets_is_no_part_of_how_a_name_sounds() -> None:
    assert found(("张伟（曾用名）", 1))[0] == ("zhang", ("张伟（曾用名）",), "zhang wei")


def test_texts_of_lines_that_name_nobody_are_no_names() -> None:
    of, paper = meeting()
    texts = replace(paper, kind="problems")
    assert not texts.lines_name_people
    assert proposals(of, texts, written_names(by_votes((("张玮", 1),)), texts, of.people)) == ()


def test_a_form_merges_nothing_that_only_sounds_alike() -> None:
    of, paper = meeting()
    names = (("张伟", 5), ("張偉", 2), ("王方", 1), ("陈静", 1), ("陈晶", 4), ("李强", 1))
    count = WriteInCount(20, 6, by_votes(names), ())
    form = merge_form(of, paper, {"other-1": {"A": count}}, "zh")
    read = tomllib.loads(form)
    assert read["people"] == {"张伟": ["张伟"]}
    assert {name: [name] for name in ("張偉", "王方", "陈静", "陈晶")} == read["new"]
    assert '一位同名的人？请另取一个不会被误认的称呼：\n# "李强" = ["李强"]  # 1\n' in form
    assert '# 拼音相同："張偉" zhang wei\n# "张伟" = ["张伟", "張偉"]  # 5, 2\n' in form
    assert (
        '# 拼音相同："陈晶" chen jing、"陈静" chen jing\n# "陈晶" = ["陈晶", "陈静"]  # 4, 1\n'
        in form
    )
    assert '# 是本次会议的人员，但不在这张票上："李强"\n# "李强" = ["李强"]  # 1\n' in form
