"""Names in writing are put together by the one equality, and nothing is hidden by it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.write_in import write_in_vector
from crypto.groups.embedding import Extracted
from meeting.definition.paper import DECISION, SURVEY, Option, Paper, PaperItem
from meeting.definition.person import Person
from meeting.names import name_key
from tally.outcome.box_count import BoxCount, read_result
from tally.outcome.file.outcome_json import outcome_bytes
from tally.outcome.outcome import Outcome, outcome_of
from tally.outcome.single_count import Tally, by_votes
from tally.outcome.written_names import WrittenName, written_names
from tally.report.report import render_report
from tests.tally.fixtures.sample_outcomes import PLAIN
from tests.tally.fixtures.written_hall import SLATE, THREE

TEXTS = st.text("王芳 ·•.ａaA⽟玉", min_size=1, max_size=4)
TWINS = (
    Person("fang-1", "王芳", "Wang Fang", "财政所所长", "", shown_as="王芳（财政所）"),
    Person("fang-2", "王芳", "Wang Fang", "卫生院院长", "", shown_as="王芳（卫生院）"),
)


def put_together(*texts: str) -> tuple[WrittenName, ...]:
    return written_names(by_votes((text, 1) for text in texts), SLATE, THREE)


def test_spellings_of_one_name_are_one_row() -> None:
    (wang, maimaiti) = put_together("王 芳", "王芳", "王芳", "买买提·吐尔逊", "买买提•吐尔逊")
    assert (wang.name, wang.votes) == ("王芳", 3)
    assert wang.spellings == (("王芳", 2), ("王 芳", 1))
    assert maimaiti.spellings == (("买买提·吐尔逊", 1), ("买买提•吐尔逊", 1))


def test_of_equally_many_spellings_the_first_by_code_points_is_shown() -> None:
    (name,) = put_together("li si", "LI SI", "Li Si")
    assert name.name == "LI SI"


def test_the_order_is_that_of_the_votes_together() -> None:
    """Alone, each spelling of 王芳 has fewer votes than 李四."""
    found = put_together("李四", "李四", "李四", "王芳", "王芳", "王 芳", "王 芳")
    assert [(name.name, name.votes) for name in found] == [("王芳", 4), ("李四", 3)]


@given(st.lists(TEXTS, max_size=12))
def test_every_text_stands_in_one_name_and_no_vote_is_lost(texts: list[str]) -> None:
    found = put_together(*texts)
    spelled = [each for name in found for each in name.spellings]
    assert sorted(spelled) == sorted(by_votes((text, 1) for text in texts))
    assert len({name_key(name.name) or name.name for name in found}) == len(found)
    votes = [name.votes for name in found]
    assert votes == sorted(votes, reverse=True)
    for name in found:
        assert len({name_key(text) for text, _votes in name.spellings}) == 1
        assert name.votes_in(dict(by_votes((text, 1) for text in texts))) == name.votes


@pytest.mark.parametrize(
    "text", ["林嵘", "林 嵘", "林\u3000嵘", "Lin Rong", "lin  rong", "ＬＩＮ ＲＯＮＧ"]
)
def test_a_name_of_the_list_is_known_however_it_is_written(text: str) -> None:
    names: Tally = ((text, 1),)
    assert written_names(names, SLATE, THREE)[0].listed == ("lin",)


@pytest.mark.parametrize("text", ["林", "林嵘嵘", "x"])
def test_another_name_is_nobody_on_the_list(text: str) -> None:
    assert put_together(text)[0].listed == ()


def test_a_list_without_english_names_makes_nobody_out_of_nothing() -> None:
    """A text whose key is empty is no name that everybody without an English one bears."""
    options = tuple(replace(option, label_en="") for option in SLATE.items[0].options)
    paper = replace(SLATE, items=(replace(SLATE.items[0], options=options), *SLATE.items[1:]))
    people = tuple(replace(person, name_en="") for person in THREE)
    (found,) = written_names((("\u06dd", 1),), paper, people)
    assert (name_key(found.name), found.listed) == ("", ())


def test_texts_of_which_nothing_is_left_are_still_told_apart() -> None:
    assert len(put_together("\u06dd", "\u070f")) == 2


def test_what_is_written_where_nobody_is_named_is_nobody_on_the_paper() -> None:
    """没有 on a line for suggestions is not the answer 没有 to the question above it."""
    answer = Option("none", "没有", "None")
    problems = PaperItem("problems", None, "问题", "", (answer,), 0, 1, False)
    paper = Paper("survey", SURVEY, "问卷", "", "", "", "valid", (problems,))
    (found,) = written_names((("没有", 2),), paper, THREE)
    assert found.listed == ()
    (named,) = written_names((("没有", 2),), replace(paper, kind=DECISION), THREE)
    assert named.listed == ("none",)


# on paper


def counted(*texts: str, people: tuple[Person, ...] = THREE) -> Outcome:
    """Six ballots with one line; people are those of the list."""
    options = tuple(Option(each.id, each.display_name, each.display_name_en) for each in people)
    slate = replace(
        SLATE, items=(replace(SLATE.items[0], options=options, maximum=1), SLATE.items[1])
    )
    round_one = replace(PLAIN.rounds[0], papers=(slate.id,))
    meeting = replace(
        PLAIN, people=people, papers=(slate,), rounds=(round_one,), groups=PLAIN.groups[:1]
    )
    (box,) = meeting.boxes()
    lines = tuple(Extracted(write_in_vector(text), canonical=True) for text in texts)
    ticked = (len(texts), *(0 for _option in options))
    items = read_result(meeting, box, len(texts), (ticked, ()), {1: lines})
    count = BoxCount(box, "1" * 64, "3" * 64, "2" * 64, len(texts), items)
    return outcome_of(meeting, "0" * 64, (count,), {})


def told(outcome: Outcome, language: str = "zh") -> str:
    page = re.sub(r"</?span>|<wbr>", "", render_report(outcome, language).decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_the_report_shows_how_else_a_name_was_written() -> None:
    outcome = counted("王 芳", "王芳", "王芳", "李四")
    assert "王芳 另有写作：王 芳（1 票） 3" in told(outcome)
    assert "王芳 also written 王 芳 (1) 3" in told(outcome, "en")
    assert (
        '"names":[{"name":"王芳","votes":3,"spellings":[{"name":"王芳","votes":2},'
        '{"name":"王 芳","votes":1}]},{"name":"李四","votes":1}]}'
    ).encode() in outcome_bytes(outcome)


def test_which_of_two_people_of_one_name_is_meant_is_left_open() -> None:
    outcome = counted("王芳", "王 芳", "王芳（卫生院）", people=TWINS)
    text = told(outcome)
    assert "与名单上的王芳（财政所）、王芳（卫生院）同名，无法判断所指何人 2" in text
    assert "王芳（卫生院） 与名单上的王芳（卫生院）同名 1" in text
    ticked = outcome.rounds[0].tables[0].items[0].all.votes
    assert ticked == (0, 0)


def test_a_lookalike_counts_as_the_name_and_is_remarked() -> None:
    """⽟ is a radical; a kiosk refuses it, so another program wrote it."""
    outcome = counted("王玉", "王玉", "王⽟")
    assert '"lookalikes":["⽟"]'.encode() in outcome_bytes(outcome)
    text = told(outcome)
    assert "王玉 另有写作：王⽟（1 票）；含有形近字符：⽟ U+2F5F 3" in text
    assert "投票机不接受形近字符" in text
    assert "形近字符" not in told(counted("王玉"))
