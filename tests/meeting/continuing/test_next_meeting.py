"""The meeting of a stage: who stands, for how many seats, with which figures, and its names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.continuing.next_meeting import Before, Stated, next_meeting
from meeting.definition.meeting import Meeting
from meeting.definition.person import Person
from meeting.definition.stage import Continues, Kept, Stage
from meeting.problem import Problem
from meeting.published.definition_file import parse_published, published
from meeting.published.stage_form import stage_to_json
from meeting.rules.numbers import EarlierFigure
from meeting.rules.selections import Cut, EarlierPeople
from meeting.rules.step import Part
from tests.meeting.fixtures.procedures import MEETING, STAGES, procedure

KEY = "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"
STATED = Stated("2026-11-21", KEY)
ONE, OTHER = "1" * 64, "2" * 64


@dataclass(frozen=True)
class Said:
    """An outcome that a test says."""

    chosen: Mapping[tuple[str, Part], tuple[str, ...]] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, Mapping[str, Fraction]] = field(default_factory=dict)

    def people(self, step: str, part: Part) -> tuple[str, ...]:
        return self.chosen[step, part]

    def left(self, step: str) -> int:
        return self.seats[step]

    def figure(self, step: str) -> Mapping[str, Fraction]:
        return self.figures[step]


VOTES = {"p01": Fraction(7, 12), "p02": Fraction(5, 12), "p03": Fraction(5, 12), "p04": Fraction(0)}
TIE = Said({("elected", "tied"): ("p03", "p02")}, {"elected": 1}, {"votes": VOTES})
SHORT = Said(
    {("not-elected", "chosen"): ("p04", "p03", "p02"), ("elected", "others"): ("p02",)},
    {"elected": 1},
    {"votes": VOTES},
)


def following(meeting: Meeting, said: Said, stage: str) -> Meeting:
    before = Before(meeting, said, ONE, OTHER)
    return next_meeting(before, before.stage_of(stage), STATED)


def test_those_who_are_tied_are_voted_on_again_for_the_seats_that_are_left(tmp_path: Path) -> None:
    first = procedure(tmp_path)
    again = following(first, TIE, "runoff")
    assert [each.name for each in again.people] == ["沈月华", "韩立新"]  # as on the first paper
    assert again.id == "hall-2-runoff"
    assert again.title == "换届选举大会 · 另行选举"
    assert again.continues == Continues(ONE, OTHER, ("runoff",))
    assert (again.tellers, again.teller_threshold) == (first.tellers, first.teller_threshold)
    assert again.stages == first.stages
    slate = again.papers[0].items[0]
    assert [option.id for option in slate.options] == ["p02", "p03"]
    assert slate.maximum == 1
    figure, cut = again.rules[0], again.rules[-1]
    assert isinstance(figure, EarlierFigure)
    assert {each.person: each.value for each in figure.values} == {"p02": "5/12", "p03": "5/12"}
    assert isinstance(cut, Cut)
    assert cut.seats == 1
    assert parse_published(published(again)) == again
    assert published(again) == published(following(first, TIE, "runoff"))


def test_a_second_round_takes_the_first_for_the_seats_left_and_all_equal_at_the_last_place(
    tmp_path: Path,
) -> None:
    first = procedure(tmp_path)
    second = following(first, SHORT, "second")  # 1 seat × 6/5: two people, here both of 5/12
    assert [each.id for each in second.people] == ["p02", "p03"]
    behind = second.rules[0]
    assert isinstance(behind, EarlierPeople)
    assert behind.people == ("p02",)
    assert second.papers[0].items[0].maximum == 1  # three was asked for; one seat is left
    ahead = VOTES | {"p03": Fraction(1, 12)}
    fewer = replace(SHORT, figures={"votes": ahead})
    assert [each.id for each in following(first, fewer, "second").people] == ["p02", "p03"]
    tied = replace(SHORT, figures={"votes": ahead | {"p04": Fraction(1, 12)}})
    assert [each.id for each in following(first, tied, "second").people] == ["p02", "p03", "p04"]


def test_a_paper_allows_no_more_people_than_stand_and_no_more_than_seats_are_left(
    tmp_path: Path,
) -> None:
    first = procedure(tmp_path)
    for left, standing, most in ((1, 2, 1), (2, 3, 2), (3, 3, 3), (9, 3, 3)):
        second = following(first, replace(SHORT, seats={"elected": left}), "second")
        assert (len(second.people), second.papers[0].items[0].maximum) == (standing, most)


def test_a_stage_is_held_as_often_as_the_definition_says(tmp_path: Path) -> None:
    again = following(procedure(tmp_path), TIE, "runoff")
    third = following(again, TIE, "runoff")
    assert third.id == "hall-3-runoff"
    assert third.continues == Continues(ONE, OTHER, ("runoff", "runoff"))
    with pytest.raises(Problem) as refused:
        following(third, TIE, "runoff")
    assert refused.value.code == "stage-none"
    with pytest.raises(Problem) as other:
        following(again, SHORT, "second")  # it follows the start alone
    assert other.value.code == "stage-unknown"


def test_several_stages_are_named_and_none_is_chosen_for_anybody(tmp_path: Path) -> None:
    first = procedure(tmp_path)
    with pytest.raises(Problem) as refused:
        following(first, TIE, "")
    assert refused.value.code == "stage-which"
    assert "runoff" in refused.value.text("en")
    again = following(first, TIE, "runoff")
    assert following(again, TIE, "").id == "hall-3-runoff"


def test_a_stage_without_people_or_seats_is_not_held(tmp_path: Path) -> None:
    first = procedure(tmp_path)
    for said, stage, code in (
        (replace(TIE, chosen={("elected", "tied"): ()}), "runoff", "stage-nobody"),
        (replace(SHORT, seats={"elected": 0}), "second", "stage-seats"),
        (replace(SHORT, figures={"votes": {}}), "second", "stage-figure"),
    ):
        with pytest.raises(Problem) as refused:
            following(first, said, stage)
        assert refused.value.code == code
        assert refused.value.text("zh")


def test_what_a_later_stage_asks_of_this_outcome_is_kept_for_it(tmp_path: Path) -> None:
    """The second round comes after the re-vote and asks for those of the first majority."""
    text = STAGES.replace(
        'seats = "elected"\nby = "votes"\nratio = "6/5"',
        'also_step = "majority"\nlists = { first = "majority" }\nafter = ["runoff"]',
    ).replace('people = "not-elected"', 'people = "elected"')
    lists = '\n[[lists]]\nid = "first"\nname = "首轮过半数"\npeople = ["唐秀兰"]\n'
    first = procedure(tmp_path, MEETING + text + lists)
    majority = ("p04", "p01")
    said = replace(TIE, chosen={**TIE.chosen, ("majority", "chosen"): majority})
    again = following(first, said, "runoff")
    assert again.continues is not None
    both = (first.people[0], first.people[3])  # in the order of the first list
    assert again.continues.kept == (Kept("majority", both),)
    assert parse_published(published(again)) == again
    chosen: dict[tuple[str, Part], tuple[str, ...]] = {
        ("elected", "chosen"): ("p02",),
        ("elected", "others"): (),
    }
    last = following(again, Said(chosen, {"elected": 1}), "second")
    assert [each.id for each in last.people] == ["p02", "p01", "p04"]
    assert last.list("first").people == ("p01", "p04")


@given(st.permutations(["p02", "p03", "p04"]), st.permutations(list(VOTES)))
def test_the_order_in_which_an_outcome_is_read_never_matters(
    tmp_path_factory: pytest.TempPathFactory, people: list[str], figures: list[str]
) -> None:
    first = procedure(tmp_path_factory.mktemp("procedure"))
    said = Said(
        {("not-elected", "chosen"): tuple(people), ("elected", "others"): ("p02",)},
        {"elected": 1},
        {"votes": {each: VOTES[each] for each in figures}},
    )
    assert published(following(first, said, "second")) == published(
        following(first, SHORT, "second")
    )


def test_every_field_of_a_stage_is_published(tmp_path: Path) -> None:
    meeting = replace(procedure(tmp_path), server_key=KEY)
    runoff, second = meeting.stages
    full = replace(
        second,
        name_en="Second round",
        title_en="Second",
        also=meeting.people[:1],
        also_step="elected",
        lists=(("women", "elected"),),
        after=("start", "runoff"),
        most=3,
        groups=(replace(meeting.groups[0], id="B", name="B票", weight=None),),
    )
    assert set(stage_to_json(full)) == {each.name for each in fields(Stage)}
    whole = replace(meeting, stages=(runoff, full))
    assert parse_published(published(whole)) == whole


def test_somebody_whose_name_was_written_in_and_who_was_chosen_stands(tmp_path: Path) -> None:
    first = procedure(tmp_path)
    named = replace(first, people=(*first.people, Person("new-1", "欧阳明", "", "", "")))
    said = replace(SHORT, chosen={**SHORT.chosen, ("not-elected", "chosen"): ("new-1", "p03")})
    votes = {"votes": {**VOTES, "new-1": Fraction(6, 12)}}
    second = following(named, replace(said, figures=votes), "second")
    assert "欧阳明" in [each.name for each in second.people]
    assert parse_published(published(second)).people == second.people
