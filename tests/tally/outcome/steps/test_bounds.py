"""Rules that ask for more than can be worked out, or twice for a quorum, or about no figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tally.outcome.file.steps_json import steps_json
from tally.outcome.steps.counted import Counted
from tally.outcome.steps.derive import derive
from tally.outcome.steps_in_words import StepsInWords
from tests.tally.fixtures.ruled import derived, ruled, typed

ANSWERS = {"e0": ("excellent", "优秀"), "e1": ("competent", "称职"), "e2": ("basic", "基本称职")}
FIGURES = """
[rounds.r1.A]
present = 25
returned = 25
[rounds.r1.A.votes.slate]
"甲甲某" = 23
"乙甲某" = 19
"丙甲某" = 17
"丁甲某" = 11
[rounds.r1.A.votes.evaluation."甲甲某"]
"优秀" = 20
[rounds.r1.A.votes.evaluation."乙甲某"]
"称职" = 21
[rounds.r1.A.votes.evaluation."丙甲某"]
"基本称职" = 22
"""


def doubling(levels: int) -> str:
    """Rules whose numbers have twice as many digits after every four steps."""
    rules = '[[rules]]\nkind = "count"\nid = "a0"\nname = "甲"\nround = "r1"\nitem = "slate"\n'
    rules += rules.replace('kind = "count"', 'kind = "rate"\nover = "entitled"').replace("a0", "b0")
    for step, (option, _) in ANSWERS.items():
        rules += f'[[rules]]\nkind = "count"\nid = "{step}"\nname = "评"\nround = "r1"\n'
        rules += f'item = "evaluation"\noptions = ["{option}"]\n'
    for at in range(levels):
        for one in "ab":
            rules += f'[[rules]]\nkind = "scaled"\nid = "s{one}{at}"\nname = "折"\n'
            rules += f'figure = "{one}{at}"\nfull = 1\nto = "best"\n'
        for one, first, second in (("a", 1, 2), ("b", 3, 1)):
            rules += f'[[rules]]\nkind = "weighted"\nid = "{one}{at + 1}"\nname = "和"\n'
            rules += f"total = {first + second + 1000}\nparts = ["
            rules += f'{{figure = "sa{at}", weight = {first}}}, '
            rules += f'{{figure = "sb{at}", weight = {second}}}, '
            rules += f'{{figure = "e{at % 3}", weight = 1000}}]\n'
    return rules


def test_a_number_of_endless_digits_waits_and_is_told(tmp_path: Path) -> None:
    """The attack: a meeting that `check` found nothing against could not be counted afterwards.

    45 steps ended `count` and `verify` with a ValueError, 80 kept them busy for hours.
    """
    meeting = ruled(doubling(48))
    results = derive(meeting, typed(meeting, tmp_path, FIGURES))
    assert len(steps_json(meeting, results, spoken=True)) == len(meeting.rules)
    first = next(each for each in results if each.waits)
    assert first.waits is not None
    assert first.waits.code == "number-long"
    assert results[-1].waits is not None
    assert results[-1].waits.code == "step"
    assert StepsInWords(meeting, "zh").waits(first.waits) == "其中有的数超过 600 位，无法计算。"


BANDS = """
[[rules]]
kind = "marks"
id = "marks"
name = "笔试"
column = "笔试"
[[rules]]
kind = "band"
id = "bands"
name = "档次"
figure = "marks"
edges = [{ at_least = 60, value = 1 }]
"""


def test_a_band_of_a_number_that_is_missing_is_told(tmp_path: Path) -> None:
    """The fault: report and verifier ended with an IndexError, and a count knows no marks."""
    meeting = ruled(BANDS)
    _, bands = derive(meeting, typed(meeting, tmp_path, FIGURES))
    assert StepsInWords(meeting, "zh").view(bands).lines[0] == "甲甲某：无数字"


WITHOUT = """
[[rules]]
kind = "rate"
id = "rate"
name = "称职率"
round = "r1"
item = "evaluation"
options = ["excellent"]
without = ["competent"]
over = "present"
"""


def test_fewer_present_than_are_left_out_make_no_rate_below_zero(tmp_path: Path) -> None:
    counted = typed(ruled(WITHOUT), tmp_path, FIGURES)
    figures = replace(counted.rounds["r1"].figures["A"], present=20)
    round_ = replace(counted.rounds["r1"], figures={"A": figures})
    (rate,) = derive(ruled(WITHOUT), Counted({"r1": round_}))
    numbers = [each.number for each in rate.numbers.values()]
    assert numbers == [1, None, 0, 0]  # of the second, 21 of 20 are left out


NAMESAKES = """
[[rules]]
kind = "rate"
id = "p1"
name = "得票率"
round = "r1"
item = "slate"
over = "valid"
[[rules]]
kind = "cut"
id = "A"
name = "入围"
by = "p1"
seats = 1
ties = "stop"
[[rules]]
kind = "only"
id = "r1"
name = "再审"
source = "A"
people = ["p1"]
"""


def test_steps_whose_ids_are_others_too_are_told_apart(tmp_path: Path) -> None:
    """The fault: of two who were equal, the report named one, and a step in the other's place."""
    meeting = ruled(NAMESAKES)
    _, cut, only = derive(meeting, typed(meeting, tmp_path, FIGURES.replace("19", "23")))
    words = StepsInWords(meeting, "zh")
    assert words.view(cut).lines == ("末位并列，须由人来决定：甲甲某、乙甲某。",)
    assert "入围" in words.view(only).lines[0]


