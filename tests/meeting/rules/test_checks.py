"""Rules that cannot be followed are named when the meeting is made, with what to do instead."""

from __future__ import annotations

import pytest

from meeting.definition.consistency import check_meeting
from tests.tally.fixtures.ruled import ruled

RATE = """
[[rules]]
kind = "rate"
id = "rate"
round = "r1"
item = "slate"
over = "valid"
"""
COMPETENT = """
[[rules]]
kind = "rate"
id = "competent"
round = "r1"
item = "evaluation"
options = ["excellent", "competent"]
over = "valid"
"""


def step(kind: str, **fields: str) -> str:
    return f'[[rules]]\nkind = "{kind}"\nid = "last"\n' + "".join(
        f"{name} = {value}\n" for name, value in fields.items()
    )


CUT = {"by": '"rate"', "seats": "2", "ties": '"keep-all"'}
LEFT = CUT | {"source": '"left"', "less": '["cap"]'}
CAP = """
[[rules]]
kind = "cap"
id = "cap"
by = "rate"
share = "1/2"
[[rules]]
kind = "combined"
id = "left"
of = ["people", "cap"]
how = "first-only"
"""
WRONG = {
    "figure": (step("cut", **CUT | {"by": '"ratte"'}), "rule-unknown", "Did you mean 'rate'?"),
    "later": (
        step("threshold", figure='"last"', limit='"1/2"', strictly="true"),
        "rule-unknown",
        "",
    ),
    "person": (step("only", people='["p9"]'), "rule-unknown", "a person of this meeting"),
    "round": (
        RATE.replace("r1", "r7").replace('"rate"\nround', '"last"\nround'),
        "rule-unknown",
        "",
    ),
    "option": (
        COMPETENT.replace("excellent", "exellent"),
        "rule-unknown",
        "Did you mean 'excellent'?",
    ),
    "item": (RATE.replace("slate", "slat"), "rule-unknown", "Did you mean '推荐人选 (slate)'?"),
    "items": (RATE.replace("slate", "x"), "rule-unknown", "评价 (evaluation), 推荐人选 (slate), "),
    "word": (step("cut", **CUT | {"ties": '"age"'}), "word-unknown", "keep-all"),
    "no-options": (
        COMPETENT.replace('options = ["excellent", "competent"]', ""),
        "rule-options",
        "",
    ),
    "options": (RATE + "options = []\n", "", ""),
    "form": (
        step("score", round='"r1"', item='"slate"'),
        "rule-form",
        "does not fit 推荐人选 (slate), which is answered by ticked answers",
    ),
    "weights": (
        step("weighted", parts='[{ figure = "rate", weight = "1/2" }]'),
        "weights-total",
        "add up to 1/2, not to 1",
    ),
    "zero": (
        step("weighted", parts='[{ figure = "rate", weight = 0 }]', total="0"),
        "number-zero",
        "",
    ),
    "unweighted": (
        COMPETENT.replace('"competent"\nround', '"last"\nround') + "weighted = true\n",
        "weight-missing",
        "A票",
    ),
    "cut": (step("cut", **CUT | {"ratio": "8"}), "cut-too-many", "16 people, and at most 4"),
    "differential": (
        step("cut", **CUT | {"seats": "4", "differential": '"1/5"'}),
        "election-differential",
        "At least 5 people must stand",
    ),
    "less": (step("cut", **LEFT | {"less": '["caap"]'}), "rule-unknown", "Did you mean 'cap'?"),
    "less-later": (step("cut", **LEFT | {"less": '["last"]'}), "rule-unknown", ""),
    "less-figure": (step("cut", **LEFT | {"less": '["rate"]'}), "rule-unknown", "chooses people"),
    "less-twice": (step("cut", **LEFT | {"less": '["cap", "cap"]'}), "part-twice", ""),
    "less-again": (
        step("cut", **LEFT | {"source": '"people"'}),
        "less-source",
        "chosen already",
    ),
    "share-of": (
        step("cut", **LEFT | {"share_of": '"capp"', "share": '"1/5"'}),
        "rule-unknown",
        "",
    ),
    "share-seats": (step("cut", **LEFT | {"share": '"1/5"'}), "seats-twice", "by seats"),
    "share-whole": (step("cut", **LEFT | {"share": '"6/5"', "seats": "0"}), "share-range", ""),
    "share-none": (step("cut", **LEFT | {"share_of": '"cap"'}), "share-missing", ""),
    "less-differential": (
        step("cut", **LEFT | {"differential": '"1/5"'}),
        "differential-unknown",
        "",
    ),
    "trim": (
        step("score", round='"r1"', item='"speech"', drop="5", least="10"),
        "trim-all",
        "11 or more",
    ),
    "places": (
        step("place-points", round='"r1"', item='"order"', values='["1", "0.9"]'),
        "places-differ",
        "3 places",
    ),
    "edges": (
        step(
            "band",
            figure='"rate"',
            edges='[{ at_least = "80%", value = 1 }, { at_least = "90%", value = 2 }]',
        ),
        "edges-order",
        "highest to the lowest",
    ),
    "quorum": (step("quorum", round='"r1"', limit="2"), "share-range", ""),
    "percent": (
        step("threshold", figure='"rate"', limit="50", strictly="true"),
        "limit-rate",
        '"50%"',
    ),
    "whole": (
        step("threshold", figure='"rate"', limit="1", strictly="true"),
        "limit-rate",
        "1 was found",
    ),
    "flag": (step("flag", figure='"rate"', limit="50"), "limit-rate", "50 was found"),
    "share": (step("cap", by='"rate"', share="0"), "share-range", ""),
    "age": (
        step("cut", **CUT | {"election": "true", "then": '[{ figure = "rate" }]'}),
        "election-tie",
        "voted on again",
    ),
    "minority": (
        step("cut", **CUT | {"election": "true", "ties": '"revote"'}),
        "election-majority",
        "more than one half",
    ),
    "everybody": (
        RATE.replace('id = "rate"', 'id = "people"'),
        "step-reserved",
        "",
    ),
    "twice": (RATE, "id-twice", ""),
}


