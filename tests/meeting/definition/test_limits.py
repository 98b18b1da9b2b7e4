"""Limits across questions: which answers keep to them, and which limits make no sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.consistency import check_meeting
from meeting.definition.limits_kept import (
    broken_limits,
    fewest_ticks,
    most_ticks,
    ticks,
)
from meeting.definition.meeting import Meeting
from meeting.definition.mistakes import place
from meeting.definition.paper import ABSTAIN, CHOICE, Paper
from meeting.definition.paper_limits import Alone, AnyLimit, Between, Once, Replacing, Ticks
from meeting.definition.post import PersonList, Post
from meeting.rules.numbers import Rate
from meeting.rules.step import GroupId, ItemId, OptionId, RoundId
from tests.meeting.fixtures.own_papers import own_meeting

GRADES, SLATE, VOTE = 0, 1, 2
TWICE = ("p01", "p01")


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Meeting:
    return own_meeting(tmp_path_factory.mktemp("own"))


def broken(paper: Paper, **answers: Sequence[str]) -> list[str]:
    """The ids of the limits that these answers break; an item's id is written with _ for -."""
    given = {name.replace("_", "-"): each for name, each in answers.items()}
    return [limit.id for limit in broken_limits(paper, given)]


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, []),
        ({"p01_overall": [ABSTAIN]}, []),
        ({"p01_overall": ["good"], "p02_overall": ["good"], "p06_overall": ["fair"]}, []),
        ({"p01_overall": ["good"], "p02_overall": ["good"], "p06_overall": ["good"]}, ["third"]),
        (
            {"p01_ability": ["good"], "p02_ability": ["good"], "p06_ability": ["good"]},
            ["ability-differs"],
        ),
        ({"p01_ability": ["good"], "p02_ability": ["good"], "p06_ability": ["fair"]}, []),
        ({"p01_ability": ["good"], "p02_ability": ["good"], "p06_ability": [ABSTAIN]}, []),
        ({"p01_faults": ["none"]}, []),
        ({"p01_faults": ["vain", "idle"]}, []),
        ({"p01_faults": ["none", "idle"], "p02_faults": ["idle"]}, ["none-alone"]),
        ({"p01_overall": ["good"], "p01_ability": ["fair"]}, ["overall-between"]),
        ({"p01_overall": ["fair"], "p01_ability": ["fair"]}, []),
        ({"p01_overall": ["good"], "p01_ability": [ABSTAIN]}, []),
        ({"p01_overall": ["good"], "p02_ability": ["fair"]}, []),
        ({"p01_overall": [ABSTAIN], "p01_ability": ["fair"]}, []),
    ],
)
def test_grades(own: Meeting, answers: dict[str, list[str]], expected: list[str]) -> None:
    assert broken(own.papers[GRADES], **answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"secretary_choice": ["p01"], "deputy_choice": ["p02", "p03"]}, []),
        ({"secretary_choice": ["p01"], "secretary_other": ["某人"]}, ["secretary-seats"]),
        ({"deputy_choice": ["p02"], "deputy_other_1": ["某人"]}, []),
        ({"deputy_choice": ["p02", "p03"], "deputy_other_2": ["某人"]}, ["deputy-seats"]),
        ({"deputy_other_1": [""], "deputy_choice": ["p02", "p03"]}, []),
        ({"secretary_choice": ["p01"], "deputy_choice": ["p01"]}, ["one-post"]),
        ({"secretary_choice": [ABSTAIN], "deputy_choice": [ABSTAIN]}, []),
    ],
)
def test_posts(own: Meeting, answers: dict[str, list[str]], expected: list[str]) -> None:
    assert broken(own.papers[SLATE], **answers) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"p01_decision": ["approve"]}, []),
        ({"p01_decision": ["oppose"]}, ["approvals"]),
        ({"p01_decision": ["approve"], "instead_1": ["某人"]}, ["instead"]),
        (
            {"p01_decision": ["approve"], "p02_decision": [ABSTAIN], "instead_2": ["甲"]},
            ["instead"],
        ),
        ({"p01_decision": ["approve"], "p02_decision": ["oppose"], "instead_2": ["某人"]}, []),
        ({"instead_1": ["甲"], "instead_2": ["乙"]}, ["instead", "approvals"]),
        ({"p01_decision": [ABSTAIN], "instead_1": [""]}, []),
    ],
)
def test_decisions(own: Meeting, answers: dict[str, list[str]], expected: list[str]) -> None:
    assert broken(own.papers[VOTE], **answers) == expected


