"""Names in every script of the country may be written, and nothing that shows nothing."""

from __future__ import annotations

import unicodedata
from itertools import groupby

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crypto.election.visible import RULE, check_characters, check_visible, check_writable
from crypto.election.write_in import LONGEST, read_write_in, write_in_vector
from crypto.errors import ParseError

NAMES = (
    *(
        "张三",
        "欧阳·娜娜",
        "𬭎",
        "林\U000323af",
        "买买提·吐尔逊",
        "Nguyễn Ặn",
        "Müller",
        "O'Brien-2",
    ),
    *("ཚེ་རིང", "བསོད་ནམས", "སྒྲོལ་མ", "ལཀྵྨཱི", "ئابلىز", "تۇرسۇن", "ᠪᠠᠲᠤ", "ᠰᠠᠷ\u180eᠠ", "ᠨᠠᠷ\u180eᠠ ᠪᠠᠲᠤ"),
    *("ꆈꌠꉙ", "ᥖᥭᥰ", "ᦺᦑ", "ᩈ᩠ᨿᩣ᩠ᨾ", "ꓡꓲ-ꓢꓴ", "သန္တာ", "အင်္ဂ", "តន្ត្រី", "김철수", "श्रीमान्", "தமிழ்"),
)
DRAWN_AS_NOTHING = (
    *(0x1107F, 0x2D7F, 0x1A60, 0x1039, 0x10A3F, 0x11133, 0xAAF6, 0x1193E, 0x1BAB, 0x17D2, 0x113D0),
    *(0x11A47, 0x11A99, 0x11D45, 0x11D97, 0x11F42, 0xFFFC, 0xFFFD, 0x06DD, 0x070F, 0x0600, 0x08E2),
    *(0x180B, 0x180D, 0x180E, 0x180F, 0x200D, 0x034F, 0xFE0F),
)


def vector(text: str) -> list[int]:
    encoded = text.encode(errors="surrogatepass")
    return [*encoded, *[255] * (LONGEST - len(encoded))]


def refused(text: str) -> bool:
    """Whether a kiosk and a count refuse the text, which must be one answer."""
    with pytest.raises(ParseError, match="write-in-character"):
        write_in_vector(text)
    with pytest.raises(ParseError, match="write-in-character"):
        read_write_in(vector(text))
    return True


@pytest.mark.parametrize("name", NAMES)
def test_names_in_their_own_script_are_written_and_read(name: str) -> None:
    assert read_write_in(write_in_vector(name)) == name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize("code", DRAWN_AS_NOTHING)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_what_is_drawn_as_nothing_marks_no_name(code: int, place: int) -> None:
    assert refused("林嵘"[:place] + chr(code) + "林嵘"[place:])


@pytest.mark.parametrize("place", range(5))
@pytest.mark.parametrize("joiner", ["\u1039", "\u17d2", "\u1a60", "\u180e"])
def test_a_joiner_marks_no_name_of_another_script(joiner: str, place: int) -> None:
    for name in ("Anna", "ئابل", "ཚེརང"):
        assert refused(name[:place] + joiner + name[place:])


@pytest.mark.parametrize(
    "name",
    [
        *("ᠰᠠᠷ\u180e", "ᠰᠠᠷ\u180eᠲ", "ᠰᠠ\u180eᠠ", "ᠰᠠᠷ\u180eᠠᠷ", "ᠰᠠᠷ\u180e\u180eᠠ", "ᠪᠠᠲᠤ\u180b"),
        *("\u180eᠠ", "ᠰᠠᠷ\u180e ᠠ", "သန်\u1039", "သ\u1039\u1039သ", "ᩈ\u1a60", "ᩈ\u1a60\u1a60ᨿ"),
    ],
)
def test_joiners_out_of_their_place_are_refused(name: str) -> None:
    assert refused(name)


@pytest.mark.parametrize(
    "name",
    [
        *("\u0301a", "a \u0301b", "é\u0301\u0301", "x\u0323\u0301\u0323\u0301", "ཚ\u0f7a\u0f7a"),
        "b\u0316\u0317\u0318\u0319",
    ],
)
def test_accents_that_cover_one_another_are_refused(name: str) -> None:
    assert refused(unicodedata.normalize("NFC", name))


def test_up_to_three_accents_are_taken() -> None:
    assert read_write_in(write_in_vector("b\u0316\u0317\u0318")) == "b\u0316\u0317\u0318"


@pytest.mark.parametrize(
    "name", ["林\u094d", "क\u09cd", "\u0903क", "林 \u0903", "\u0378", "林\u0560x\u0530"]
)
def test_a_kiosk_writes_less_than_is_read(name: str) -> None:
    """Nothing invisible: what depends on the version of Unicode is the kiosk's alone."""
    with pytest.raises(ParseError, match="write-in-character"):
        write_in_vector(name)
    assert read_write_in(vector(name)) == name


KINDS = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
NOT_DRAWN = [chr(c) for c in range(0x110000) if unicodedata.category(chr(c)) in KINDS]


@pytest.mark.slow
def test_every_format_control_and_private_character_is_in_the_tables() -> None:
    """Whatever this Python's Unicode knows of them, alone and between letters of four scripts."""
    for character in NOT_DRAWN:
        for around in ("林嵘", "ab", "\u1000\u1001", "\u1830\u1824"):
            with pytest.raises(ParseError):
                check_visible(around[0] + character + around[1])


@given(st.text(min_size=1, max_size=10))
def test_what_a_kiosk_writes_is_read_as_it_was_written(text: str) -> None:
    try:
        check_writable(text)
    except ParseError:
        return
    check_visible(text)
    check_visible(text.replace("\u180e", ""), 1)


@given(st.text(min_size=1, max_size=10))
def test_rule_one_goes_by_single_characters(text: str) -> None:
    def seen(part: str) -> bool:
        try:
            check_visible(part, 1)
        except ParseError:
            return False
        return True

    assert seen(text) == all(map(seen, text))


MARKS = [chr(c) for c in range(0x11000) if unicodedata.ucd_3_2_0.combining(chr(c))]


@given(st.lists(st.one_of(st.sampled_from(MARKS), st.sampled_from("a林 ")), max_size=10))
def test_no_row_of_accents_is_longer_than_three_or_begins_a_word(parts: list[str]) -> None:
    text = "".join(parts)
    try:
        check_visible(text)
    except ParseError as error:
        assume(error.code == "write-in-character")
        return
    rows = ["".join(row) for accents, row in groupby(text, key=MARKS.__contains__) if accents]
    assert all(len(row) <= 3 for row in rows)
    assert not any(word and word[0] in MARKS for word in text.split(" "))


def test_records_of_before_are_read_by_their_rule() -> None:
    assert RULE == 2
    for text in ("林嵘\u1039", "\u0301a", "林\u06dd", "é" + "\u0301" * 9):
        check_characters(text)
        assert read_write_in(vector(text), 1) == text
        assert refused(text)
    for name in NAMES:
        if "\u180e" not in name:
            assert read_write_in(vector(name), 1) == name
