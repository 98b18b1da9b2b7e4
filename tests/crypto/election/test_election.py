"""Elections and questions are read only in the form that their fingerprint is taken of."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.canonical import dumps, sha256_b64
from crypto.election.election import BASE58, Election, check_uuid, new_uuid
from crypto.election.question import Question
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError, Refused
from tests.crypto.fixtures.sample_elections import (
    BELENIOS_VECTOR,
    ED25519_VECTOR,
    PLAIN,
    WITH_BLANK,
    election,
    vector,
)


@pytest.mark.parametrize("folder", [ED25519_VECTOR, BELENIOS_VECTOR], ids=lambda f: f.name)
def test_elections_of_the_reference_implementation(folder: Any) -> None:
    sample = vector(folder)
    found = Election.parse(sample.election)

    assert found.to_json().encode() == sample.election
    assert [q.choices_length for q in found.questions] == [11, 4]
    assert [q.overall_length for q in found.questions if isinstance(q, Question)] == [7, 1]
    assert found.fingerprint == json.loads(sample.ballots[0])["election_hash"]


@pytest.mark.parametrize("group", ["Ed25519", "BELENIOS-2048"])
def test_what_is_written_is_read_back(group: str) -> None:
    one = election(group)
    assert Election.parse(one.to_json()) == one
    assert one.fingerprint == sha256_b64(one.to_json())


@settings(max_examples=40, deadline=None)
@given(
    administrator=st.none() | st.just("组织部"),
    authority=st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=5),
    language=st.sampled_from([None, ("zh", "Ltr"), ("ar", ("Rtl",))]),
    blank=st.sampled_from([None, False, True]),
)
def test_optional_fields_are_kept_as_given(
    administrator: str | None, authority: str | None, language: Any, blank: bool | None
) -> None:
    one = replace(
        election(),
        administrator=administrator,
        credential_authority=authority,
        language=language,
        questions=(replace(WITH_BLANK, blank=blank),),
    )
    text = one.to_json()
    again = Election.parse(text)

    assert again == one
    assert again.to_json() == text
    assert ('"blank"' in text) == (blank is not None)
    assert ('"administrator"' in text) == (administrator is not None)
    assert again.questions[0].choices_length == (4 if blank else 3)


def changed(**fields: Any) -> str:
    value = json.loads(election().to_json()) | fields
    return dumps({name: part for name, part in value.items() if part is not ...})


def question(**fields: Any) -> str:
    value = json.loads(election().to_json())["questions"][0] | fields
    return changed(questions=[{k: v for k, v in value.items() if v is not ...}])


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        (changed(version=0), "integer-out-of-range", "e.version"),
        (changed(version=2), "integer-out-of-range", "e.version"),
        (changed(version="1"), "json-type", "e.version"),
        (changed(version=True), "json-type", "e.version"),
        (changed(description=1), "json-type", "e.description"),
        (changed(name=[]), "json-type", "e.name"),
        (changed(group="RFC-3526-4096"), "group-unknown", "e.group"),
        (changed(group="ed25519"), "group-unknown", "e.group"),
        (changed(group={}), "group-unknown", "e.group"),
        (changed(public_key="0" * 63 + "1"), "element-identity", "e.public_key"),
        (changed(public_key="f" * 64), "element-outside-group", "e.public_key"),
        (changed(public_key=5), "json-type", "e.public_key"),
        (changed(questions=[]), "array-length", "e.questions"),
        (changed(questions={}), "json-type", "e.questions"),
        (changed(questions=["?"]), "json-type", "e.questions[0]"),
        (changed(uuid="short"), "uuid-form", "e.uuid"),
        (changed(uuid="0" * 14), "uuid-form", "e.uuid"),
        (changed(uuid="H9u2rTLDheWv4n\n"), "uuid-form", "e.uuid"),
        (changed(uuid=7), "uuid-form", "e.uuid"),
        (changed(uuid=...), "json-fields", "e"),
        (changed(extra=1), "json-fields", "e"),
        (changed(language="zh"), "json-type", "e.language"),
        (changed(language=["zh"]), "array-length", "e.language"),
        (changed(language=["zh", "Up"]), "language-direction", "e.language[1]"),
        (changed(language=["zh", ["Ltr", "Rtl"]]), "array-length", "e.language[1]"),
        (changed(language=[1, "Ltr"]), "json-type", "e.language[0]"),
        (changed(credential_authority="b", administrator="a"), "json-fields", "e"),
        (changed(administrator=1), "json-type", "e.administrator"),
        (question(answers=[]), "array-length", "e.questions[0].answers"),
        (question(answers=["a", 1]), "json-type", "e.questions[0].answers[1]"),
        (question(answers=["a"] * 1001), "array-length", "e.questions[0].answers"),
        (question(min=-1), "integer-out-of-range", "e.questions[0].min"),
        (question(max=4), "integer-out-of-range", "e.questions[0].max"),
        (question(min=3), "question-limits", "e.questions[0].min"),
        (question(min=True), "json-type", "e.questions[0].min"),
        (question(blank=1), "json-type", "e.questions[0].blank"),
        (question(question=1), "json-type", "e.questions[0].question"),
        (question(question=...), "json-fields", "e.questions[0]"),
        (question(extra=1), "json-fields", "e.questions[0]"),
        (
            changed(questions=[{"type": "Homomorphic", "value": {}}]),
            "question-unsupported",
            "e.questions[0]",
        ),
        (changed(questions=[{"type": 1, "value": {}}]), "question-unsupported", None),
        (election().to_json() + "\n", "json-not-canonical", "e"),
        (election().to_json().replace(":", ": ", 1), "json-not-canonical", "e"),
        ("[]", "json-type", "e"),
    ],
)
def test_every_fault_is_named(text: str, code: str, where: str | None) -> None:
    with pytest.raises(ParseError) as caught:
        Election.parse(text.encode(), where="e")
    assert caught.value.code == code
    if where is not None:
        assert caught.value.where == where


def test_a_question_nobody_could_answer_cannot_be_made() -> None:
    for minimum, maximum in ((3, 2), (1, 4), (-1, 2)):
        with pytest.raises(ParseError, match="question-limits"):
            replace(WITH_BLANK, minimum=minimum, maximum=maximum)
    with pytest.raises(ParseError, match="question-answers"):
        replace(PLAIN, answers=(), minimum=0, maximum=0)
    assert Question("?", ("a",), 0, 0).overall_length == 1


@pytest.mark.parametrize(
    ("kind", "number"), [(partial(Question, minimum=0, maximum=0), 1000), (SingleQuestion, 255)]
)
def test_the_most_answers_are_allowed_and_not_one_more(kind: Any, number: int) -> None:
    most = ("a",) * number
    assert kind("?", answers=most).answers == most
    for wrong in ((*most, "a"), ()):
        with pytest.raises(ParseError, match="question-answers"):
            kind("?", answers=wrong)


def test_nobody_may_be_chosen_where_the_question_says_so() -> None:
    found = Election.parse(question(min=0, max=0)).questions[0]
    assert isinstance(found, Question)
    assert found.interval == range(1)


def test_a_question_of_another_type_is_not_read_as_one_of_choices() -> None:
    with pytest.raises(ParseError, match="question-unsupported"):
        Question.from_json({"type": "Lists", "value": {}})
    with pytest.raises(ParseError, match="json-type"):
        Question.from_json("type")
    assert SingleQuestion("?", ("a", "b", "c")).choices_length == 1


def test_an_election_that_could_not_be_read_cannot_be_made() -> None:
    one = election()
    for code, fields in {
        "election-version": {"version": 2},
        "uuid-form": {"uuid": "x"},
        "election-questions": {"questions": ()},
        "element-identity": {"public_key": one.group.identity},
        "text-not-unicode": {"name": "\ud800"},
    }.items():
        with pytest.raises(ParseError, match=code):
            replace(one, **fields)  # type: ignore[arg-type]


def test_fresh_names_are_base58_and_differ() -> None:
    names = {new_uuid() for _ in range(20)}
    assert len(names) == 20
    for name in names:
        assert len(check_uuid(name)) == 22
        assert set(name) <= set(BASE58)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_change_of_the_bytes_is_read_exactly_or_refused(data: st.DataObject) -> None:
    text = election().to_json().encode()
    at = data.draw(st.integers(0, len(text)))
    skip = data.draw(st.integers(0, 3))
    changed = text[:at] + data.draw(st.binary(max_size=3)) + text[at + skip :]
    try:
        found = Election.parse(changed)
    except Refused:
        return
    assert found.to_json().encode() == changed