@given(st.data())
def test_no_ballot_has_more_ticks_than_the_items_take_or_fewer_than_they_ask(
    own: Meeting, data: st.DataObject
) -> None:
    paper = data.draw(st.sampled_from(own.papers))
    options = sorted({option.id for item in paper.items for option in item.options})
    counted = data.draw(st.lists(st.sampled_from(options), unique=True, max_size=3))
    limit = Ticks(id="any", options=tuple(counted), most=1)
    answers = {}
    for item in paper.items:
        offered = [option.id for option in item.options]
        if item.form == CHOICE:
            number = data.draw(st.integers(item.minimum, item.maximum))
            ticked = data.draw(st.permutations(offered))[:number]
            abstains = item.abstain and data.draw(st.booleans())
            answers[item.id] = [ABSTAIN] if abstains else ticked
        else:
            answers[item.id] = data.draw(st.sampled_from([[], [""], ["某人"]]))
    assert fewest_ticks(limit, paper) <= ticks(limit, paper, answers) <= most_ticks(limit, paper)


def with_limit(meeting: Meeting, at: int, limit: AnyLimit) -> Meeting:
    papers = [*meeting.papers]
    papers[at] = replace(papers[at], limits=(limit,))
    return replace(meeting, papers=tuple(papers))


def found(meeting: Meeting) -> list[tuple[str, str]]:
    """(code, place) of everything that is wrong; every sentence exists in both languages."""
    mistakes = check_meeting(meeting)
    assert all(problem.text("zh") != problem.text("en") for _, problem in mistakes)
    return [(problem.code, place(path)) for path, problem in mistakes]


