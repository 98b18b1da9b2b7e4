"""An honest ballot: made twice the same, signed once shown, read back, accepted."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.ballots.ballot import (
    Choices,
    max_ballot_bytes,
    parse_ballot,
    prepare_ballot,
    sign_ballot,
    verify_ballot,
)
from crypto.canonical import sha256_b64
from crypto.election.credential import public_credential
from crypto.election.question import Question
from crypto.errors import ParseError, ProofError
from crypto.groups.named import GROUP_NAMES
from tests.crypto.fixtures.sample_elections import (
    CREDENTIAL,
    PLAIN,
    SEED,
    WITH_BLANK,
    cast,
    election,
    secret,
)

PAPER = ((0, 1, 0, 1), (0, 1))
BLANK = ((1, 0, 0, 0), (1, 0))


@pytest.mark.parametrize("group", GROUP_NAMES)
@pytest.mark.parametrize("choices", [PAPER, BLANK, ((0, 0, 1, 0), (1, 0))])
def test_an_allowed_ballot_is_accepted(group: str, choices: Choices) -> None:
    one = election(group)
    ballot = cast(one, choices)
    read = parse_ballot(one, ballot.to_json().encode())

    assert read == ballot
    assert read.to_json() == ballot.to_json()
    verify_ballot(one, read)


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_allowed_answer_to_every_question_is_accepted(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 4))
    low = data.draw(st.integers(0, size))
    blank = data.draw(st.sampled_from([None, False, True]))
    question = Question(
        "?", tuple("甲乙丙丁"[:size]), low, data.draw(st.integers(low, size)), blank
    )
    if blank and data.draw(st.booleans()):
        values = [1] + [0] * size
    else:
        chosen = data.draw(st.integers(low, question.maximum))
        vector = data.draw(st.permutations([1] * chosen + [0] * (size - chosen)))
        values = [0, *vector] if blank else list(vector)
    one = election(questions=(question,))
    ballot = cast(one, (tuple(values),))

    assert len(ballot.to_json().encode()) <= max_ballot_bytes(one)
    verify_ballot(one, parse_ballot(one, ballot.to_json()))


def test_fingerprint_and_tracker_are_what_belenios_hashes() -> None:
    ballot = cast(election(), PAPER)
    value = json.loads(ballot.to_json())
    signature = value.pop("signature")
    compact = json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    assert ballot.fingerprint == signature["hash"] == sha256_b64(compact)
    assert ballot.tracker == sha256_b64(ballot.to_json())
    assert list(value) == ["election_uuid", "election_hash", "credential", "answers"]
    assert list(value["answers"][0]) == [
        "choices",
        "individual_proofs",
        "overall_proof",
        "blank_proof",
    ]
    assert "blank_proof" not in value["answers"][1]


def test_the_same_seed_and_choices_make_the_same_ballot_elsewhere() -> None:
    one = election()
    key = public_credential(one.group, one.uuid, CREDENTIAL)
    shown = prepare_ballot(one, key, PAPER, SEED)
    rebuilt = prepare_ballot(one, key, PAPER, SEED)

    assert rebuilt == shown
    assert rebuilt.to_json() == shown.to_json()
    first, second = (sign_ballot(shown, secret(one)) for _ in range(2))
    assert first.fingerprint == second.fingerprint == shown.fingerprint
    assert first.signature != second.signature  # only the signature is fresh


def test_another_seed_choice_credential_or_election_shares_no_ciphertext() -> None:
    one = election()
    key = public_credential(one.group, one.uuid, CREDENTIAL)
    other = replace(one, name="another box")
    prepared = [
        prepare_ballot(one, key, PAPER, SEED),
        prepare_ballot(one, key, PAPER, SEED[::-1]),
        prepare_ballot(one, key, BLANK, SEED),
        prepare_ballot(one, one.group.base_power(3), PAPER, SEED),
        prepare_ballot(other, key, PAPER, SEED),
    ]
    alphas = [choice.alpha for u in prepared for answer in u.answers for choice in answer.choices]
    assert len(set(alphas)) == len(alphas) == 5 * 6


def test_secrets_do_not_show() -> None:
    one = election()
    unsigned = prepare_ballot(one, one.group.base_power(3), PAPER, b"seed" * 8)
    shown = repr(unsigned) + repr(cast(one, PAPER))
    assert "seed" not in shown
    assert "Ciphertext" not in shown


@pytest.mark.parametrize(
    ("choices", "code", "where"),
    [
        (((0, 1, 1, 1), (0, 1)), "choices-total", "choices[0]"),
        (((0, 0, 0, 0), (0, 1)), "choices-total", "choices[0]"),
        (((1, 1, 0, 0), (0, 1)), "choices-blank", "choices[0]"),
        (((0, 1, 0, 0), (1, 1)), "choices-total", "choices[1]"),
        (((0, 1, 0, 0), (0, 0)), "choices-total", "choices[1]"),
        (((0, 2, 0, 0), (0, 1)), "choices-value", "choices[0]"),
        (((0, 1, 0, 0), (2, -1)), "choices-value", "choices[1]"),
        (((0, True, 0, 0), (0, 1)), "choices-value", "choices[0]"),
        (((0, 1.0, 0, 0), (0, 1)), "choices-value", "choices[0]"),
        (((1, 0, 0), (0, 1)), "choices-length", "choices[0]"),
        (((0, 1, 0, 0),), "choices-length", ""),
        (((0, 1, 0, 0), (0, 1), (0, 1)), "choices-length", ""),
    ],
)
def test_a_paper_that_breaks_a_rule_is_not_encrypted(choices: Any, code: str, where: str) -> None:
    one = election()
    with pytest.raises(ParseError) as caught:
        prepare_ballot(one, one.group.base_power(3), choices, SEED)
    assert (caught.value.code, caught.value.where) == (code, where)


def test_a_credential_is_not_the_identity_and_a_seed_has_32_bytes() -> None:
    one = election()
    with pytest.raises(ParseError, match="element-identity"):
        prepare_ballot(one, one.group.identity, PAPER, SEED)
    with pytest.raises(ValueError, match="32 bytes"):
        prepare_ballot(one, one.group.base_power(3), PAPER, b"short")


def test_what_was_altered_after_it_was_shown_is_not_signed() -> None:
    one = election()
    key = public_credential(one.group, one.uuid, CREDENTIAL)
    shown = prepare_ballot(one, key, PAPER, SEED)
    swapped = prepare_ballot(one, key, BLANK, SEED)
    altered = [
        replace(shown, answers=swapped.answers),
        replace(shown, fingerprint=swapped.fingerprint),
        replace(shown, election=replace(one, uuid="djwmrZSwmGaj5y")),
        replace(shown, credential=one.group.base_power(3)),
    ]
    for ballot in altered:
        with pytest.raises(ProofError, match="ballot-altered"):
            sign_ballot(ballot, secret(one))
    with pytest.raises(FrozenInstanceError):
        shown.answers = swapped.answers  # type: ignore[misc]


def test_another_slip_cannot_sign() -> None:
    one = election()
    unsigned = prepare_ballot(one, one.group.base_power(3), PAPER, SEED)
    with pytest.raises(ProofError, match="credential-mismatch"):
        sign_ballot(unsigned, secret(one))
    assert sign_ballot(unsigned, 3).credential == one.group.base_power(3)


@pytest.mark.parametrize("group", GROUP_NAMES)
@pytest.mark.parametrize("questions", [(WITH_BLANK, PLAIN), (PLAIN,), (WITH_BLANK,) * 3])
def test_the_bound_of_the_size_is_reached_when_every_number_is_longest(
    group: str, questions: tuple[Question, ...]
) -> None:
    one = election(group, questions)
    choices = tuple(PAPER[0] if q.blank else PAPER[1] for q in questions)
    ballot = cast(one, choices)

    def longest(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: longest(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [longest(v) for v in value]
        if key in {"challenge", "response"}:
            return "9" * one.group.longest_scalar
        if key in {"alpha", "beta", "credential"}:
            return "9" * one.group.longest_element
        return value

    filled = json.dumps(longest(json.loads(ballot.to_json())), separators=(",", ":"))
    assert len(filled) == max_ballot_bytes(one)
    with pytest.raises(ParseError, match="json-too-long"):
        parse_ballot(one, filled + " ")
