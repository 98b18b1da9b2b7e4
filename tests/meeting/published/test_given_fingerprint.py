"""A meeting fingerprint that a person gives: in full, in short form, as a code, and mistyped."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.server_key import short_form
from meeting.problem import Problem
from meeting.published.given_fingerprint import GivenFingerprint, fingerprint_code
from tests.meeting.fixtures.township import attempted

FOUND = hashlib.sha256(b"boxes").hexdigest()
SHORT = short_form(bytes.fromhex(FOUND))
CODES = {"fingerprint-former", "fingerprint-character", "fingerprint-length"}
HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)


@given(HASHES)
def test_every_way_of_writing_it_is_read(found: str) -> None:
    short = short_form(bytes.fromhex(found))
    for text in (found, found.upper(), f"{found[:32]}\n{found[32:]}", fingerprint_code(found)):
        read = GivenFingerprint.read(text)
        assert (read.digits, read.whole, read.short) == (found, True, short)
    for text in (short, short.replace(" ", ""), f"\t{short}\r\n", short.replace(" ", "\u3000")):
        read = GivenFingerprint.read(text)
        assert (read.whole, read.short) == (False, short)
        assert read.fits(found)


def test_characters_of_full_width_are_meant_as_they_look() -> None:
    wide = "".join(chr(ord(each) + 0xFEE0) if each != " " else "\u3000" for each in SHORT)
    assert GivenFingerprint.read(wide).fits(FOUND)


@given(HASHES, st.integers(0, 143), st.booleans())
def test_one_bit_is_enough_to_differ(found: str, bit: int, whole: bool) -> None:
    other = f"{int(found, 16) ^ 1 << 255 - bit:064x}"
    read = GivenFingerprint.read(other if whole else short_form(bytes.fromhex(other)))
    assert not read.fits(found)
    assert read.difference(found).told("en") != ""


def test_what_lies_beyond_the_short_form_is_seen_in_full_only() -> None:
    other = FOUND[:-1] + ("0" if FOUND[-1] != "0" else "1")
    assert GivenFingerprint.read(short_form(bytes.fromhex(other))).fits(FOUND)
    assert not GivenFingerprint.read(other).fits(FOUND)
    assert not GivenFingerprint.read(FOUND).fits("")


def test_four_groups_of_an_earlier_release_are_refused_with_what_is_needed() -> None:
    """The attack: whoever makes both sides finds two meetings of one such form in 2^48 hashes."""
    for text in (SHORT[:19], SHORT[:19].replace(" ", "")):
        with pytest.raises(Problem) as refused:
            GivenFingerprint.read(text)
        assert refused.value.code == "fingerprint-former"
        assert "六组" in refused.value.text("zh")


@pytest.mark.parametrize(
    ("text", "code", "told"),
    [
        ("O" + FOUND[1:], "fingerprint-character", "第 1 个字符是 O；会议指纹全文只有"),
        ("O" + FOUND[1:], "fingerprint-character", "可能是 0"),
        (FOUND[:63] + "l", "fingerprint-character", "第 64 个字符是 l"),
        (FOUND[:63] + "l", "fingerprint-character", "可能是 1"),
        (FOUND[:63] + "x", "fingerprint-character", "只有 0–9 和 a–f。未作"),
        ("PXM1:" + FOUND[:63] + "x", "fingerprint-character", "第 64 个字符是 x"),
        ("PXM1:" + FOUND[:63], "fingerprint-length", "63 个字符"),
        (SHORT[:5] + "-" + SHORT[6:], "fingerprint-character", "第 2 组第 1 个字符是 -"),
        (SHORT[:5] + SHORT[6:], "fingerprint-length", "第 2 组有 3 个字符"),
        (SHORT.replace(" ", "")[:-1], "fingerprint-length", "有 23 个字符"),
        (SHORT + " AAAA", "fingerprint-length", "有 28 个字符"),
        (FOUND[:-1], "fingerprint-length", "有 63 个字符"),
        ("", "fingerprint-length", "有 0 个字符"),
    ],
)
def test_a_slip_of_the_pen_is_named_with_its_place(text: str, code: str, told: str) -> None:
    with pytest.raises(Problem) as refused:
        GivenFingerprint.read(text, where="--meeting-fingerprint")
    assert refused.value.code == code
    assert told in refused.value.text("zh")
    assert refused.value.where == "--meeting-fingerprint"


def test_the_first_difference_is_named_and_whether_it_may_be_misread() -> None:
    def difference(short: str, found: str) -> str:
        return GivenFingerprint.read(short).difference(found).told("zh")

    found = "0" * 64  # its short form is all A
    assert difference("AAAA AAAA AAaA AAAA AAAA AAAA", found) == (
        "第 3 组第 3 个字符，所给为 a，这里为 A；这样的字符容易看错"
    )
    assert difference("AAAA AAAA AAxA AAAA AAAA AAAA", found).endswith("所给为 x，这里为 A")
    assert difference("aAAA AAAA AAxA AAAA AAAA AAAA", found).endswith("所给为 a，这里为 A")
    whole = GivenFingerprint.read("0" * 62 + "10").difference(found)
    assert whole.told("zh") == "64 位中的第 63 位，所给为 1，这里为 0"
    assert "digit 63 of 64" in whole.told("en")


@given(st.text(max_size=90) | st.text(alphabet="PXM1:0abcdefO +/\n", max_size=90))
def test_any_text_is_a_fingerprint_or_a_problem(text: str) -> None:
    read = attempted(lambda: GivenFingerprint.read(text))
    if isinstance(read, Problem):
        assert read.code in CODES
        assert read.text("zh") != read.text("en")
    else:
        assert len(read.digits) in (36, 64)
        assert GivenFingerprint.read(read.short).fits(read.digits.ljust(64, "0"))
