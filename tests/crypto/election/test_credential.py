"""Credentials: made, typed, derived as Belenios does, and listed without order or doubles."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.canonical import dumps
from crypto.election.credential import (
    PublicCredential,
    check_sorted,
    credentials_to_json,
    make_credential,
    normalize,
    parse_credentials,
    public_credential,
    secret_exponent,
)
from crypto.election.election import BASE58, Election
from crypto.errors import ParseError, Refused
from crypto.groups.named import GROUP_NAMES, group_named
from tests.crypto.fixtures.sample_elections import (
    BELENIOS_VECTOR,
    CREDENTIAL,
    ED25519_VECTOR,
    vector,
)

ED = group_named("Ed25519")
KEYS = [ED.base_power(k) for k in range(2, 7)]
TEXTS = sorted(ED.encode(key) for key in KEYS)


@pytest.mark.parametrize("folder", [ED25519_VECTOR, BELENIOS_VECTOR], ids=lambda f: f.name)
def test_private_credentials_of_the_reference_implementation_lead_to_its_list(folder: Path) -> None:
    sample = vector(folder)
    election = Election.parse(sample.election)
    group = election.group
    listed = {c.key for c in parse_credentials(group, sample.credentials)}
    derived = {public_credential(group, election.uuid, c) for c in sample.private.values()}

    assert derived == listed
    assert len(listed) in {200, 10}


def test_fresh_credentials_have_the_written_form() -> None:
    made = {make_credential() for _ in range(50)}
    assert len(made) == 50
    for credential in made:
        assert [len(part) for part in credential.split("-")] == [5, 6, 5, 6]
        assert set(credential) <= {*BASE58, "-"}
        assert normalize(credential) == credential


@pytest.mark.parametrize(
    "typed",
    [
        "idfrZXnWCtfiXbLdreszbh",
        "idfrZ XnWCtf iXbLd reszbh",
        " idfrZ-XnWCtf-iXbLd-reszbh\n",
        "id-fr-ZX-nW-Ct-fi-Xb-Ld-re-sz-bh",
        "ｉｄｆｒＺ－ＸｎＷＣｔｆ－ｉＸｂＬｄ－ｒｅｓｚｂｈ",
        "idfrZ–XnWCtf—iXbLd‐reszbh",
        "idfrZ\u3000XnWCtf\u3000iXbLd\u3000reszbh",
    ],
)
def test_a_typed_credential_is_understood(typed: str) -> None:
    assert normalize(typed) == CREDENTIAL


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "idfrZ-XnWCtf-iXbLd-reszb",
        "idfrZ-XnWCtf-iXbLd-reszbhh",
        "idfrZ-XnWCtf-iXbLd-reszb0",
        "idfrZ-XnWCtf-iXbLd-reszbl",
        "IdfrZ-XnWCtf-iXbLd-reszbh",
        "OdfrZ-XnWCtf-iXbLd-reszbh",
        "票dfrZ-XnWCtf-iXbLd-reszbh",
        "idfrZ_XnWCtf_iXbLd_reszbh",
        "i" * 100_000,
    ],
)
def test_what_is_no_credential_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(ParseError) as caught:
        normalize(typed)
    assert caught.value.code == "credential-form"
    assert "XnWCtf" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        (CREDENTIAL[:-1], "21 characters found"),
        (CREDENTIAL + "h", "23 characters found"),
        (CREDENTIAL[:-1] + "0", "a character that no credential contains found"),
    ],
)
def test_a_mistyped_credential_is_told_what_is_wrong_with_it(typed: str, found: str) -> None:
    with pytest.raises(ParseError, match=f"^{found}"):
        normalize(typed)


@settings(max_examples=60)
@given(st.text(max_size=40))
def test_anything_typed_is_understood_or_refused(typed: str) -> None:
    try:
        credential = normalize(typed)
    except Refused:
        return
    assert normalize(credential) == credential


@pytest.mark.parametrize("name", GROUP_NAMES)
def test_exponents_depend_on_election_and_credential(name: str) -> None:
    group = group_named(name)
    exponents = {
        secret_exponent(group, uuid, credential)
        for uuid in ("H9u2rTLDheWv4n", "djwmrZSwmGaj5y")
        for credential in (CREDENTIAL, "cvUEq-TB1wtA-xxefs-rWZV5h")
    }
    assert len(exponents) == 4
    assert all(0 < x < group.order for x in exponents)


def test_only_the_written_form_is_hashed() -> None:
    with pytest.raises(ParseError, match="credential-form"):
        secret_exponent(ED, "H9u2rTLDheWv4n", CREDENTIAL.replace("-", ""))


def test_the_public_list_is_written_sorted_and_read_back() -> None:
    entries = [PublicCredential.of(ED, key) for key in KEYS]
    text = credentials_to_json(entries)
    found = parse_credentials(ED, text)

    assert text == dumps(TEXTS)
    assert set(found) == set(entries)
    assert {c.weight for c in found} == {1}
    check_sorted(found)


def test_weights_are_written_and_read() -> None:
    entry = PublicCredential.of(ED, KEYS[0], 2**31)
    (found,) = parse_credentials(ED, credentials_to_json([entry]))

    assert found == entry
    assert found.weight == 2**31
    assert found.text == f"{ED.encode(KEYS[0])},{2**31}"


def test_foreign_orders_are_read_but_are_not_ours() -> None:
    found = parse_credentials(ED, dumps(TEXTS[::-1]))
    with pytest.raises(ParseError, match="credentials-unsorted") as caught:
        check_sorted(found, where="credentials")
    assert caught.value.where == "credentials[1]"
    with pytest.raises(ParseError, match="credentials-unsorted"):
        check_sorted(parse_credentials(ED, vector(ED25519_VECTOR).credentials))


def test_a_doubled_entry_is_not_sorted() -> None:
    entry = PublicCredential.of(ED, KEYS[0])
    with pytest.raises(ParseError, match="credentials-unsorted"):
        check_sorted([entry, entry])


@pytest.mark.parametrize(
    ("entries", "code", "where"),
    [
        ([TEXTS[0], TEXTS[1], TEXTS[0]], "credential-duplicate", "c[2]"),
        ([TEXTS[0], f"{TEXTS[0]},2"], "credential-duplicate", "c[1]"),
        (["0" * 63 + "1"], "element-identity", "c[0]"),
        (["f" * 64], "element-outside-group", "c[0]"),
        ([TEXTS[0].upper()], "element-not-canonical", "c[0]"),
        ([f"{TEXTS[0]},0"], "credential-weight", "c[0]"),
        ([f"{TEXTS[0]},"], "decimal-not-canonical", "c[0]"),
        ([f"{TEXTS[0]},01"], "decimal-not-canonical", "c[0]"),
        ([f"{TEXTS[0]},-1"], "decimal-not-canonical", "c[0]"),
        ([f"{TEXTS[0]},1,1"], "decimal-not-canonical", "c[0]"),
        ([f"{TEXTS[0]}, 1"], "decimal-not-canonical", "c[0]"),
        ([f"{TEXTS[0]},{2**53}"], "decimal-out-of-range", "c[0]"),
        ([TEXTS[0] + "0" * 200], "text-too-long", "c[0]"),
        ([5], "json-type", "c[0]"),
        ([], "array-length", "c"),
        ({}, "json-type", "c"),
    ],
)
def test_faults_of_the_public_list_are_named(entries: list[str], code: str, where: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse_credentials(ED, dumps(entries), where="c")
    assert caught.value.code == code
    assert caught.value.where == where


def test_the_public_list_may_be_as_long_as_a_great_election_needs() -> None:
    """The first of so many entries is at fault: they are not refused for their length."""
    longest = f"{'0' * 63}1,{2**53 - 1}"
    with pytest.raises(ParseError, match="element-identity"):
        parse_credentials(ED, dumps([longest] * 100_000))
    with pytest.raises(ParseError, match="json-too-long"):
        parse_credentials(ED, dumps([longest] * 100_001))


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_change_of_the_list_is_read_exactly_or_refused(data: st.DataObject) -> None:
    text = dumps([*TEXTS[:3], f"{TEXTS[3]},7"]).encode()
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + data.draw(st.binary(max_size=3)) + text[at + 1 :]
    try:
        found = parse_credentials(ED, changed)
    except Refused:
        return
    assert dumps([c.text for c in found]).encode() == changed
