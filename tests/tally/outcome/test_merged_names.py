"""Names put under persons: every spelling is kept; how many ballots count twice is bounded."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.definition.meeting import Meeting
from meeting.definition.paper import Paper
from meeting.problem import Problem
from meeting.toml.steps import read_steps
from meeting.toml.tables import parse_toml
from tally.folder.ruling import MERGE, MergedName, Ruling, decided_on_names
from tally.outcome.box_count import AnyCount, ItemCount
from tally.outcome.denominators import Figures
from tally.outcome.merged_names import merged_names, unfit_names, with_new_persons, written_tally
from tally.outcome.merged_papers import merged_papers
from tally.outcome.single_count import WriteInCount, by_votes
from tally.outcome.steps.counted import Counted, CountedRound
from tally.outcome.steps.derive import derive
from tally.outcome.steps.result import StepResult
from tally.outcome.steps_in_words import StepsInWords
from tests.tally.fixtures.ruled import typed
from tests.tally.fixtures.sample_outcomes import PLAIN
from tests.tally.fixtures.written_hall import SLATE, THREE

BALLOTS = 10
LIN, LIN_TWICE = MergedName("lin", "", ("林嵘",)), MergedName("lin", "", ("林嵘", "林荣"))
WANG = MergedName("", "王五", ("王五", "王伍"))
RULES = """
[[rules]]
kind = "rate"
id = "rate"
round = "r1"
item = "listed"
over = "valid"
written = true
[[rules]]
kind = "written"
id = "all"
round = "r1"
item = "listed"
[[rules]]
kind = "threshold"
id = "over"
source = "all"
figure = "rate"
limit = "1/2"
strictly = false
"""


def meeting(rules: str = "") -> Meeting:
    round_one = replace(PLAIN.rounds[0], papers=(SLATE.id,))
    steps = read_steps(parse_toml(rules.encode(), "meeting.toml"))
    groups = PLAIN.groups[:1]
    return replace(
        PLAIN, people=THREE, papers=(SLATE,), rounds=(round_one,), groups=groups, rules=steps
    )


def line(*names: tuple[str, int]) -> WriteInCount:
    written = sum(votes for _name, votes in names)
    return WriteInCount(BALLOTS, BALLOTS - written, by_votes(names), ())


def counts(
    first: WriteInCount, second: WriteInCount, ticks: tuple[int, int, int] = (0, 0, 0)
) -> dict[str, dict[str, AnyCount]]:
    return {
        "listed": {"A": ItemCount(BALLOTS, 0, ticks)},
        "other-1": {"A": first},
        "other-2": {"A": second},
    }


def twice(found: dict[str, dict[str, AnyCount]], *names: MergedName) -> list[int]:
    ruled = ruling(found, *names)
    return [each.twice for each in merged_names(meeting(), "r1", SLATE, found, ruled).rows]


def ruling(found: dict[str, dict[str, AnyCount]], *names: MergedName) -> Ruling:
    hashed = decided_on_names("r1", SLATE.id, written_tally(SLATE, found))
    about = f"r1+{SLATE.id}"
    return Ruling(MERGE, about, "2026-12-01", "记录", "经辨认", (), "", hashed, names)


def test_one_name_on_two_lines_is_never_twice_on_a_ballot() -> None:
    assert twice(counts(line(("林嵘", 4)), line(("林嵘", 3))), LIN) == [0]


def test_two_spellings_on_one_line_are_never_on_one_ballot() -> None:
    assert twice(counts(line(("林嵘", 4), ("林荣", 3)), line()), LIN_TWICE) == [0]


def test_two_spellings_on_two_lines_may_be_of_one_ballot() -> None:
    assert twice(counts(line(("林嵘", 4)), line(("林荣", 3))), LIN_TWICE) == [3]


def test_a_misspelling_may_be_of_a_ballot_that_ticks_the_person() -> None:
    assert twice(
        counts(line(("林荣", 2)), line(), (0, 5, 0)), LIN_TWICE.__class__("lin", "", ("林荣",))
    ) == [2]


NAMES = ("甲", "乙", "丙")
BALLOT = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from((1, 2))),
    max_size=2,
    unique_by=(lambda each: each[0], lambda each: each[1]),
)


@given(st.lists(BALLOT, max_size=BALLOTS))
def test_no_ballots_are_counted_twice_more_often_than_is_said(
    ballots: list[list[tuple[str, int]]],
) -> None:
    """Whatever ballots made the lines: a name once on a ballot, one name on a line."""
    first, second = (
        line(*Counter(name for each in ballots for name, at in each if at == number).items())
        for number in (1, 2)
    )
    written = tuple(dict.fromkeys(name for each in ballots for name, _at in each))
    if not written or sum(map(len, ballots)) > BALLOTS:  # refused
        return
    really = sum(len(each) - 1 for each in ballots if each)
    assert really <= twice(counts(first, second), MergedName("", "甲", written))[0]


def test_every_spelling_keeps_its_votes_and_new_persons_have_an_id_that_follows_from_the_name() -> (
    None
):
    found = counts(line(("王五", 4), ("王伍", 1)), line(("丁一", 2)))
    merged = merged_names(meeting(), "r1", SLATE, found, ruling(found, WANG))
    (row,) = merged.rows
    assert (row.spellings, row.votes, row.by_group) == ((("王五", 4), ("王伍", 1)), 5, {"A": 5})
    assert row.person == WANG.id == replace(WANG, name="王 五").id
    assert [each.name for each in merged.added] == ["王五"]


@pytest.mark.parametrize(
    ("names", "unfit"),
    [
        ((LIN, replace(LIN, person="chen")), ["林嵘"]),
        ((replace(LIN, person="", name="林嵘一"),), ["林嵘"]),
        ((WANG, replace(WANG, name="王六")), ["王五", "王伍"]),
        ((replace(WANG, name="林 嵘"),), ["林 嵘"]),
        ((replace(WANG, name="zhao ming"),), ["zhao ming"]),
        ((replace(WANG, spellings=("王六",)),), ["王六"]),
        ((replace(WANG, person="nobody"),), ["王五"]),
        ((WANG, replace(WANG, spellings=("丁一",))), ["王五"]),
        ((replace(WANG, spellings=("王五", "王五")),), ["王五"]),
    ],
    ids=[
        "under another",
        "as new",
        "twice",
        "called as another",
        "in English",
        "not written",
        "unknown",
        "same name",
        "repeated",
    ],
)
def test_a_merge_that_cannot_be_is_named(names: tuple[MergedName, ...], unfit: list[str]) -> None:
    found = counts(line(("王五", 4), ("王伍", 1), ("丁一", 1)), line(("林嵘", 2)))
    assert unfit_names(meeting(), SLATE, found, names) == unfit
    assert merged_names(meeting(), "r1", SLATE, found, ruling(found, *names)).waits is not None


def test_more_votes_than_ballots_are_refused() -> None:
    found = counts(line(("林荣", 4)), line(("林融", 3)), (0, 5, 0))
    both = MergedName("lin", "", ("林荣", "林融"))
    assert unfit_names(meeting(), SLATE, found, (both,)) == ["lin"]
    assert unfit_names(meeting(), SLATE, found, (replace(both, spellings=("林荣",)),)) == []


def steps(
    found: dict[str, dict[str, AnyCount]], ruled: Ruling | None, rules: str = RULES
) -> dict[str, StepResult]:
    of = meeting(rules)
    figures = {"A": Figures(10, 10, 10, 10, 10, 0, 0)}
    rounds = {"r1": CountedRound(figures, found)}
    rulings = {} if ruled is None else {ruled.about: ruled}
    counted = Counted(rounds, rulings=rulings, merged=merged_papers(of, rounds, rulings))
    return {each.step.id: each for each in derive(of, counted)}


def test_merged_votes_enter_the_steps_and_so_do_new_persons() -> None:
    found = counts(line(("王五", 4), ("王伍", 2)), line(("林嵘", 2)), (1, 3, 0))
    result = steps(found, ruling(found, LIN, WANG))
    rates = {person: each.number for person, each in result["rate"].numbers.items()}
    assert rates["lin"] == Fraction(1, 2)
    assert rates["chen"] == Fraction(1, 10)
    assert rates[WANG.id] == Fraction(6, 10)
    assert result["all"].people == ("chen", "lin", "zhao", WANG.id)
    assert result["over"].people == ("lin", WANG.id)


def test_steps_wait_until_the_names_are_merged_and_only_where_some_were_written() -> None:
    found = counts(line(("王五", 4)), line())
    waits = steps(found, None)["rate"].waits
    assert waits is not None
    assert waits.code == "names-awaited"
    other = ruling(counts(line(("王五", 5)), line()), WANG)
    waits = steps(found, replace(other, names=()))["all"].waits
    assert waits is not None
    assert waits.code == "names-unfit"
    nothing = counts(line(), line(), (5, 0, 0))
    assert steps(nothing, None)["over"].people == ("chen",)


def test_without_the_word_written_names_are_as_before() -> None:
    found = counts(line(("王五", 4)), line(), (5, 0, 0))
    rules = RULES.replace("written = true\n", "").replace('"all"', '"people"').split("[[rules]]")
    plain = "[[rules]]".join((rules[0], rules[1], rules[3]))
    assert steps(found, None, plain)["over"].people == ("chen",)


def test_nobody_can_be_written_in_where_there_is_no_line() -> None:
    from meeting.definition.consistency import check_meeting  # noqa: PLC0415 - used here only

    slate: Paper = replace(SLATE, items=SLATE.items[:1])
    of = replace(meeting(RULES), papers=(slate,))
    found = [problem.text("en") for _path, problem in check_meeting(of)]
    assert sum("has no line for a name" in each for each in found) == 2


def test_what_is_typed_in_counts_as_if_it_were_merged(tmp_path: Path) -> None:
    text = "[rounds.r1.A]\nreturned = 8\n[rounds.r1.A.votes.listed]\nlin = 3\n"
    text += '[rounds.r1.A.written.slate]\n"林 嵘" = 1\n"王五" = 6\n'
    of = meeting(RULES)
    counted = typed(of, tmp_path, text)
    results = {each.step.id: each for each in derive(of, counted)}
    assert results["rate"].numbers["lin"].number == Fraction(1, 2)
    assert results["over"].people == ("lin", WANG.id)
    named = with_new_persons(of, counted.merged.values())
    lines = StepsInWords(named, "en", tuple(results.values())).view(results["all"]).lines
    assert "王五: written in, a new person; goes on." in lines


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[rounds.r1.A.written.slate]\n"王五" = 99\n', "99 is not possible; expected is a number"),
        ("[rounds.r1.A.written.slat]\n", "Did you mean 'slate'?"),
    ],
)
def test_typed_names_that_cannot_be_are_named(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(Problem) as raised:
        typed(meeting(RULES), tmp_path, text)
    assert told in str(raised.value)
