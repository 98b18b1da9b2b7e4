"""Whatever is done to the bytes of a ballot, it is refused with a reason, or unchanged."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.ballots.ballot import parse_ballot, verify_ballot
from crypto.canonical import dumps
from crypto.election.election import Election
from crypto.errors import ParseError, Refused
from crypto.groups.named import group_named
from tests.crypto.fixtures import edwards
from tests.crypto.fixtures.sample_elections import cast, election

ELECTION = election()
ORDER = str(ELECTION.group.order)
TEXT = cast(ELECTION, ((0, 1, 0, 1), (0, 1))).to_json()
OTHER = cast(ELECTION, ((1, 0, 0, 0), (1, 0)), bytes(32)).to_json()
OUTSIDE = edwards.text(edwards.add(edwards.BASE, edwards.torsion()[1]))
SMALL = edwards.text(edwards.torsion()[4])
IDENTITY = ELECTION.group.encode(ELECTION.group.identity)

leaves = st.sampled_from(
    [
        *("", "0", "1", "-1", "+1", "01", "0x1", ORDER, str(int(ORDER) - 1), "9" * 80),
        *(IDENTITY, OUTSIDE, SMALL, "f" * 64, f"{edwards.P + 1:064x}", edwards.text(edwards.BASE)),
        *(0, -1, 2**70, True, [], {}, [[]], {"alpha": "1"}, "票", "\x7f", "A" * 43),
    ]
) | st.text(max_size=4)


def refused_or_unchanged(of: Election, data: bytes, original: str) -> None:
    refusal: Refused | None = None
    try:
        verify_ballot(of, parse_ballot(of, data, where="event 3"))
    except Refused as error:
        refusal = error
    if refusal is None:
        assert data == original.encode()
    else:
        assert refusal.code
        assert refusal.detail
        assert refusal.where.startswith("event 3") or not isinstance(refusal, ParseError)


def paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    if isinstance(value, dict):
        for key, part in value.items():
            found += paths(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            found += paths(part, (*path, index))
    return found


def at(value: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        value = value[step]
    return value


PATHS = paths(json.loads(TEXT))


@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_bytes_changed(data: st.DataObject) -> None:
    raw = TEXT.encode()
    start = data.draw(st.integers(0, len(raw)))
    skip = data.draw(st.integers(0, 4))
    refused_or_unchanged(
        ELECTION, raw[:start] + data.draw(st.binary(max_size=4)) + raw[start + skip :], TEXT
    )


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_a_part_replaced_removed_doubled_or_taken_from_elsewhere(data: st.DataObject) -> None:
    value = json.loads(TEXT)
    path = data.draw(st.sampled_from(PATHS))
    parent, key = at(value, path[:-1]), path[-1]
    match data.draw(st.sampled_from(["replace", "remove", "double", "copy", "other", "rename"])):
        case "replace":
            parent[key] = data.draw(leaves)
        case "remove":
            del parent[key]
        case "double" if isinstance(parent, list):
            parent.insert(key, parent[key])
        case "copy":
            parent[key] = json.loads(json.dumps(at(value, data.draw(st.sampled_from(PATHS)))))
        case "other":
            parent[key] = at(json.loads(OTHER), path)
        case _ if isinstance(parent, dict):
            parent[data.draw(st.sampled_from([f"{key}2", ""]))] = parent.pop(key)
        case _:
            parent.reverse()
    refused_or_unchanged(ELECTION, dumps(value).encode(), TEXT)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_number_written_otherwise(data: st.DataObject) -> None:
    value = json.loads(TEXT)
    path = data.draw(st.sampled_from([p for p in PATHS if isinstance(at(value, p), str)]))
    parent, key = at(value, path[:-1]), path[-1]
    before = parent[key]
    written = [f"0{before}", f"+{before}", before.upper(), f"{before} ", before[1:], before + "="]
    if key in {"challenge", "response"}:
        written.append(str(int(before) + ELECTION.group.order))
    parent[key] = data.draw(st.sampled_from([w for w in written if w != before]))
    refused_or_unchanged(ELECTION, dumps(value).encode(), TEXT)


@pytest.mark.parametrize("point", [OUTSIDE, SMALL, f"{edwards.P + 1:064x}", f"{1 << 255 | 1:064x}"])
@pytest.mark.parametrize(
    "path",
    [("credential",), ("answers", 0, "choices", 2, "alpha"), ("answers", 1, "choices", 0, "beta")],
)
def test_bad_points_are_refused_when_they_are_read(path: tuple[Any, ...], point: str) -> None:
    value = json.loads(TEXT)
    at(value, path[:-1])[path[-1]] = point
    with pytest.raises(ParseError, match="element-outside-group") as caught:
        parse_ballot(ELECTION, dumps(value))
    assert caught.value.where.endswith(str(path[-1]))


def test_identity_as_credential_is_refused_and_as_ciphertext_fails_its_proof() -> None:
    value = json.loads(TEXT)
    value["credential"] = IDENTITY
    with pytest.raises(ParseError, match="element-identity"):
        parse_ballot(ELECTION, dumps(value))
    value = json.loads(TEXT)
    value["answers"][0]["choices"][0]["alpha"] = IDENTITY
    ballot = parse_ballot(ELECTION, dumps(value))
    with pytest.raises(Refused, match="ballot-hash"):
        verify_ballot(ELECTION, ballot)


def remove(name: str) -> str:
    value = json.loads(TEXT)
    del value["answers"][0][name]
    return dumps(value)


def without_blank_slot() -> str:
    value = json.loads(TEXT)
    answer = value["answers"][0]
    del answer["choices"][0], answer["individual_proofs"][0], answer["blank_proof"]
    del answer["overall_proof"][0]
    return dumps(value)


def unsigned() -> str:
    value = json.loads(TEXT)
    del value["signature"]
    return dumps(value)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (remove("blank_proof"), "json-fields", "answers[0]"),
        (remove("overall_proof"), "json-fields", "answers[0]"),
        (remove("individual_proofs"), "json-fields", "answers[0]"),
        (without_blank_slot(), "json-fields", "answers[0]"),
        (unsigned(), "json-fields", ""),
        ("[" * 5000, "json-too-long", ""),
        ("[" * 2000 + "]" * 2000, "json-too-deep", ""),
        (TEXT[:-1], "json-syntax", ""),
        (f" {TEXT}", "json-not-canonical", ""),
    ],
)
def test_missing_parts_are_named(text: str, code: str, where: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_ballot(ELECTION, text)
    assert (caught.value.code, caught.value.where) == (code, where)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_mutations_in_the_2048_bit_group(data: st.DataObject) -> None:
    one, text = election("BELENIOS-2048"), belenios_text()
    value = json.loads(text)
    path = data.draw(st.sampled_from(PATHS))
    modulus = int(group_named("BELENIOS-2048").order)
    parent = at(value, path[:-1])
    parent[path[-1]] = data.draw(leaves | st.sampled_from(["2", str(modulus), "1" + "0" * 616]))
    refused_or_unchanged(one, dumps(value).encode(), text)


_belenios: list[str] = []


def belenios_text() -> str:
    if not _belenios:
        _belenios.append(cast(election("BELENIOS-2048"), ((0, 1, 0, 1), (0, 1))).to_json())
    return _belenios[0]
