"""Names in writing come back as they went in, and nothing that no kiosk writes comes back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.election.write_in import LONGEST, read_write_in, write_in_question, write_in_vector
from crypto.errors import ParseError
from crypto.groups.embedding import embed, extract
from crypto.groups.named import group_named

ED = group_named("Ed25519")
vectors = st.lists(st.integers(0, 255), min_size=30, max_size=30)


def padded(raw: bytes) -> list[int]:
    return [*raw, *[255] * (LONGEST - len(raw))]


@pytest.mark.parametrize("length", range(31))
def test_texts_of_every_length_come_back_through_the_group(length: int) -> None:
    text = "abcdefghijklmnopqrstuvwxyz1234"[:length]
    vector = write_in_vector(text)
    assert len(vector) == 30
    found = extract(ED, embed(ED, vector), 30)
    assert found.canonical
    assert read_write_in(found.values) == text


@pytest.mark.parametrize(
    "text", ["张三", "欧阳·娜娜", "十个汉字正好三十字节", "𬭎", "Müller", "a b", ""]
)
def test_names_come_back(text: str) -> None:
    assert read_write_in(write_in_vector(text)) == text


@given(st.text())
def test_any_text_is_refused_or_put_into_the_one_form(text: str) -> None:
    normal = unicodedata.normalize("NFC", " ".join(text.split()))
    try:
        vector = write_in_vector(text)
    except ParseError as error:
        refusal = error
    else:
        assert read_write_in(vector) == normal
        return
    too_long = len(normal.encode(errors="surrogatepass")) > LONGEST
    assert refusal.code == "write-in-character" or (
        too_long and refusal.code == "write-in-too-long"
    )


@given(vectors)
def test_any_vector_is_refused_or_is_the_one_of_its_text(values: list[int]) -> None:
    try:
        text = read_write_in(values)
    except ParseError:
        return
    assert padded(text.encode()) == values


def test_spaces_and_accents_are_put_into_the_one_form() -> None:
    assert write_in_vector("  张\u3000 三\n") == write_in_vector("张 三")
    assert write_in_vector("e\u0301") == write_in_vector("é")


@pytest.mark.parametrize(
    "text",
    ["a" * 31, "汉" * 11, "🙂" * 8, "a" * 1000],
)
def test_what_is_too_long_is_refused_when_the_ballot_is_made(text: str) -> None:
    with pytest.raises(ParseError, match="write-in-too-long"):
        write_in_vector(text)


@pytest.mark.parametrize(
    "character",
    [
        "\x00",
        "\x7f",
        "\x85a",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\ufe0f",
        "\U000e0041",
        "\ud800",
        chr(0xDFFF),
        "\uffff",
    ],
)
def test_what_cannot_be_seen_is_refused(character: str) -> None:
    if character != "\x85a":  # a line break, which becomes a space
        with pytest.raises(ParseError, match="write-in-character"):
            write_in_vector(f"a{character}b")
    raw = f"a{character}b".encode(errors="surrogatepass")
    with pytest.raises(ParseError):
        read_write_in(padded(raw))


# The first and the last of every range, so that a mark from its inside is refused too.
HIDDEN_RANGES = [
    *((0x2800, 0x2800), (0xE000, 0xF8FF), (0x110BD, 0x110BD), (0x110CD, 0x110CD)),
    *((0x13430, 0x13455), (0x16FE4, 0x16FE4), (0x1D159, 0x1D159), (0x1DA9B, 0x1DAAF)),
    *((0xF0000, 0xFFFFF), (0x100000, 0x10FFFF)),
]
SEEN_BESIDE = [
    *(0xD7FF, 0x27FF, 0x2801, 0xF900, 0x110BC, 0x110BE, 0x110CC, 0x110CE, 0x1342F, 0x13456),
    *(0x16FE3, 0x16FE5, 0x1D158, 0x1D15A, 0x1DA9A, 0x1DAB0),
]


@pytest.mark.parametrize("code", sorted({code for both in HIDDEN_RANGES for code in both}))
def test_blanks_modifiers_and_private_use_mark_no_name(code: int) -> None:
    text = f"林嵘{chr(code)}"
    for write in (lambda: write_in_vector(text), lambda: read_write_in(padded(text.encode()))):
        with pytest.raises(ParseError, match="write-in-character"):
            write()


@pytest.mark.parametrize("code", SEEN_BESIDE)
def test_what_stands_beside_the_hidden_characters_is_read(code: int) -> None:
    text = f"林嵘{chr(code)}"
    assert read_write_in(padded(text.encode())) == text


# The first and the last place of Extension A, the basic block, and Extensions B to H.
@pytest.mark.parametrize("code", [0x3400, 0x4DBF, 0x4E00, 0x9FFF, 0x20000, 0x2B740, 0x323AF])
def test_rare_chinese_characters_of_names_stay_possible(code: int) -> None:
    assert read_write_in(write_in_vector(f"林{chr(code)}")) == f"林{chr(code)}"


@pytest.mark.parametrize(
    "values",
    [
        padded(b"ab")[:-1],
        [*padded(b"ab"), 255],
        [97, 255, 98, *[255] * 27],
        padded(b"ab ")[:30],
        padded(b" ab"),
        padded(b"a  b"),
        padded("a\u3000b".encode()),
        padded(b"\xe5\xbc"),
        padded(b"\xc0\x80"),
        [0] * 30,
        [97] + [0] * 29,
    ],
)
def test_what_no_kiosk_writes_is_invalid_in_the_tally(values: list[int]) -> None:
    with pytest.raises(ParseError, match="write-in-"):
        read_write_in(values)


def test_the_question_of_a_line() -> None:
    question = write_in_question("另提人选")
    assert question.question == "另提人选"
    assert question.answers == tuple(map(str, range(1, 31)))
    question.check_group(ED)
