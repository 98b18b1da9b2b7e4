"""There is one text for every value, and no other text is read."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto import canonical
from crypto.canonical import MAX_DEPTH, dumps, loads, sha256_b64, sha256_hex
from crypto.errors import ParseError, Refused
from crypto.json_values import JSON

LIMIT = 10_000

unicode_text = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    unicode_text | st.integers(-(10**30), 10**30) | st.booleans(),
    lambda inner: st.lists(inner) | st.dictionaries(unicode_text, inner),
    max_leaves=20,
)


@given(values)
def test_what_is_written_is_read_back(value: JSON) -> None:
    assert loads(dumps(value), limit=10**6) == value
    assert loads(dumps(value).encode(), limit=10**6) == value


@given(st.text(st.characters(codec="ascii")))
def test_text_is_written_as_belenios_does(text: str) -> None:
    written = dumps(text)
    escapes = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    escapes |= {"\b": "\\b", "\f": "\\f", "\x7f": "\\u007f"}
    expected = "".join(escapes.get(c) or (f"\\u{ord(c):04x}" if ord(c) < 0x20 else c) for c in text)
    assert written == f'"{expected}"'


def test_chinese_stays_raw_and_fields_keep_their_order() -> None:
    assert dumps({"名": "票箱", "a": [1, True]}) == '{"名":"票箱","a":[1,true]}'


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"a": 1}', "json-not-canonical"),
        (' {"a":1}', "json-not-canonical"),
        ('{"a":1}\n', "json-not-canonical"),
        ('{"a":1,"a":1}', "json-not-canonical"),
        ('"\\u4e2d"', "json-not-canonical"),
        ('"\\u007F"', "json-not-canonical"),
        ('"\x7f"', "json-not-canonical"),
        ('"\\/"', "json-not-canonical"),
        ('"\\u000a"', "json-not-canonical"),
        ('"\\ud800"', "json-not-canonical"),
        ('{"\\ud800":1}', "json-not-canonical"),
        ("-0", "json-not-canonical"),
        ("1.0", "json-type"),
        ("1e3", "json-type"),
        ("NaN", "json-type"),
        ("-Infinity", "json-type"),
        ("null", "json-type"),
        ("[null]", "json-type"),
        ('{"a":null}', "json-type"),
        ("01", "json-syntax"),
        ("+1", "json-syntax"),
        ("0x1", "json-syntax"),
        ("{'a':1}", "json-syntax"),
        ("[1,]", "json-syntax"),
        ("1 2", "json-syntax"),
        ('"\x01"', "json-syntax"),
        ("", "json-syntax"),
        ("9" * 5000, "json-syntax"),
        ("\ufeff1", "json-syntax"),
        ("1" * (LIMIT + 1), "json-too-long"),
        ("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "json-too-deep"),
        ("[" * 4000 + "]" * 4000, "json-too-deep"),
        ('{"a":' * (MAX_DEPTH + 1) + "1" + "}" * (MAX_DEPTH + 1), "json-too-deep"),
    ],
)
def test_any_other_text_is_refused(text: str, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        loads(text, limit=LIMIT, where="box")
    assert caught.value.code == code
    assert caught.value.where == "box"


def test_a_key_that_stands_twice_is_named_as_the_fault() -> None:
    with pytest.raises(ParseError, match="the same key twice"):
        loads('{"a":1,"a":1}', limit=LIMIT)


def test_bytes_that_are_not_utf8_are_refused() -> None:
    for data in (b'"\xff"', b'"\xed\xa0\x80"', b'"\xc0\xaf"', "\ud800"):
        with pytest.raises(ParseError, match="json-not-utf8"):
            loads(data, limit=LIMIT)


def test_the_limit_counts_bytes_not_characters() -> None:
    assert loads('"票"', limit=5) == "票"
    with pytest.raises(ParseError, match="json-too-long"):
        loads('"票"', limit=4)


def test_deepest_nesting_allowed_is_read() -> None:
    assert loads("[" * MAX_DEPTH + "]" * MAX_DEPTH, limit=LIMIT)
    assert loads('{"a":' * MAX_DEPTH + "1" + "}" * MAX_DEPTH, limit=LIMIT)


@pytest.mark.parametrize("text", ["1.0", "1e3", "NaN", "Infinity"])
def test_a_number_that_is_no_integer_is_named_as_the_fault(text: str) -> None:
    with pytest.raises(ParseError, match="not an integer"):
        loads(text, limit=LIMIT)


def test_what_is_no_number_is_not_written_either() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        dumps(float("nan"))  # type: ignore[arg-type]


def test_half_a_surrogate_pair_cannot_be_written() -> None:
    with pytest.raises(ParseError, match="text-not-unicode"):
        dumps({"name": "\ud800"})


@given(st.binary(max_size=60) | st.text(max_size=60).map(lambda t: t.encode("utf-8", "replace")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        value = loads(data, limit=50)
    except Refused:
        return
    assert dumps(value).encode() == data
    assert json.loads(data) == value


_PLAIN = ("1", "0", "true", '""', '"a"', '":"', '":a"', '"票"')
_OTHER = ("-1", "-0", "1.0", "1e2", "null", "NaN", "", " 1", '"\x7f"', '" "')
_ESCAPED = ('"\\\\"', '"\\u007f"', '"\\ud800"', '"\\n"')
json_texts = st.recursive(
    st.sampled_from((*_PLAIN, *_OTHER, *_ESCAPED)),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.lists(
            st.tuples(st.sampled_from(("a", "b", ":", "", "a:", "票")), inner), max_size=3
        ).map(lambda pairs: "{" + ",".join(f'"{key}":{text}' for key, text in pairs) + "}")
        | st.tuples(inner, st.integers(1, MAX_DEPTH + 1)).map(
            lambda nested: "[" * nested[1] + nested[0] + "]" * nested[1]
        )
    ),
    max_leaves=8,
)


def read(text: str) -> JSON | tuple[str, str]:
    try:
        return loads(text, limit=LIMIT, where="box")
    except ParseError as error:
        return error.code, str(error)


@given(json_texts)
def test_what_is_quickly_seen_to_be_canonical_is(text: str) -> None:
    quickly = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(canonical, "_plain", lambda _text: None)
        assert repr(read(text)) == repr(quickly)


def test_a_ballot_is_quickly_seen_to_be_canonical(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "_strict", None)
    text = '{"a":[{"alpha":"0","proof":[]},{"beta":"1"}],"b":{},"n":12,"t":true,"f":"票"}'
    assert loads(text, limit=LIMIT) == json.loads(text)
    assert loads("[" * MAX_DEPTH + "]" * MAX_DEPTH, limit=LIMIT)


def test_hashes_of_text_and_bytes() -> None:
    # The empty SHA-256, as any other tool prints it.
    assert sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert sha256_b64(b"") == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"
    assert sha256_hex("票箱") == sha256_hex("票箱".encode())
