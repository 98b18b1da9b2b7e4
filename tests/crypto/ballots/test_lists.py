"""Questions with lists are read in one form, verified, added up and counted.

Each test of a proof breaks one claim and proves the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from crypto.ballots.ballot import max_ballot_bytes, parse_ballot, prepare_ballot, verify_ballot
from crypto.canonical import dumps
from crypto.election.election import Election
from crypto.election.lists_question import ListsQuestion
from crypto.errors import ParseError, ProofError
from crypto.opening.decryption import PartialDecryption, check_partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.opening.result import Result, check_result, decode
from tests.crypto.fixtures.lists_ballots import (
    QUESTION,
    VOTES,
    Lists,
    Maker,
    lists_election,
    signed,
)
from tests.crypto.fixtures.single_elections import RANK, opened, single_election


def test_a_box_is_read_verified_added_up_and_counted() -> None:
    of = lists_election()
    assert Election.parse(of.to_json()) == of
    ballots = []
    for number, values in enumerate(VOTES):
        ballot = signed(of, number, Maker(of, number, values).answer())
        verify_ballot(of, ballot)
        assert parse_ballot(of, ballot.to_json()) == ballot
        assert len(ballot.to_json()) <= max_ballot_bytes(of)
        ballots.append((ballot, number + 1))
    tally = aggregate(of, ballots)
    assert merge(of, [aggregate(of, [pair]) for pair in ballots]) == tally
    assert EncryptedTally.parse(of, tally.to_json()) == tally
    share = opened(of, tally)
    assert PartialDecryption.parse(of, share.to_json()) == share
    check_partial_decryption(of, tally, share, of.public_key)
    result = decode(of, tally, share.factors, 6)
    assert result.to_json() == '{"result":[[[4,1,4],[2,2],[0]],[6,0]]}'
    assert Result.parse(of, result.to_json()) == result
    check_result(of, tally, share.factors, result)


@pytest.mark.parametrize(
    ("values", "code", "where"),
    [
        (((2, 0, 0), (0, 0), (0,)), "individual-proof", "individual_proofs[0][0]"),
        (((1, 1, 0), (0, 2), (0,)), "individual-proof", "individual_proofs[1][1]"),
        (((1, 1, 0), (1, 1), (0,)), "overall-proof", "overall_proof"),
        (((0, 0, 0), (0, 0), (0,)), "overall-proof", "overall_proof"),
        (((1, 1, 0), (0, 1), (0,)), "list-proof", "list_proofs[1]"),
        (((1, 0, 0), (0, 0), (0,)), "nonzero-proof", "nonzero_proof"),
        (((0, 0, 0), (0, 0), (1,)), "nonzero-proof", "nonzero_proof"),
    ],
)
def test_every_rule_is_proved(values: Lists, code: str, where: str) -> None:
    of = lists_election()
    forged = signed(of, 0, Maker(of, 0, values).answer())
    with pytest.raises(ProofError) as caught:
        verify_ballot(of, forged)
    assert (caught.value.code, caught.value.where) == (code, f"answers[0].{where}")


@pytest.mark.parametrize("part", ["commitment", "challenge", "t1", "t2"])
def test_every_part_of_the_nonzero_proof_is_used(part: str) -> None:
    of = lists_election()
    answer = Maker(of, 0, VOTES[0]).answer()
    p = answer.nonzero_proof
    changed = {
        "commitment": replace(p, commitment=of.group.multiply(p.commitment, of.group.generator)),
        "challenge": replace(p, challenge=p.challenge ^ 1),
        "t1": replace(p, response=(p.response[0] ^ 1, p.response[1])),
        "t2": replace(p, response=(p.response[0], p.response[1] ^ 1)),
    }[part]
    with pytest.raises(ProofError, match="nonzero-proof"):
        verify_ballot(of, signed(of, 0, replace(answer, nonzero_proof=changed)))


def test_an_answer_of_another_voter_is_refused() -> None:
    of = lists_election()
    with pytest.raises(ProofError, match="individual-proof"):
        verify_ballot(of, signed(of, 1, Maker(of, 0, VOTES[0]).answer()))


def test_we_make_no_such_ballots() -> None:
    of = lists_election()
    with pytest.raises(ParseError) as caught:
        prepare_ballot(of, of.group.base_power(3), ((1, 1, 0, 0, 0, 0), (1, 0)), bytes(32))
    assert (caught.value.code, caught.value.where) == ("question-unsupported", "choices[0]")


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda a: a["choices"][1].pop(), "array-length", "choices[1]"),
        (lambda a: a["choices"].pop(), "array-length", "choices"),
        (lambda a: a["individual_proofs"][0].pop(), "array-length", "individual_proofs[0]"),
        (lambda a: a["individual_proofs"][0][2].pop(), "array-length", "individual_proofs[0][2]"),
        (lambda a: a["list_proofs"].pop(), "array-length", "list_proofs"),
        (lambda a: a["list_proofs"][2].pop(), "array-length", "list_proofs[2]"),
        (lambda a: a.pop("nonzero_proof"), "json-fields", ""),
        (lambda a: a["nonzero_proof"].pop("response"), "json-fields", "nonzero_proof"),
        (lambda a: a["nonzero_proof"]["response"].pop(), "array-length", "nonzero_proof.response"),
        (
            lambda a: a["nonzero_proof"]["response"].append("1"),
            "array-length",
            "nonzero_proof.response",
        ),
        (
            lambda a: a["nonzero_proof"]["response"].__setitem__(0, "01"),
            "scalar-not-canonical",
            "nonzero_proof.response[0]",
        ),
        (
            lambda a: a["nonzero_proof"]["response"].__setitem__(1, "01"),
            "scalar-not-canonical",
            "nonzero_proof.response[1]",
        ),
        (lambda a: a["overall_proof"].pop("challenge"), "json-fields", "overall_proof"),
    ],
)
def test_every_fault_of_the_text_is_named(
    change: Callable[[Any], Any], code: str, where: str
) -> None:
    of = lists_election()
    whole = json.loads(signed(of, 0, Maker(of, 0, VOTES[0]).answer()).to_json())
    change(whole["answers"][0])
    with pytest.raises(ParseError) as caught:
        parse_ballot(of, dumps(whole))
    place = f"answers[0].{where}" if where else "answers[0]"
    assert (caught.value.code, caught.value.where) == (code, place)


@pytest.mark.parametrize(
    ("value", "code", "where"),
    [
        ({"answers": [], "question": "?"}, "array-length", "value.answers"),
        ({"answers": [[]], "question": "?"}, "array-length", "value.answers[0]"),
        ({"answers": [["a", 1]], "question": "?"}, "json-type", "value.answers[0][1]"),
        ({"answers": ["a"], "question": "?"}, "json-type", "value.answers[0]"),
        ({"answers": [["a"]], "question": 1}, "json-type", "value.question"),
        ({"question": "?", "answers": [["a"]]}, "json-fields", "value"),
        ({"answers": [["a"] * 600] * 2, "question": "?"}, "array-length", "value.answers"),
    ],
)
def test_every_fault_of_a_question_is_named(value: Any, code: str, where: str) -> None:
    with pytest.raises(ParseError) as caught:
        ListsQuestion.from_json({"type": "Lists", "value": value}, "q")
    assert (caught.value.code, caught.value.where) == (code, f"q.{where}")


@pytest.mark.parametrize("lengths", [(), (1, 0), (0,), (1,) * 101, (1001,), (500, 501)])
def test_a_question_that_nobody_could_answer_cannot_be_made(lengths: tuple[int, ...]) -> None:
    with pytest.raises(ParseError, match=r"question-answers|array-length"):
        ListsQuestion("?", tuple(("a",) * length for length in lengths))


@pytest.mark.parametrize("lengths", [(1,), (1,) * 100, (1000,), (500, 500)])
def test_the_largest_questions_can_be_made(lengths: tuple[int, ...]) -> None:
    assert ListsQuestion("?", tuple(("a",) * each for each in lengths)).lengths == lengths


def test_the_bound_of_the_size_is_reached_when_every_number_is_longest() -> None:
    of = lists_election()
    elements = {"alpha", "beta", "credential", "commitment"}

    def longest(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: longest(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [longest(v, key) for v in value]
        if key in {"challenge", "response"}:
            return "9" * of.group.longest_scalar
        return "9" * of.group.longest_element if key in elements else value

    ballot = signed(of, 0, Maker(of, 0, VOTES[0]).answer())
    filled = dumps(longest(json.loads(ballot.to_json())))
    assert len(filled) == max_ballot_bytes(of)


def test_lists_beside_single_answers_keep_their_shape() -> None:
    of = single_election("Ed25519", (RANK, replace(QUESTION, extra='{"a":1}')))
    assert Election.parse(of.to_json()) == of
    empty = aggregate(of, ())
    assert EncryptedTally.parse(of, empty.to_json()) == empty
    result = decode(of, empty, opened(of, empty).factors, 0)
    assert result.to_json() == '{"result":[[],[[0,0,0],[0,0],[0]]]}'
    assert Result.parse(of, result.to_json()) == result
