"""Ballots with single answers: from a seed, in one form, refused when copied or forged."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.ballots.answer_kinds import AnyAnswer, answer_check
from crypto.ballots.ballot import (
    Ballot,
    UnsignedBallot,
    max_ballot_bytes,
    parse_ballot,
    prepare_ballot,
    sign_ballot,
    verify_ballot,
)
from crypto.ballots.single_answer import SingleAnswer
from crypto.canonical import dumps, sha256_b64
from crypto.election.election import Election
from crypto.election.single_question import SingleQuestion
from crypto.errors import ParseError, ProofError, Refused
from crypto.proofs.checks import run
from crypto.proofs.schnorr import Proof
from tests.crypto.fixtures import edwards
from tests.crypto.fixtures.single_elections import (
    KEY,
    MIXED,
    NAMES,
    RANK,
    VOTES,
    single_election,
    vote,
)

each = pytest.mark.parametrize("name", NAMES)
ELECTION = single_election()


def single(ballot: Ballot, number: int = 0) -> SingleAnswer:
    answer = ballot.answers[number]
    assert isinstance(answer, SingleAnswer)
    return answer


def resigned(of: Election, number: int, ballot: Ballot, answers: tuple[AnyAnswer, ...]) -> Ballot:
    """Put other answers into a ballot and sign it, as the voter with this number can."""
    changed = replace(ballot, answers=answers)
    unsigned = UnsignedBallot(of, ballot.credential, answers, sha256_b64(changed.unsigned_json()))
    return sign_ballot(unsigned, 100 + number)


@each
def test_a_ballot_is_accepted_and_reads_back(name: str) -> None:
    of = single_election(name)
    for number, choices in enumerate(VOTES):
        ballot = vote(of, number, choices)
        verify_ballot(of, ballot)
        again = parse_ballot(of, ballot.to_json())
        assert again == ballot
        verify_ballot(of, again)
        assert len(ballot.to_json()) <= max_ballot_bytes(of)


@each
def test_it_encrypts_the_vector(name: str) -> None:
    of = single_election(name)
    group = of.group
    ciphertext = single(vote(of, 0, VOTES[0])).ciphertext
    opened = group.divide(ciphertext.beta, group.power(ciphertext.alpha, KEY))
    padding = 14 if name == "Ed25519" else 8
    assert group.number(opened) >> padding == 0x010203


def test_everything_but_the_signature_follows_from_the_seed() -> None:
    key = ELECTION.group.base_power(3)
    first = prepare_ballot(ELECTION, key, VOTES[0], bytes(32))
    assert prepare_ballot(ELECTION, key, VOTES[0], bytes(32)) == first
    others = [
        prepare_ballot(ELECTION, key, VOTES[0], bytes(31) + b"1"),
        # The same digits, cut otherwise, are other choices.
        prepare_ballot(ELECTION, key, ((1, 12, 3), *VOTES[0][1:]), bytes(32)),
        prepare_ballot(ELECTION, key, ((11, 2, 3), *VOTES[0][1:]), bytes(32)),
    ]
    alphas = [
        choice.alpha for u in (first, *others) for answer in u.answers for choice in answer.choices
    ]
    assert len(set(alphas)) == len(alphas)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((1, 2), "choices-length"),
        ((1, 2, 3, 4), "choices-length"),
        ((1, 2, 256), "choices-value"),
        ((1, 2, -1), "choices-value"),
        ((1, 2, True), "choices-value"),
        ((1, 2, 3.0), "choices-value"),
    ],
)
def test_what_breaks_the_paper_is_not_encrypted(values: Any, code: str) -> None:
    with pytest.raises(ParseError) as caught:
        prepare_ballot(ELECTION, ELECTION.group.base_power(3), (values, *VOTES[0][1:]), bytes(32))
    assert (caught.value.code, caught.value.where) == (code, "choices[0]")


@each
@pytest.mark.parametrize("part", ["alpha", "beta", "challenge", "response"])
def test_every_part_is_proved(name: str, part: str) -> None:
    of = single_election(name)
    ballot = vote(of, 0, VOTES[0])
    answer = single(ballot, 2)
    c, p, group = answer.ciphertext, answer.proof, of.group
    worse = {
        "alpha": lambda: replace(
            answer, ciphertext=replace(c, alpha=group.multiply(c.alpha, group.generator))
        ),
        "beta": lambda: replace(
            answer, ciphertext=replace(c, beta=group.multiply(c.beta, group.generator))
        ),
        "challenge": lambda: replace(answer, proof=Proof(p.challenge + 1, p.response)),
        "response": lambda: replace(answer, proof=Proof(p.challenge, p.response ^ 1)),
    }[part]()
    forged = resigned(of, 0, ballot, (*ballot.answers[:2], worse))
    with pytest.raises(ProofError) as caught:
        verify_ballot(of, forged)
    assert (caught.value.code, caught.value.where) == ("single-answer-proof", "answers[2].proof")


@each
def test_a_copied_answer_is_refused(name: str) -> None:
    """Neither another voter, nor another question or election, takes an answer that was proved."""
    of = single_election(name, (RANK, RANK))
    votes = ((1, 2, 3), (3, 2, 1))
    theirs, mine = vote(of, 0, votes), vote(of, 1, votes)
    other = vote(single_election(name, (RANK, RANK), "another box"), 1, votes)
    for answers in ((theirs.answers[0], mine.answers[1]), (other.answers[0], mine.answers[1])):
        stolen = resigned(of, 1, mine, answers)
        with pytest.raises(ProofError) as caught:
            verify_ballot(of, stolen)
        assert caught.value.code == "single-answer-proof"
        assert caught.value.where == "answers[0].proof"


def test_an_answer_of_another_kind_is_refused() -> None:
    ballot = vote(ELECTION, 0, VOTES[0])
    for question, answer in zip(ELECTION.questions[:2], ballot.answers[1::-1], strict=True):
        with pytest.raises(ProofError, match="answer-kind"):
            run(
                ELECTION.group,
                answer_check(ELECTION.group, ELECTION.public_key, question, "S", answer),
            )


@each
def test_the_bound_of_the_size_is_reached_when_every_number_is_longest(name: str) -> None:
    of = single_election(name)

    def longest(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: longest(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [longest(v) for v in value]
        if key in {"challenge", "response"}:
            return "9" * of.group.longest_scalar
        return "9" * of.group.longest_element if key in {"alpha", "beta", "credential"} else value

    filled = dumps(longest(json.loads(vote(of, 0, VOTES[0]).to_json())))
    assert len(filled) == max_ballot_bytes(of)


IDENTITY = ELECTION.group.encode(ELECTION.group.identity)
OUTSIDE = edwards.text(edwards.add(edwards.BASE, edwards.torsion()[1]))
leaves = st.sampled_from(
    ["", "0", "01", "-1", str(ELECTION.group.order), IDENTITY, OUTSIDE, "f" * 64, 0, True, [], {}]
) | st.text(max_size=4)


@settings(max_examples=150)
@given(data=st.data())
def test_an_answer_changed_anywhere_is_refused_or_unchanged(data: st.DataObject) -> None:
    ballot = vote(ELECTION, 0, VOTES[0])
    whole: Any = json.loads(ballot.to_json())
    part = whole["answers"][0]
    while True:
        step = data.draw(st.sampled_from(sorted(part)))
        if not isinstance(part[step], dict) or data.draw(st.booleans()):
            break
        part = part[step]
    what = data.draw(st.sampled_from(["set", "remove", "add"]))
    if what == "remove":
        del part[step]
    else:
        part[step if what == "set" else f"{step}2"] = data.draw(leaves)
    text = dumps(whole)
    if text == ballot.to_json():
        return
    with pytest.raises(Refused):
        verify_ballot(ELECTION, parse_ballot(ELECTION, text, where="event 3"))


# Questions


@each
def test_an_election_reads_back_with_its_extra(name: str) -> None:
    of = single_election(name)
    text = of.to_json()
    assert Election.parse(text) == of
    assert of.single_questions == (0, 2)
    assert (
        '{"type":"NonHomomorphic","value":{"answers":["1","2"],"question":"another"},'
        '"extra":{"method":"Schulze","blank_allowed":true}}'
    ) in text


@pytest.mark.parametrize(
    ("question", "code", "where"),
    [
        ({"type": "NonHomomorphic"}, "json-fields", "e.questions[0]"),
        ({"type": "NonHomomorphic", "value": []}, "json-type", "e.questions[0].value"),
        (
            {"type": "NonHomomorphic", "value": {"question": "?", "answers": ["a"]}},
            "json-fields",
            "e.questions[0].value",
        ),
        (
            {"type": "NonHomomorphic", "value": {"answers": [], "question": "?"}},
            "array-length",
            "e.questions[0].value.answers",
        ),
        (
            {"type": "NonHomomorphic", "value": {"answers": [1], "question": "?"}},
            "json-type",
            "e.questions[0].value.answers[0]",
        ),
        (
            {"type": "NonHomomorphic", "value": {"answers": ["a"] * 31, "question": "?"}},
            "vector-length",
            "e.questions[0]",
        ),
        (
            {"value": {"answers": ["a"], "question": "?"}, "type": "NonHomomorphic"},
            "json-fields",
            "e.questions[0]",
        ),
        (
            {
                "type": "NonHomomorphic",
                "value": {"answers": ["a"], "question": "?"},
                "blank": False,
            },
            "json-fields",
            "e.questions[0]",
        ),
    ],
)
def test_every_fault_of_a_question_is_named(question: Any, code: str, where: str) -> None:
    value = json.loads(ELECTION.to_json()) | {"questions": [question]}
    with pytest.raises(ParseError) as caught:
        Election.parse(dumps(value), where="e")
    assert (caught.value.code, caught.value.where) == (code, where)


def test_a_group_without_room_for_vectors_is_refused() -> None:
    with pytest.raises(ParseError) as caught:
        single_election("BELENIOS-2048", MIXED)
    assert (caught.value.code, caught.value.where) == ("group-no-embedding", "questions[0]")


def test_a_question_that_nobody_could_answer_cannot_be_made() -> None:
    for labels in ((), ("a",) * 256):
        with pytest.raises(ParseError, match="question-answers"):
            SingleQuestion("?", labels)
