"""Single values are read with the type, range and spelling they must have."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import json_values as typed
from crypto.canonical import sha256_b64, sha256_hex
from crypto.errors import ParseError
from crypto.place import Place


def refused(read: Callable[[], object], code: str) -> None:
    with pytest.raises(ParseError) as caught:
        read()
    assert caught.value.code == code
    assert caught.value.where == "here"


def test_fields_are_exactly_these_in_this_order() -> None:
    value = {"a": 1, "b": 2}
    assert typed.fields(value, ("a", "b"), where="here") is value
    assert typed.fields(value, ("a",), ("b", "c"), "here") is value
    assert typed.fields(value, ("b",), ("a",), "here", order=("a", "b")) is value
    refused(lambda: typed.fields(value, ("b", "a"), where="here"), "json-fields")
    refused(lambda: typed.fields(value, ("a",), where="here"), "json-fields")
    refused(lambda: typed.fields(value, ("a", "b", "c"), where="here"), "json-fields")
    refused(lambda: typed.fields(value, ("b",), ("a",), "here"), "json-fields")
    refused(lambda: typed.fields([value], ("a",), where="here"), "json-type")


def test_fields_names_what_it_found_without_repeating_all_of_it() -> None:
    with pytest.raises(ParseError) as caught:
        typed.fields({"x" * 1000 + str(i): 1 for i in range(1000)}, ("a",))
    assert len(caught.value.detail) < 2000


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        (["a", "b"], '["a", "b"]'),
        (["x" * 41], '["' + "x" * 40 + '"]'),
        ([str(n) for n in range(20)], "[" + ", ".join(f'"{n}"' for n in range(20)) + "]"),
        ([str(n) for n in range(21)], "[" + ", ".join(f'"{n}"' for n in range(20)) + ", …]"),
    ],
)
def test_fields_are_shown_up_to_twenty_and_up_to_forty_characters(
    names: list[str], shown: str
) -> None:
    with pytest.raises(ParseError) as caught:
        typed.fields(dict.fromkeys(names, 1), ("c",))
    assert caught.value.detail == f'fields {shown} found, expected ["c"] in this order'


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, "a boolean"), (1, "an integer"), ([], "an array"), ({}, "an object")],
)
def test_what_was_found_instead_is_named(value: typed.JSON, kind: str) -> None:
    with pytest.raises(ParseError) as caught:
        typed.text(value)
    assert caught.value.detail == f"{kind} found, expected a string"


@pytest.mark.parametrize(("least", "expected"), [(1, "1"), (0, "0 to 1")])
def test_the_length_that_an_array_should_have_is_named(least: int, expected: str) -> None:
    with pytest.raises(ParseError) as caught:
        typed.array([1, 2], least=least, most=1)
    assert caught.value.detail == f"2 items found, expected {expected}"


def test_kinds_are_not_confused() -> None:
    refused(lambda: typed.text(1, "here"), "json-type")
    refused(lambda: typed.text("abc", "here", longest=2), "text-too-long")
    assert typed.text("ab", "here", longest=2) == "ab"
    refused(lambda: typed.integer(True, "here", least=0, most=1), "json-type")
    refused(lambda: typed.integer("1", "here", least=0, most=1), "json-type")
    refused(lambda: typed.integer(2, "here", least=0, most=1), "integer-out-of-range")
    refused(lambda: typed.integer(-1, "here", least=0, most=1), "integer-out-of-range")
    refused(lambda: typed.boolean(1, "here"), "json-type")
    refused(lambda: typed.array({}, "here", least=0, most=1), "json-type")
    refused(lambda: typed.array([1, 2], "here", least=0, most=1), "array-length")
    refused(lambda: typed.array([], "here", least=1, most=1), "array-length")
    assert typed.integer(1, least=0, most=1) == 1
    assert typed.boolean(False) is False
    assert typed.array([1], least=1, most=1) == [1]


@given(st.integers(0, 10**40))
def test_decimal_reads_its_own_spelling(number: int) -> None:
    assert typed.decimal(str(number), below=10**40 + 1) == number


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("", "decimal-not-canonical"),
        ("01", "decimal-not-canonical"),
        ("-1", "decimal-not-canonical"),
        ("+1", "decimal-not-canonical"),
        ("1_0", "decimal-not-canonical"),
        (" 1", "decimal-not-canonical"),
        ("1\n", "decimal-not-canonical"),
        ("１", "decimal-not-canonical"),
        ("0x1", "decimal-not-canonical"),
        ("100", "decimal-out-of-range"),
        ("9" * 10_000, "decimal-out-of-range"),
    ],
)
def test_decimal_reads_no_other(spelling: str, code: str) -> None:
    refused(lambda: typed.decimal(spelling, "here", below=100), code)


def test_hashes_have_one_spelling() -> None:
    digest, short = sha256_hex("a"), sha256_b64("a")
    assert typed.hex_digest(digest) == digest
    assert typed.base64_hash(short) == short
    for wrong in (digest.upper(), digest[:-1], digest + "0", "0x" + digest[2:], digest + "\n"):
        refused(partial(typed.hex_digest, wrong, "here"), "hash-form")
    # The last of 43 digits carries two bits too many: "t" could be spelt four ways.
    other = short[:-1] + chr(ord(short[-1]) + 1)
    for wrong in (short + "=", short[:-1], other, short.replace(short[0], "-"), short + "\n"):
        refused(partial(typed.base64_hash, wrong, "here"), "hash-form")


@given(st.integers(0, typed.MAX_WEIGHT))
def test_weights_are_numbers_while_small_and_strings_when_large(number: int) -> None:
    value = typed.weight_value(number)
    assert isinstance(value, int) == (number <= 2**30 - 1)
    assert typed.weight(value) == number


def test_weights_have_one_spelling() -> None:
    refused(lambda: typed.weight("5", "here"), "weight-not-canonical")
    refused(lambda: typed.weight(str(2**30 - 1), "here"), "weight-not-canonical")
    refused(lambda: typed.weight(-1, "here"), "integer-out-of-range")
    assert typed.weight(2**30 - 1) == typed.weight_value(2**30 - 1) == 2**30 - 1
    refused(lambda: typed.weight(2**30, "here"), "integer-out-of-range")
    refused(lambda: typed.weight(str(typed.MAX_WEIGHT + 1), "here"), "decimal-out-of-range")
    assert typed.weight(str(2**30)) == 2**30


def test_paths() -> None:
    place = typed.join(typed.item(typed.join("", "answers"), 3), "choices")
    assert place == Place(("answers", 3, "choices"))
    assert str(place) == "answers[3].choices"


def test_every_item_is_read_and_a_bad_one_named_by_its_index() -> None:
    read = partial(typed.integer, least=0, most=9)
    assert typed.read_each([1, 2], read, "list") == (1, 2)
    assert typed.read_each([], read) == ()
    rows = partial(typed.read_each, read=read)
    for where, place in (("list", "list[1][2]"), ("", "[1][2]"), (Place(("a", 0)), "a[0][1][2]")):
        with pytest.raises(ParseError) as caught:
            typed.read_each([[1], [1, 2, 10, 11]], rows, where)
        assert (caught.value.code, caught.value.where) == ("integer-out-of-range", place)


def test_every_text_is_found_however_deep() -> None:
    value: typed.JSON = {"a": ["1", {"b": ["2", [["3"]], 4, True]}], "c": "5"}
    assert sorted(typed.texts_in(value)) == ["1", "2", "3", "5"]
    assert typed.texts_in("6") == ["6"]
    assert typed.texts_in(7) == []
