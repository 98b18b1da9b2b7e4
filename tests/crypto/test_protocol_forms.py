"""What docs/protocol.md says of forms, limits and codes is done so (chapters 2, 3, 5, 7, 8, 15)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crypto.board.note import parse_note
from crypto.canonical import loads, weight
from crypto.election.credential import PublicCredential, parse_credentials
from crypto.errors import ParseError
from crypto.groups.group import Group
from crypto.groups.named import GROUP_NAMES, group_named
from crypto.record.archive import archive_header, scan_archive
from crypto.trustees.trustee import Trustees

TEXT = (Path(__file__).parents[2] / "docs/protocol.md").read_text("utf-8")
LIMIT = 10_000
NOTE = "text\n\n— name {}\n"


def code_of(act: Callable[[], Any]) -> str:
    try:
        act()
    except ParseError as error:
        return error.code
    return ""


JSON_FAULTS = {
    b"[" * 25 + b"]" * 25: "json-too-deep",
    b"[" * 24 + b"]" * 24: "",
    b"[" * 24 + b"1" + b"]" * 24: "",
    b"\xff": "json-not-utf8",
    b"\xef\xbb\xbf1": "json-syntax",
    b"01": "json-syntax",
    b"1" * 4301: "json-syntax",
    b"-0": "json-not-canonical",
    b"1.0": "json-type",
    b"1e2": "json-type",
    b"NaN": "json-type",
    b"null": "json-type",
    b'{"a":1,"a":1}': "json-not-canonical",
    rb'"\ud800"': "json-not-canonical",
    rb'"\/"': "json-not-canonical",
    b" 1": "json-not-canonical",
    b"1\n": "json-not-canonical",
    b'"' + b"a" * LIMIT + b'"': "json-too-long",
}


@pytest.mark.parametrize(("text", "code"), JSON_FAULTS.items(), ids=lambda each: repr(each)[:30])
def test_each_fault_of_a_json_text_has_the_code_of_the_table(text: bytes, code: str) -> None:
    assert code_of(lambda: loads(text, limit=LIMIT)) == code


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2**30 - 1, ""),
        (2**30, "integer-out-of-range"),
        (str(2**30 - 1), "weight-not-canonical"),
        (str(2**53 - 1), ""),
        (str(2**53), "decimal-out-of-range"),
        ("01", "decimal-not-canonical"),
    ],
)
def test_weights_have_the_codes_of_the_table(value: int | str, code: str) -> None:
    assert code_of(lambda: weight(value)) == code


@pytest.mark.parametrize(
    ("behind", "code"),
    [
        ("", ""),
        (",", "decimal-not-canonical"),
        (",01", "decimal-not-canonical"),
        (",0", "credential-weight"),
        (f",{2**53 - 1}", ""),
        (f",{2**53}", "decimal-out-of-range"),
        (",1" + "0" * 18, "decimal-out-of-range"),
        (",1" + "0" * 19, "text-too-long"),
    ],
)
def test_weights_of_credentials_have_the_codes_of_the_chapter(behind: str, code: str) -> None:
    group = group_named("Ed25519")
    text = f'["{group.encode(group.generator)}{behind}"]'
    assert code_of(lambda: parse_credentials(group, text)) == code


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_elements_and_scalars_have_the_codes_of_the_table(name: str) -> None:
    group = group_named(name)
    assert code_of(lambda: group.decode(1)) == "json-type"
    assert code_of(lambda: group.decode("")) == "element-not-canonical"
    assert code_of(lambda: group.decode_scalar("")) == "scalar-not-canonical"
    assert code_of(lambda: group.decode_scalar("9" * 4000)) == "scalar-out-of-range"
    one = group.encode(group.identity)
    assert code_of(lambda: PublicCredential.parse(group, one)) == "element-identity"


def no_point(group: Group) -> str:
    numbers = (n for n in range(2, 100) if group.element(n) is None)
    return f"{next(numbers):064x}"


def test_what_is_no_point_in_its_one_form_is_outside_the_group() -> None:
    group = group_named("Ed25519")
    for text in (no_point(group), f"{2**255 - 18:064x}", f"{2**255 + 1:064x}", "0" * 64):
        assert code_of(lambda text=text: group.decode(text)) == "element-outside-group"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "code"),
    [("[]", "array-length"), ('[["Single"]]', "array-length"), ('[["Other",{}]]', "trustee-kind")],
)
def test_lists_of_trustees_have_the_codes_of_the_chapter(text: str, code: str) -> None:
    assert code_of(lambda: Trustees.parse(group_named("Ed25519"), text)) == code


def spoiled(at: int) -> bytes:
    header = bytearray(archive_header(7))
    header[at] ^= 1
    return bytes(header)


@pytest.mark.parametrize("data", [b"", *(spoiled(at) for at in (0, 130, 150, 300, 520, 1023))])
def test_whatever_is_wrong_with_the_first_member_is_told_of_the_header(data: bytes) -> None:
    assert {each.code for each in scan_archive(data)[1]} >= {"archive-header"}


@pytest.mark.parametrize(
    ("note", "code"),
    [
        (NOTE.format("AAAAAAA="), ""),
        (NOTE.format("AAAAAA=="), "note-base64"),
        (NOTE.format("AAAAAAB="), "note-base64"),
        (NOTE.format("AAAAAAA=")[:-1], "note-form"),
        ("text\n", "note-form"),
        ("\n\n" + "— name AAAAAAA=\n", "note-text"),
        ("a\tb" + NOTE.format("AAAAAAA="), "note-text"),
        (NOTE.format("AAAAAAA=") + "— name AAAAAAA=\n", "note-form"),
        ("a" * 16_384 + NOTE.format("AAAAAAA="), "note-too-long"),
    ],
)
def test_notes_have_the_codes_of_the_table(note: str, code: str) -> None:
    assert code_of(lambda: parse_note(note.encode())) == code


def test_the_digits_of_elements_and_scalars_are_those_of_the_chapter() -> None:
    found = re.search(
        r"\((\d+) and (\d+) on Ed25519, (\d+) and (\d+) on\s+BELENIOS-2048, (\d+) and (\d+) on "
        r"RFC-3526-2048\)",
        TEXT,
    )
    assert found
    groups = [group_named(name) for name in GROUP_NAMES]
    assert [int(one) for one in found.groups()] == [
        digits for group in groups for digits in (group.longest_element, group.longest_scalar)
    ]
