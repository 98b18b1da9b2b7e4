"""Whether a Setup is the meeting's: every difference has its code and place, and all are told."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.canonical import dumps
from crypto.election.election import new_uuid
from crypto.groups.named import group_named
from meeting.published.box_setup import SetupPart, SetupTexts
from meeting.published.definition_file import definition_hash, election_for, published
from meeting.published.setup_check import BoxSetup, SetupDiffers, check_setup
from meeting.registrar.credentials import make_slips
from tests.meeting.fixtures.township import small_township, trustees_of

MEETING = small_township()
HASH = definition_hash(published(MEETING))
BOX = MEETING.box("r1-A")
TRUSTEES = trustees_of()
Change = Callable[[Any], Any]


def made() -> SetupTexts:
    slips = make_slips(MEETING, BOX, new_uuid())
    key = TRUSTEES.joint_key(group_named(MEETING.group_name))
    election = election_for(MEETING, HASH, BOX, slips.uuid, key)
    return SetupTexts.of(election, TRUSTEES, slips.public_list())


TEXTS = made()


def checked(texts: SetupTexts, name: str = "") -> BoxSetup:
    return check_setup(MEETING, HASH, BOX, texts, name=name)


def edited(part: str, change: Change, texts: SetupTexts = TEXTS) -> SetupTexts:
    value = change(json.loads(getattr(texts, part)))
    return replace(texts, **{part: dumps(value).encode()})


def faults(texts: SetupTexts, name: str = "") -> list[tuple[str, str]]:
    """The code and the place of everything that is found wrong."""
    with pytest.raises(SetupDiffers) as caught:
        checked(texts, name)
    found = caught.value.faults
    assert {each.place.box for each in found} == {"r1-A"}
    assert [str(each.place) for each in found] == [each.error.where for each in found]
    assert (caught.value.code, caught.value.where) == (found[0].error.code, found[0].error.where)
    return [(each.error.code, str(each.place)) for each in found]


def test_the_meetings_own_setup_is_accepted() -> None:
    setup = checked(TEXTS, TEXTS.name)
    assert (setup.box, setup.name, setup.definition_hash) == (BOX, TEXTS.name, HASH)
    assert setup.credentials == frozenset(json.loads(TEXTS.credentials))
    assert setup.trustees == TRUSTEES


def _question(election: Any) -> Any:
    asked = election["questions"]
    return election | {"questions": [*asked[:1], asked[0], *asked[2:]]}


@pytest.mark.parametrize(
    ("part", "change", "expected"),
    [
        ("election", lambda e: e | {"name": "x"}, ("election-not-meeting", "election.name")),
        (
            "election",
            lambda e: e | {"description": "x"},
            ("election-not-meeting", "election.description"),
        ),
        (
            "election",
            lambda e: e | {"administrator": "x"},
            ("election-not-meeting", "election.administrator"),
        ),
        (
            "election",
            lambda e: e | {"credential_authority": "x"},
            ("election-not-meeting", "election.credential_authority"),
        ),
        (
            "election",
            lambda e: e | {"language": ["en", "Ltr"]},
            ("election-not-meeting", "election.language"),
        ),
        (
            "election",
            lambda e: e | {"questions": e["questions"][:-1]},
            ("election-not-meeting", "election.questions"),
        ),
        ("election", _question, ("election-not-meeting", "election.questions[1]")),
        ("credentials", lambda keys: keys[1:], ("credentials-not-slips", "credentials")),
        (
            "credentials",
            lambda keys: [keys[0], keys[1] + ",1", *keys[2:]],
            ("credential-weighted", "credentials[1]"),
        ),
        (
            "credentials",
            lambda keys: [keys[1], keys[0], *keys[2:]],
            ("credentials-unsorted", "credentials[1]"),
        ),
        (
            "credentials",
            lambda keys: [keys[0], *keys[:-1]],
            ("credential-duplicate", "credentials[1]"),
        ),
    ],
)
def test_one_difference_is_told_with_its_place(
    part: str, change: Change, expected: tuple[str, str]
) -> None:
    assert faults(edited(part, change)) == [expected]


def test_a_key_that_is_not_the_tellers_is_told() -> None:
    group = group_named(MEETING.group_name)
    other = group.encode(group.base_power(12345))
    texts = edited("election", lambda e: e | {"public_key": other})
    assert faults(texts) == [("election-key", "election.public_key")]


def test_an_election_in_another_group_is_told_by_its_group_first() -> None:
    group = group_named("RFC-3526-2048")
    texts = edited(
        "election",
        lambda e: e | {"group": group.name, "public_key": group.encode(group.base_power(5))},
    )
    assert faults(texts)[0] == ("election-not-meeting", "election.group")


def test_other_tellers_are_told_before_the_key_that_follows() -> None:
    other = replace(TEXTS, trustees=trustees_of(size=3, threshold=3).to_json().encode())
    assert faults(other) == [
        ("tellers-not-meeting", "trustees[0]"),
        ("election-key", "election.public_key"),
    ]


def test_a_false_proof_of_a_teller_is_told() -> None:
    def change(items: Any) -> Any:
        proof = items[0][1]["verification_keys"][0]["pok"]
        proof["response"] = str(int(proof["response"]) ^ 1)
        return items

    ((code, where),) = faults(edited("trustees", change))
    assert (code, where.startswith("trustees[0]")) == ("proof-of-knowledge", True)


def test_another_name_than_the_known_one_is_told() -> None:
    assert faults(TEXTS, "0" * 64) == [("setup-name", "setup")]
    assert faults(made(), TEXTS.name) == [("setup-name", "setup")]


def test_all_differences_are_told_at_once() -> None:
    texts = edited("election", lambda e: e | {"name": "x", "administrator": "y"})
    texts = edited("credentials", lambda keys: [keys[0] + ",2", *keys[2:]], texts)
    texts = replace(texts, trustees=b"[]")
    found = faults(texts, TEXTS.name)
    assert {code for code, _ in found} >= {
        *("election-not-meeting", "credentials-not-slips", "credential-weighted", "setup-name"),
    }
    places = {place for _, place in found}
    assert places >= {"trustees", "election.name", "election.administrator", "credentials[0]"}


def test_what_cannot_be_read_hides_nothing_of_the_other_parts() -> None:
    texts = replace(edited("credentials", lambda keys: keys[1:]), election=b"{}", trustees=b"\xff")
    parts = {place.partition("[")[0].partition(".")[0] for _, place in faults(texts)}
    assert parts == {str(each) for each in SetupPart if each is not SetupPart.NAME}


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_changed_byte_is_accepted_under_the_known_name(data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(("election", "trustees", "credentials")))
    before: bytes = getattr(TEXTS, part)
    at = data.draw(st.integers(0, len(before) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda found: found != before[at]))
    after = before[:at] + bytes([byte]) + before[at + 1 :]
    assert ("setup-name", "setup") in faults(replace(TEXTS, **{part: after}), TEXTS.name)