RESERVED = """
[[rules]]
kind = "count"
id = "votes"
name = "票数"
round = "r1"
item = "slate"
[[rules]]
kind = "only"
id = "chosen"
name = "当选"
people = ["p1", "p2", "p3"]
[[rules]]
kind = "only"
id = "women"
name = "候选"
people = ["p4"]
[[rules]]
kind = "reserve"
id = "reserved"
name = "保留名额"
source = "chosen"
pool = "women"
people = ["p4", "p5"]
by = "votes"
least = 2
otherwise = "best"
"""


def test_who_gives_way_to_a_reserved_seat_is_not_the_first_of_equals(tmp_path: Path) -> None:
    """The fault: where fewer came than seats were reserved, of two equals the first one left."""
    meeting = ruled(RESERVED, count=5)
    equal = FIGURES.replace("= 17", "= 19")
    reserved = derived(meeting, tmp_path, equal)["reserved"]
    assert reserved.waits is not None
    assert (reserved.waits.code, reserved.waits.about) == ("tie", ("p2", "p3"))
    reserved = derived(meeting, tmp_path, FIGURES)["reserved"]
    assert reserved.people == ("p1", "p2", "p4")


QUORUMS = """
[[rules]]
kind = "quorum"
id = "half"
name = "到会人数"
round = "r1"
limit = "1/2"
[[rules]]
kind = "quorum"
id = "third"
name = "收回票数"
round = "r1"
of = "returned"
limit = "1/3"
[[rules]]
kind = "count"
id = "votes"
name = "票数"
round = "r1"
item = "slate"
"""


def test_of_two_quorums_of_a_round_both_are_needed(tmp_path: Path) -> None:
    """The fault: the one that stood last counted alone, and was published twice."""
    found = derived(ruled(QUORUMS), tmp_path, FIGURES)
    assert [each.step.id for each in found.values()] == ["half", "third", "votes"]
    assert [each.waits.code if each.waits else "" for each in found.values()] == [
        "quorum-missed",
        "",
        "quorum-missed",
    ]


def test_the_quorum_of_a_round_of_which_nothing_was_typed_waits(tmp_path: Path) -> None:
    meeting = ruled(QUORUMS.replace('"r1"', '"r2"'), rounds=2)
    half, *_ = derive(meeting, typed(meeting, tmp_path, FIGURES))
    assert half.waits is not None
    assert half.waits.code == "round-uncounted"
    assert len(StepsInWords(meeting, "zh").view(half).lines) == 1


ELECTION = """
[[rules]]
kind = "rate"
id = "votes"
name = "得票率"
round = "r1"
item = "slate"
over = "returned"
[[rules]]
kind = "threshold"
id = "majority"
name = "过半数"
figure = "votes"
limit = "1/2"
strictly = true
[[rules]]
kind = "cut"
id = "elected"
name = "当选"
source = "majority"
by = "votes"
seats = 2
ties = "revote"
election = true
"""


def test_an_election_says_who_is_elected_and_how_many_seats_are_open(tmp_path: Path) -> None:
    meeting = ruled(ELECTION)
    words = StepsInWords(meeting, "zh")
    *_, cut = derive(meeting, typed(meeting, tmp_path, FIGURES))
    assert words.view(cut).lines == (
        "甲甲某：92.00%，第 1 名，当选。",
        "乙甲某：76.00%，第 2 名，当选。",
        "丙甲某：68.00%，第 3 名，未当选。",
        "当选 2 人：甲甲某、乙甲某。",
    )
    fewer = FIGURES.replace("= 19", "= 9").replace("= 17", "= 7")
    *_, cut = derive(meeting, typed(meeting, tmp_path, fewer))
    assert words.view(cut).after == ("当选 1 人：甲甲某。", "应选 2 人，还缺 1 人。")
    *_, cut = derive(meeting, typed(meeting, tmp_path, fewer.replace("= 23", "= 3")))
    assert words.view(cut).after == ("无人当选。", "应选 2 人，还缺 2 人。")
