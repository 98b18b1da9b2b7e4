"""One equality of names for lists, kiosk and count."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meeting.names import lookalikes, meant_by, name_key

SPACES = ["", " ", "\u3000", "\u00a0", "\u2009", "\t", "\u200b", "\u2800", "\u3164", "\n"]
DOTS = list("·•・‧･.．∙⋅")


@pytest.mark.parametrize("space", SPACES)
def test_spaces_of_any_kind_make_no_other_name(space: str) -> None:
    assert name_key(f"{space}张{space}甲{space}") == name_key("张甲")


@pytest.mark.parametrize("dot", DOTS)
def test_every_interpunct_is_one(dot: str) -> None:
    assert name_key(f"买买提{dot}吐尔逊") == name_key("买买提·吐尔逊")


def test_an_ordinary_ideograph_is_its_own_key() -> None:
    """So the short way for names of nothing else comes to what the long one comes to."""
    ordinary = "".join(map(chr, range(0x4E00, 0x9FA6)))
    assert name_key(ordinary) == ordinary
    assert name_key(f"{ordinary} ") == ordinary  # a space: the long way
    assert lookalikes(ordinary) == ()


def test_an_interpunct_is_not_nothing() -> None:
    assert name_key("买买提·吐尔逊") != name_key("买买提吐尔逊")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wang Fang", "wang fang"),
        ("Ｗａｎｇ", "wang"),
        ("José", "JOSE\u0301"),
        ("Straße", "STRASSE"),
    ],
)
def test_capitals_widths_and_compositions_make_no_other_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize("young", ["\U0001ccd6", "\U00016ea0", "\ua7f1", "\U0002b5af", "\u2069"])
def test_the_key_does_not_depend_on_the_version_of_unicode(young: str) -> None:
    """Characters of later versions stay as they are, whether this Python knows them or not."""
    expected = "" if young == "\u2069" else young
    assert name_key(f"Ａ {young} Ｂ") == f"a{expected}b"


def test_other_characters_are_other_names() -> None:
    assert len({name_key(name) for name in ("张甲", "张乙", "章甲", "張甲")}) == 4


@pytest.mark.parametrize("nothing", SPACES)
def test_the_key_of_nothing_is_nothing(nothing: str) -> None:
    assert name_key(nothing) == ""


@given(st.text(max_size=20))
def test_a_key_is_its_own_key(text: str) -> None:
    assert name_key(name_key(text)) == name_key(text)


OLD = st.characters(exclude_categories=["Cs"]).filter(
    lambda each: unicodedata.ucd_3_2_0.category(each) != "Cn"
)


@given(st.text(OLD, max_size=10))
def test_every_normal_form_has_the_same_key(text: str) -> None:
    assert {name_key(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC")} == {
        name_key(text)
    }


@pytest.mark.parametrize(
    ("written", "ordinary"), [("⽂", "文"), ("⽅", "方"), ("\uf9e1", "李"), ("\U0002f81a", "冬")]
)
def test_what_only_looks_like_another_character_is_found(written: str, ordinary: str) -> None:
    assert lookalikes(f"王{written}{written}") == (written,)
    assert meant_by(written) == ordinary


def test_a_radical_that_stands_for_nothing_else_is_found_too() -> None:
    assert lookalikes("⺮") == ("⺮",)
    assert meant_by("⺮") == ""


def test_ordinary_characters_and_the_twelve_are_none() -> None:
    assert lookalikes("王芳·Wang 﨑𠮷㐂") == ()
