"""Places are values: written in one way, and read without taking words apart."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.place import (
    NOWHERE,
    BlockAt,
    EventAt,
    File,
    MemberAt,
    Part,
    Place,
    ReceiptOf,
    Step,
    at_event,
    in_file,
    place_of,
)

MEMBER = MemberAt(35, "ab.event.json", 70)
FIELDS = st.sampled_from(("answers", "choices", "result", "alpha", "credentials"))
OUTER: st.SearchStrategy[Step] = st.sampled_from(
    (File("acts.json"), EventAt(7), EventAt(7, MEMBER), MEMBER, BlockAt(3), ReceiptOf("AAAA"))
)
INNER: st.SearchStrategy[Step] = st.one_of(FIELDS, st.integers(0, 99), FIELDS.map(Part))


@st.composite
def some_places(draw: st.DrawFn) -> Place:
    """A place with at most one outermost step, and some inside it."""
    outer: list[Step] = list(draw(st.lists(OUTER, max_size=1)))
    inner: list[Step] = list(draw(st.lists(INNER, max_size=6)))
    return Place((*outer, *inner))


PLACES = some_places()


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (NOWHERE, ""),
        (place_of("credential"), "credential"),
        (at_event(17) / "answers" / 3 / "alpha", "event 17.answers[3].alpha"),
        (at_event(12) / Part("result") / 1 / 4, "event 12 result[1][4]"),
        (in_file("acts.json") / Part("acts") / 2 / "bound", "acts.json acts[2].bound"),
        (Place((EventAt(4, MEMBER),)), "event 4 (member 35 ab.event.json at block 70)"),
        (Place((BlockAt(9),)), "block 9"),
        (Place((ReceiptOf("AAAA"),)), "receipt AAAA"),
        (Place((2,)), "[2]"),
    ],
)
def test_a_place_is_written_in_one_way(place: Place, text: str) -> None:
    assert str(place) == text
    assert bool(place) is bool(text)


def test_what_is_known_of_a_place_is_read_from_its_steps() -> None:
    place = at_event(17) / "answers" / 3 / "choices" / 0 / "alpha"
    assert (place.event, place.question, place.answer) == (17, 3, 0)
    assert (place.file, place.member, place.block, place.receipt) == ("", None, None, "")
    result = at_event(12) / Part("result") / 1 / 4
    assert (result.question, result.answer) == (1, 4)
    shuffle = at_event(9) / "ciphertexts" / 2 / 5
    assert (shuffle.answer, shuffle.second_index_in("ciphertexts")) == (None, 5)
    chained = Place((EventAt(4, MEMBER),)) / Part("payload") / "owner"
    assert (chained.event, chained.member, chained.block) == (4, MEMBER, 70)
    assert (Place((MEMBER,)).member, Place((BlockAt(9),)).block) == (MEMBER, 9)
    act = in_file("acts.json") / Part("acts") / 2
    assert (act.file, act.index_in("acts"), act.index_in("shares")) == ("acts.json", 2, None)


def test_a_name_that_looks_like_a_place_is_none() -> None:
    """What a stranger wrote into a field's name says nothing about events and questions."""
    place = in_file("event 9 answers[1].json") / "event 3.choices[2]"
    assert (place.event, place.question, place.answer, place.block) == (None, None, None, None)
    assert place.file == "event 9 answers[1].json"


@given(outer=PLACES, middle=PLACES, inner=st.lists(INNER, max_size=4))
def test_places_grow_from_the_inside_out(outer: Place, middle: Place, inner: list[Step]) -> None:
    whole = outer / middle / Place(tuple(inner))
    assert whole == outer / (middle / Place(tuple(inner)))
    assert whole == Place((*outer.steps, *middle.steps, *inner))
    assert str(whole).startswith(str(outer))
    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 - our own bytes


@given(place=PLACES)
def test_the_numbers_of_a_place_are_among_its_steps(place: Place) -> None:
    for number in (place.question, place.answer):
        assert number is None or number in place.steps
    assert (place.event is None) == (not any(isinstance(each, EventAt) for each in place.steps))
    assert NOWHERE / place == place / NOWHERE == place
