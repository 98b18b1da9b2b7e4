"""Every way in which a meeting can be impossible is found, and its place is named."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from meeting.definition.consistency import check_meeting
from meeting.definition.meeting import Meeting, VoterGroup
from meeting.definition.mistakes import place
from meeting.definition.paper import Paper, PaperItem
from meeting.definition.person import Person
from tests.meeting.fixtures.township import township


def found(meeting: Meeting) -> set[tuple[str, str]]:
    """The mistakes as (code, place)."""
    return {(problem.code, place(path)) for path, problem in check_meeting(meeting)}


def with_group(index: int = 0, **changes: object) -> Meeting:
    groups = list(township().groups)
    groups[index] = replace(groups[index], **changes)  # type: ignore[arg-type]
    return replace(township(), groups=tuple(groups))


def with_person(index: int = 0, **changes: object) -> Meeting:
    """Change somebody in the list of people only: the papers then speak of somebody else."""
    people = list(township().people)
    people[index] = replace(people[index], **changes)  # type: ignore[arg-type]
    return replace(township(), people=tuple(people))


def with_item(index: int = 0, **changes: object) -> Meeting:
    paper = township().papers[0]
    items = list(paper.items)
    items[index] = replace(items[index], **changes)  # type: ignore[arg-type]
    return with_paper(paper, items=tuple(items))


def with_paper(paper: Paper, **changes: object) -> Meeting:
    changed = replace(paper, **changes)  # type: ignore[arg-type]
    papers = tuple(changed if each.id == paper.id else each for each in township().papers)
    return replace(township(), papers=papers)


def item(index: int = 0) -> PaperItem:
    return township().papers[0].items[index]


def group(index: int = 0) -> VoterGroup:
    return township().groups[index]


def person(index: int = 0) -> Person:
    return township().people[index]


def test_the_example_is_possible() -> None:
    assert check_meeting(township()) == []


@pytest.mark.parametrize(
    ("meeting", "code", "where"),
    [
        (replace(township(), schema=3), "number-range", "schema"),
        (replace(township(), seal_batch=49), "number-range", "seal_batch"),
        (replace(township(), schema=1, seal_batch=50), "number-range", "seal_batch"),
        (replace(township(), id="会议"), "id-form", "id"),
        (replace(township(), id="a/b"), "id-form", "id"),
        (replace(township(), title=""), "text-empty", "title"),
        (replace(township(), title="会" * 61), "text-long", "title"),
        (replace(township(), title="会\u202e议"), "text-character", "title"),
        (replace(township(), title="会\n议"), "text-character", "title"),
        (replace(township(), title="会议\ue000"), "text-character", "title"),
        (replace(township(), title="会\ufe00议"), "text-unseen", "title"),
        (replace(township(), title="\u3164"), "text-unseen", "title"),
        (replace(township(), title="会议 "), "text-spaces", "title"),
        (replace(township(), title_en="cafe\u0301"), "text-not-nfc", "title_en"),
        (replace(township(), date="2026-13-01"), "date-form", "date"),
        (replace(township(), date="20261121"), "date-form", "date"),
        (replace(township(), minimum_group=1), "number-range", "minimum_group"),
        (replace(township(), required_shuffles=1), "number-range", "required_shuffles"),
        (replace(township(), valid_ballot="some"), "word-unknown", "valid_ballot"),
        (replace(township(), group_name="P-256"), "word-unknown", "group_name"),
        (replace(township(), server_key="AB" * 32), "server-key-form", "server_key"),
        (replace(township(), server_key="00" * 32), "server-key-form", "server_key"),
        (replace(township(), tellers=("何静宜",)), "teller-count", "tellers"),
        (replace(township(), tellers=("何静宜",) * 3), "teller-twice", "tellers[1]"),
        (replace(township(), tellers=("何静宜", "何　静宜")), "teller-twice", "tellers[1]"),
        (replace(township(), tellers=("何静宜", "何静⼈")), "text-lookalike", "tellers[1]"),
        (with_group(1, name="Ａ 票"), "name-twice", "groups[1].name"),
        (replace(township(), tellers=("何静宜", "")), "text-empty", "tellers[1]"),
        (replace(township(), teller_threshold=1), "number-range", "teller_threshold"),
        (replace(township(), teller_threshold=4), "number-range", "teller_threshold"),
        (replace(township(), groups=()), "group-count", "groups"),
        (with_group(1, id="a"), "id-twice", "groups[1].id"),
        (with_group(1, name="A票"), "name-twice", "groups[1].name"),
        (with_group(size=0), "number-range", "groups[0].size"),
        (with_group(size=4), "group-small", "groups[0].size"),
        (with_group(slips=11), "slips-few", "groups[0].slips"),
        (with_group(slips=75), "number-range", "groups[0].slips"),
        (with_group(weight=None), "weight-missing", "groups[0].weight"),
        (with_group(weight=Fraction(1, 3)), "weight-sum", "groups"),
        (with_group(weight=Fraction(7, 5)), "weight-range", "groups[0].weight"),
        (replace(township(), people=()), "number-range", "people"),
        (with_person(1, name="周启明"), "name-twice", "people[1].name"),
        (with_person(birth="1974-13"), "birth-form", "people[0].birth"),
        (with_person(since="2026"), "since-form", "people[0].since"),
        (with_person(sex="女"), "sex-unknown", "people[0].sex"),
        (with_person(years_in_post=99), "number-range", "people[0].years_in_post"),
        (with_person(post="镇长助理"), "subject-unknown", "papers[0].items[1].subject"),
        (with_person(name="周明"), "option-not-person", "papers[1].items[0].options[0]"),
        (with_item(id="p01-placement"), "id-twice", "papers[0].items[2].id"),
        (with_item(minimum=0), "number-range", "papers[0].items[0].minimum"),
        (with_item(maximum=4), "number-range", "papers[0].items[0].maximum"),
        (with_item(options=()), "number-range", "papers[0].items[0].options"),
        (
            with_item(options=(replace(item().options[0], id="Abstain"), *item().options[1:])),
            *("option-reserved", "papers[0].items[0].options[0].id"),
        ),
        (
            with_item(options=(item().options[0],) * 2),
            *("label-twice", "papers[0].items[0].options[1].label"),
        ),
        (
            with_item(rates=(replace(item().rates[0], options=("good",)),)),
            *("word-unknown", "papers[0].items[0].rates[0].options[0]"),
        ),
        (
            with_item(rates=(replace(item().rates[0], options=("competent",) * 2),)),
            *("option-twice", "papers[0].items[0].rates[0].options[1]"),
        ),
        (
            with_item(rates=(replace(item().rates[0], denominator="all"),)),
            *("word-unknown", "papers[0].items[0].rates[0].denominator"),
        ),
        (with_paper(township().papers[0], kind="raffle"), "word-unknown", "papers[0].kind"),
        (with_paper(township().papers[0], items=()), "number-range", "papers[0].items"),
        (with_paper(township().papers[1], id="other"), "paper-unused", "papers[1].id"),
        (replace(township(), rounds=()), "number-range", "rounds"),
        (replace(township(), rounds=township().rounds * 2), "box-twice", "rounds"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_an_impossible_meeting_is_refused_with_the_place(
    meeting: Meeting, code: str, where: str
) -> None:
    assert (code, where) in found(meeting)


def test_a_small_group_may_be_confirmed_in_words() -> None:
    meeting = with_group(size=4, slips=5, confirm_small="经领导小组同意单独计票")
    assert found(meeting) == set()


def test_a_name_may_have_a_rare_character() -> None:
    name = "张\U00030edd"  # an ideograph of Unicode 13, as it occurs in names
    assert ("text-character", "people[0].name") not in found(with_person(name=name))


@pytest.mark.parametrize("unseen", ["\ufe00", "\U000e0100", "\u034f", "\u180b", "\u3164", "\u17b4"])
def test_nobody_has_the_name_of_somebody_else_but_for_what_nobody_sees(unseen: str) -> None:
    """Such a double on the list would take votes from whoever was meant."""
    first = township().people[0]
    name = f"{first.name[:1]}{unseen}{first.name[1:]}"
    double = replace(first, id="double", name=name, name_en="")
    meeting = replace(township(), people=(*township().people, double))
    at = f"people[{len(township().people)}].name"
    assert ("text-unseen", at) in found(meeting)


def test_everything_is_found_at_once() -> None:
    meeting = replace(township(), title="", date="", tellers=(), groups=())
    assert {where for _, where in found(meeting)} >= {"title", "date", "tellers", "groups"}