WRONG: dict[str, tuple[int, AnyLimit, str, str]] = {
    "item": (GRADES, Ticks(id="x", items=("overal",), most=1), "limit-names", "items[0]"),
    "option": (GRADES, Ticks(id="x", options=("god",), most=1), "limit-names", "options[0]"),
    "nothing": (GRADES, Ticks(id="x"), "limit-nothing", ""),
    "order": (GRADES, Ticks(id="x", items=("overall",), least=3, most=2), "limit-order", "least"),
    "much": (GRADES, Ticks(id="x", items=("overall",), least=4), "limit-impossible", "least"),
    "needless": (
        *(GRADES, Ticks(id="x", items=("overall",), options=("good",), most=3)),
        *("limit-needless", "most"),
    ),
    "once-of-grades": (GRADES, Once(id="x"), "limit-paper", ""),
    "once-of-one": (SLATE, Once(id="x", items=("deputy-choice",)), "limit-needless", "items"),
    "once-of-lines": (SLATE, Once(id="x", items=("other",)), "limit-form", "items[0]"),
    "no-lines": (
        *(VOTE, Replacing(id="x", lines=(), items=("decision",), option="oppose")),
        *("limit-lines", "lines"),
    ),
    "lines-are-ticks": (
        *(VOTE, Replacing(id="x", lines=("decision",), items=("decision",), option="oppose")),
        *("limit-form", "lines[0]"),
    ),
    "alone-of-one": (
        *(GRADES, Alone(id="x", items=("overall",), option="good")),
        *("limit-needless", "items"),
    ),
    "alone-of-some": (
        *(GRADES, Alone(id="x", items=("overall", "faults"), option="none")),
        *("limit-names", "option"),
    ),
    "between-itself": (
        *(GRADES, Between(id="x", items=("overall",), of=("overall",))),
        *("limit-between", "of"),
    ),
    "between-others": (
        *(GRADES, Between(id="x", items=("overall",), of=("faults",))),
        *("limit-grades", "of"),
    ),
    "between-whom": (
        *(GRADES, Between(id="x", items=("overall",), of=("p01-ability",))),
        *("limit-between-whom", "of"),
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_limit_that_makes_no_sense_is_named(own: Meeting, name: str) -> None:
    at, limit, code, key = WRONG[name]
    where = f"papers[{at}].limits[0]" + (f".{key}" if key else "")
    assert (code, where) in found(with_limit(own, at, limit))


def test_a_limit_is_impossible_where_the_items_ask_for_more(own: Meeting) -> None:
    paper = own.papers[SLATE]
    forced = replace(paper.items[2], abstain=False, minimum=2)
    items = (*paper.items[:2], forced, *paper.items[3:])
    limit = Ticks(id="one", items=("choice",), most=1)
    changed = replace(paper, items=items, limits=(limit,))
    meeting = replace(own, papers=(own.papers[0], changed, *own.papers[2:]))
    assert ("limit-impossible", "papers[1].limits[0].most") in found(meeting)


def test_a_near_name_is_suggested(own: Meeting) -> None:
    limit = Ticks(id="x", items=("overal",), options=("good",), most=1)
    (mistake,) = check_meeting(with_limit(own, GRADES, limit))
    assert "'overall'" in mistake[1].text("en")


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({"lists": (PersonList("heads", "正职", "", ()),)}, "list-nobody", "lists[0].people"),
        ({"lists": (PersonList("people", "正职", "", ("p01",)),)}, "list-reserved", "lists[0].id"),
        ({"lists": (PersonList("h", "正职", "", ("p99",)),)}, "word-unknown", "lists[0].people[0]"),
        (
            {"lists": (PersonList("h", "正", "", TWICE),)},
            "person-twice",
            "lists[0].people[1]",
        ),
        ({"posts": (Post("secretary", "书记", "", 0),)}, "post-seats", "posts[0].seats"),
        ({"posts": (Post("secretary", "书记", "", 13),)}, "post-seats", "posts[0].seats"),
        ({"posts": (Post("secretary", "书记", "", 1, "hads"),)}, "list-unknown", "posts[0].list"),
        ({"posts": ()}, "word-unknown", "papers[1].items[0].post"),
    ],
)
def test_lists_and_posts_that_make_no_sense_are_named(
    own: Meeting, changes: dict[str, object], code: str, where: str
) -> None:
    assert (code, where) in found(replace(own, **changes))  # type: ignore[arg-type]


def test_every_voter_group_is_asked_in_some_round(own: Meeting) -> None:
    first, second = own.rounds
    only = replace(own, rounds=(replace(first, groups=("A",)), replace(second, groups=("B", "X"))))
    assert {("group-unused", "groups[2].id"), ("word-unknown", "rounds[1].groups[1]")} <= {
        *found(only)
    }


def test_no_two_steps_are_called_alike(own: Meeting) -> None:
    """A cut could say that it takes those whom a threshold let through, and take everybody."""
    rate, only = own.rules
    called = replace(rate, name="过 半", name_en="")
    alike = set(found(replace(own, rules=(called, replace(only, name="过半", name_en="")))))
    assert {("step-name-twice", f"rules[1].{each}") for each in ("name", "name_en")} <= alike
    by_id = replace(rate, name="", name_en=""), replace(only, name=rate.id, name_en="")
    assert ("step-name-twice", "rules[1].name") in found(replace(own, rules=by_id))
    apart = replace(own, rules=(called, replace(only, name="名单", name_en="")))
    assert "step-name-twice" not in {code for code, _place in found(apart)}


def test_a_rule_names_groups_of_its_round_only_and_no_step_is_called_as_a_list(
    own: Meeting,
) -> None:
    rate, only = own.rules
    assert isinstance(rate, Rate)
    options = (OptionId("approve"),)
    second = replace(rate, round=RoundId("r2"), item=ItemId("decision"), options=options)
    second = replace(second, groups=(GroupId("C"),))
    assert ("rule-unknown", "rules[0].groups[0]") in found(replace(own, rules=(second, only)))
    women = replace(rate, id="women")
    assert ("step-list", "rules[0].id") in found(replace(own, rules=(women, only)))
