"""Figures that somebody types in: read by name or id, and every mistake named before any rule."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from meeting.problem import Problem
from tally.outcome.box_count import ItemCount
from tally.outcome.denominators import Figures
from tally.trying.typed_counts import read_typed_counts
from tests.tally.fixtures.ruled import people, ruled, typed

FIRST, SECOND = (person.name for person in people(2))


def test_names_and_ids_are_the_same_and_what_is_left_out_is_as_expected(tmp_path: Path) -> None:
    meeting = ruled("")
    by_name = f'[rounds."第1轮"."A票".votes.slate]\n"{FIRST}" = 7\n'
    by_id = "[rounds.r1.A.votes.slate]\np1 = 7\n"
    found = typed(meeting, tmp_path, by_name)
    assert found == typed(meeting, tmp_path, by_id)
    assert found.rounds["r1"].figures["A"] == Figures(60, 60, 60, 60, 60, 0, 0)
    assert found.rounds["r1"].items["slate"]["A"] == ItemCount(60, 0, (7, 0, 0, 0))


@pytest.mark.parametrize("word", ["弃权", "abstain"])
def test_abstentions_may_be_typed_and_have_to_fit(tmp_path: Path, word: str) -> None:
    meeting = ruled("")
    text = '[rounds.r1.A.votes.evaluation.p1]\n"优秀" = 40\n'
    found = typed(meeting, tmp_path, f'{text}"{word}" = 20\n')
    assert found == typed(meeting, tmp_path, text)
    with pytest.raises(Problem) as refused:
        typed(meeting, tmp_path, f'{text}"{word}" = 19\n')
    assert "The answers are 40 and 19 abstained; the ballots are 60." in refused.value.text("en")


def test_json_is_read_as_toml_is(tmp_path: Path) -> None:
    meeting = ruled("")
    value = {"rounds": {"r1": {"A": {"returned": 50, "votes": {"slate": {"p2": 9}}}}}}
    text = "[rounds.r1.A]\nreturned = 50\n[rounds.r1.A.votes.slate]\np2 = 9\n"
    found = typed(meeting, tmp_path, json.dumps(value), "figures.json")
    assert found == typed(meeting, tmp_path, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rounds.r2.A]\n", "'r2' is not a round."),
        ("[rounds.r1.B]\n", "'B' is not a voter group. There are: A票."),
        (
            '[rounds.r1.A.votes.slate]\n"张三" = 1\n',
            "'张三' is not one of the people of this question",
        ),
        ("[rounds.r1.A.votes.slat]\np1 = 1\n", "Did you mean 'slate'?"),
        ("[rounds.r1.A.votes.slate]\np1 = 61\n", "61 is more than the 60 ballots there are."),
        ("[rounds.r1.A.votes.slate]\np1 = -1\n", "Nobody can have counted -1."),
        ('[rounds.r1.A.votes.slate]\np1 = "many"\n', "expected is a whole number"),
        ("[rounds.r1.A]\nreturned = 50\nvalid = 51\n", "51 is more than the 50"),
        ('[rounds.r1.A.votes.evaluation.p1]\n"良好" = 1\n', "'良好' is not an answer of this item"),
        ('[rounds.r1.A.votes.evaluation.p1]\n"优秀" = 40\n"称职" = 40\n', "80 is more than the 60"),
        ('[rounds.r1.A.scores.speech]\np1 = ["90.55"]\n', "0 to 100 with one decimal"),
        ("[rounds.r1.A.scores.speech]\np1 = [101]\n", "101 is no score"),
        (
            "[rounds.r1.A]\nvalid = 1\n[rounds.r1.A.scores.speech]\np1 = [1, 2]\n",
            "2 is more than the 1",
        ),
        (f'[rounds.r1.A.votes.slate]\np1 = 1\n"{FIRST}" = 1\n', "are the same"),
        ('[rounds.r1.A.places.order]\np1 = ["1/2"]\n', "whole numbers"),
        ("[rounds.r1.A.places.order]\np1 = [1, 2, 3, 4]\n", "3 places"),
        ('[rounds]\n[marks.written]\np1 = "good"\n', "expected is a number"),
        ("[rounds]\n[mark.written]\np1 = 1\n", "Did you mean 'marks'?"),
        ("[rounds]\n[rulings.vetted]\n", "'vetted' is no step that people decide"),
        ("[rounds]\n[draws]\nx = []\n", "'x' is no step that the lot decides."),
        ("[rounds]\n[other]\n", "Known are: draws, marks, rounds, rulings."),
    ],
)
def test_what_nobody_can_have_counted_is_named_with_its_line(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(Problem) as raised:
        typed(ruled(""), tmp_path, text)
    assert told in str(raised.value)
    assert "figures.toml:" in str(raised.value)


@pytest.mark.parametrize("text", ["", "[1, 2]", "{", '"a"', "[" * 100_000])
def test_a_file_that_holds_no_figures(tmp_path: Path, text: str) -> None:
    file = tmp_path / "figures.json"
    file.write_text(text)
    with pytest.raises(Problem) as raised:
        read_typed_counts(file, ruled(""))
    assert raised.value.code == "typed-form"


def test_the_figures_of_the_hall_are_no_votes(tmp_path: Path) -> None:
    text = "schema = 1\n[boxes.r1-A]\npresent = 12\nissued = 12\n"
    with pytest.raises(Problem) as raised:
        typed(ruled(""), tmp_path, text)
    assert raised.value.code == "typed-hall"