@pytest.mark.parametrize("name", [name for name, (_, code, _told) in WRONG.items() if code])
def test_a_rule_that_cannot_be_followed_is_named(name: str) -> None:
    text, code, told = WRONG[name]
    found = [problem for _path, problem in check_meeting(ruled(RATE + CAP + text))]
    assert code in [each.code for each in found], found
    assert told in " ".join(map(str, found))


def test_rules_that_can_be_followed_are_left_alone() -> None:
    majority = step("threshold", figure='"rate"', limit='"1/2"', strictly="true")
    election = step("cut", **CUT | {"election": "true", "ties": '"revote"', "source": '"last"'})
    text = RATE + COMPETENT + majority + election.replace('id = "last"', 'id = "elected"')
    assert check_meeting(ruled(text)) == []


def test_everybody_can_be_asked_for_and_votes_have_limits_of_their_own() -> None:
    everybody = step("threshold", figure='"rate"', limit="1", strictly="false")
    votes = step("threshold", figure='"votes"', limit="50", strictly="true")
    assert check_meeting(ruled(RATE + everybody)) == []
    assert check_meeting(ruled(VOTES + votes)) == []


def test_more_seats_than_people_are_left_may_be_said_where_some_are_taken() -> None:
    """There are four people, two of whom may be chosen already."""
    for seats in ({"seats": "4"}, {"seats": "0", "share": '"1/5"'}):
        assert check_meeting(ruled(RATE + CAP + step("cut", **LEFT | seats))) == []


def test_half_reached_but_not_exceeded_is_no_majority() -> None:
    """A seat would be filled by exactly half."""
    half = step("threshold", figure='"rate"', limit='"1/2"', strictly="false")
    election = step("cut", **CUT | {"election": "true", "ties": '"revote"', "source": '"last"'})
    text = RATE + half + election.replace('id = "last"', 'id = "elected"')
    assert [each.code for _path, each in check_meeting(ruled(text))] == ["election-majority"]


RESERVE = step(
    "reserve",
    source='"majority"',
    pool='"people"',
    people='["p4"]',
    by='"rate"',
    otherwise='"best"',
).replace('"last"', '"reserved"')
VOTES = '[[rules]]\nkind = "count"\nid = "votes"\nround = "r1"\nitem = "slate"\n'


@pytest.mark.parametrize(
    ("source", "good"),
    [
        (RESERVE, False),
        (RESERVE.replace('"best"', '"open"'), True),
        (RESERVE.replace('pool = "people"', 'pool = "majority"'), True),
        (VOTES + step("threshold", figure='"votes"', limit="1", strictly="false"), False),
    ],
)
def test_nobody_is_elected_by_a_reserved_seat_or_by_one_vote(source: str, good: bool) -> None:
    """The attack: whom a reserved seat brought in, or one vote, was elected without a majority."""
    majority = step("threshold", figure='"rate"', limit='"1/2"', strictly="true")
    source = source.replace('"last"', '"reserved"')
    election = step("cut", **CUT | {"election": "true", "ties": '"revote"', "source": '"reserved"'})
    text = RATE + majority.replace('"last"', '"majority"') + source + election
    found = [problem.code for _path, problem in check_meeting(ruled(text))]
    assert found == ([] if good else ["election-majority"])
