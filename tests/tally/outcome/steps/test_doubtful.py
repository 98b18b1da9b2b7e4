"""Where votes that may be of one ballot twice could change a decision, everybody is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.meeting import Meeting
from meeting.toml.steps import read_steps
from meeting.toml.tables import parse_toml
from tally.outcome.box_count import ItemCount
from tally.outcome.denominators import Figures
from tally.outcome.file.steps_json import steps_json
from tally.outcome.merged_names import MergedNames, MergedRow, with_new_persons
from tally.outcome.steps.counted import Counted, CountedRound
from tally.outcome.steps.derive import derive
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords
from tests.tally.fixtures.described import steps_validator
from tests.tally.fixtures.sample_outcomes import PLAIN
from tests.tally.fixtures.written_hall import SLATE, THREE

PEOPLE = ("chen", "lin", "zhao", "written-1")
FIGURES = """
[[rules]]
kind = "count"
id = "votes"
round = "r1"
item = "listed"
written = true
[[rules]]
kind = "rate"
id = "rate"
round = "r1"
item = "listed"
over = "valid"
written = true
[[rules]]
kind = "band"
id = "band"
figure = "rate"
edges = [ { at_least = "4/5", value = 1 }, { at_least = "2/5", value = 3 } ]
below = 0
[[rules]]
kind = "scaled"
id = "scaled"
figure = "votes"
to = "best"
full = 100
[[rules]]
kind = "weighted"
id = "sum"
parts = [ { figure = "band", weight = "1/2" }, { figure = "scaled", weight = "1/2" } ]
[[rules]]
kind = "written"
id = "all"
round = "r1"
item = "listed"
"""
HALF = """
[[rules]]
kind = "threshold"
id = "over"
source = "all"
figure = "rate"
limit = "1/2"
strictly = true
"""
FIRST_TWO = """
[[rules]]
kind = "cut"
id = "first"
source = "all"
by = "votes"
seats = 2
ties = "keep-all"
"""
REST = """
[[rules]]
kind = "cut"
id = "last"
source = "all"
by = "sum"
lower_first = true
then = [ { figure = "votes" } ]
seats = 2
ties = "stop"
[[rules]]
kind = "cap"
id = "capped"
source = "all"
by = "sum"
share = "1/2"
[[rules]]
kind = "flag"
id = "marked"
source = "all"
figure = "scaled"
limit = 60
[[rules]]
kind = "related"
id = "apart"
source = "all"
by = "votes"
pairs = [ { one = "chen", other = "lin" } ]
seats = 2
[[rules]]
kind = "reserve"
id = "kept"
source = "first"
pool = "all"
people = ["zhao"]
by = "votes"
otherwise = "best"
"""


def meeting(rules: str) -> Meeting:
    round_one = replace(PLAIN.rounds[0], papers=(SLATE.id,))
    steps = read_steps(parse_toml((FIGURES + rules).encode(), "meeting.toml"))
    return replace(
        PLAIN, people=THREE, papers=(SLATE,), rounds=(round_one,), groups=PLAIN.groups[:1],
        rules=steps,
    )  # fmt: skip


def counted(ticks: tuple[int, ...], written: Mapping[str, tuple[int, int]]) -> Counted:
    """Ten ballots; what was written for each person, and how much of it may be twice."""
    rows = tuple(
        MergedRow(person, f"名{person}", person not in PEOPLE[:3], (), {"A": votes}, {"A": twice})
        for person, (votes, twice) in written.items()
    )
    rounds = {"r1": CountedRound({"A": Figures(10, 10, 10, 10, 10, 0, 0)}, {
        "listed": {"A": ItemCount(10, 0, ticks)}
    })}  # fmt: skip
    return Counted(rounds, merged={f"r1+{SLATE.id}": MergedNames("r1", SLATE.id, rows)})


def results(
    rules: str, ticks: tuple[int, ...], written: Mapping[str, tuple[int, int]]
) -> dict[str, StepResult]:
    return {each.step.id: each for each in derive(meeting(rules), counted(ticks, written))}


@pytest.mark.parametrize(
    ("written", "doubtful"),
    [
        ((6, 0), ()),
        ((6, 1), ("written-1",)),
        ((9, 3), ()),
        ((5, 3), ()),
    ],
    ids=["no ballot twice", "six of ten or five", "over half all the same", "not over half anyway"],
)
def test_who_is_over_half_only_by_votes_that_may_be_twice_is_in_doubt(
    written: tuple[int, int], doubtful: tuple[str, ...]
) -> None:
    assert results(HALF, (3, 0, 0), {"written-1": written})["over"].doubtful == doubtful


@pytest.mark.parametrize(
    ("ticks", "written", "doubtful"),
    [
        ((9, 5, 2), (7, 1), ()),
        ((9, 5, 2), (7, 2), ("lin", "written-1")),
        ((9, 5, 5), (4, 4), ()),
        ((9, 5, 5), (6, 1), ("lin", "zhao", "written-1")),
        ((9, 5, 2), (5, 1), ("written-1",)),
    ],
    ids=["stays ahead", "could be equal", "behind anyway", "three could be equal", "no tie at all"],
)
def test_a_cut_or_a_tie_that_such_votes_could_change_names_both_sides(
    ticks: tuple[int, ...], written: tuple[int, int], doubtful: tuple[str, ...]
) -> None:
    assert results(FIRST_TWO, ticks, {"written-1": written})["first"].doubtful == doubtful


def test_the_outcome_has_the_flag_and_says_it_in_both_languages() -> None:
    of = meeting(HALF)
    found = counted((3, 0, 0), {"written-1": (6, 1)})
    steps = derive(of, found)
    named = with_new_persons(of, found.merged.values())
    written = steps_json(named, steps, spoken=True)
    steps_validator().validate(written)
    over = written[-1]
    assert over["doubtful"] == ["written-1"]
    assert "could come out otherwise for 名written-1" in over["said"]["en"]["result"][-1]
    assert "名written-1" in over["said"]["zh"]["result"][-1]
    assert StepsInWords(named, "en", steps).view(steps[-1]).lines[-1].startswith("Not certain")


def test_a_step_that_waits_because_of_a_tie_says_so_too() -> None:
    rules = FIRST_TWO.replace("keep-all", "stop")
    first = results(rules, (9, 5, 2), {"written-1": (5, 1)})["first"]
    assert first.waits is not None
    assert first.doubtful == ("written-1",)


WRITTEN = st.tuples(st.integers(0, 3), st.integers(0, 3)).map(lambda two: (max(two), min(two)))


@given(
    st.tuples(*[st.integers(0, 6)] * 3),
    st.fixed_dictionaries({"lin": WRITTEN, "zhao": WRITTEN, "written-1": WRITTEN}),
)
def test_no_step_comes_out_otherwise_without_saying_before_that_it_could(
    ticks: tuple[int, ...], written: dict[str, tuple[int, int]]
) -> None:
    """Whatever number of those votes is left out: the first step that differs has a doubt."""
    rules = HALF + FIRST_TWO + REST
    told = results(rules, ticks, written)
    for fewer in product(*(range(twice + 1) for _votes, twice in written.values())):
        left = {
            person: (votes - less, 0)
            for (person, (votes, _twice)), less in zip(written.items(), fewer, strict=True)
        }
        for name, each in results(rules, ticks, left).items():
            before = told[name]
            if each.numbers or before.numbers:
                continue
            if decided(each) != decided(before):
                assert before.doubtful, name
                break


def decided(result: StepResult) -> tuple[object, ...]:
    marked = {each.person for each in result.judged if each.why == "flagged"}
    return set(result.people), marked, result.waits and (result.waits.code, result.waits.about)
