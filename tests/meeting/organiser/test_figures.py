"""figures.toml: what was counted in the hall, refused where it cannot be true."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.examples import TOWNSHIP_EN
from meeting.organiser.figures import BoxFigures, parse_figures, read_figures
from meeting.problem import Problem
from tests.meeting.fixtures.township import attempted, each_of, township

TEXT = (TOWNSHIP_EN / "figures.toml").read_text(encoding="utf-8")


def test_the_example_is_read() -> None:
    figures = read_figures(TOWNSHIP_EN / "figures.toml", township())
    assert list(figures) == ["r1-A", "r1-B", "r1-C"]
    assert figures["r1-B"] == BoxFigures(present=27, issued=27)


def test_a_box_may_be_left_out() -> None:
    text = TEXT[: TEXT.index("[boxes.r1-C]")]
    assert list(parse_figures(text.encode(), "figures.toml", township())) == ["r1-A", "r1-B"]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        (
            "present = 12",
            "present = 1073741825",
            "figures-present",
            "figures.toml:7 boxes.r1-A.present",
        ),
        ("present = 12", "present = -1", "figures-present", "figures.toml:7 boxes.r1-A.present"),
        ("issued = 12", "issued = 15", "figures-issued", "figures.toml:8 boxes.r1-A.issued"),
        ("issued = 12", "issued = -1", "figures-issued", "figures.toml:8 boxes.r1-A.issued"),
        ("issued = 12", 'issued = "12"', "key-type", "figures.toml:8 boxes.r1-A.issued"),
        ("issued = 12", "", "key-missing", "figures.toml:6 boxes.r1-A.issued"),
        ("issued = 12", "isued = 12", "key-unknown", "figures.toml:8 boxes.r1-A.isued"),
        ("[boxes.r1-B]", "[boxes.r1-D]", "figures-box", "figures.toml:10 boxes.r1-D"),
        ("schema = 1", "schema = 2", "schema-unknown", "figures.toml:4 schema"),
    ],
)
def test_impossible_figures_are_named(old: str, new: str, code: str, place: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_figures(TEXT.replace(old, new, 1).encode(), "figures.toml", township())
    assert (code, place) in [(each.code, each.where) for each in each_of(caught.value)]
    assert caught.value.text("zh")


@pytest.mark.parametrize(("present", "issued"), [(13, 12), (12, 13), (0, 14), (1 << 30, 0)])
def test_what_can_happen_in_a_hall_is_read(present: int, issued: int) -> None:
    """Somebody comes who is not on the roster; a torn slip is replaced by another."""
    text = TEXT.replace("present = 12", f"present = {present}", 1)
    text = text.replace("issued = 12", f"issued = {issued}", 1)
    figures = parse_figures(text.encode(), "figures.toml", township())
    assert figures["r1-A"] == BoxFigures(present, issued)


@given(st.data())
def test_a_damaged_file_gives_problems_and_nothing_else(data: st.DataObject) -> None:
    whole = bytearray(TEXT.encode())
    start = data.draw(st.integers(0, len(whole) - 1))
    whole[start : start + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=6))
    read = attempted(lambda: parse_figures(bytes(whole), "figures.toml", township()))
    if isinstance(read, Problem):
        assert read.text("zh")
    else:
        assert set(read) <= {"r1-A", "r1-B", "r1-C"}
