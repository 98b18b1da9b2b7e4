"""Questions with lists are read in one form, verified, added up and counted.

Our code makes no such ballots, so they are made here, from the sources of the
reference implementation; each test of a proof breaks one claim and proves the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from crypto import disjunction
from crypto.answer import encrypt_answer
from crypto.ballot import (
    Ballot,
    UnsignedBallot,
    max_ballot_bytes,
    parse_ballot,
    prepare_ballot,
    sign_ballot,
    verify_ballot,
)
from crypto.canonical import dumps, sha256_b64
from crypto.decryption import PartialDecryption, check_partial_decryption
from crypto.disjunction import Opening
from crypto.election import Election
from crypto.elgamal import Ciphertext, add, encrypt, neutral
from crypto.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.errors import ParseError, ProofError
from crypto.group import Group
from crypto.interval import BIT, prove_interval
from crypto.lists_answer import ListsAnswer
from crypto.lists_question import ListsQuestion
from crypto.nonzero import NonzeroProof
from crypto.randomness import SystemRandomness
from crypto.result import Result, check_result, decode
from tests.crypto.single_elections import ONE_OF_TWO, RANK, opened, single_election

RANDOM = SystemRandomness()
QUESTION = ListsQuestion("名单", (("List A", "a1", "a2"), ("List B", "b1"), ("Nobody",)))
Lists = tuple[tuple[int, ...], ...]
VOTES: tuple[Lists, ...] = (
    ((1, 1, 1), (0, 0), (0,)),
    ((0, 0, 0), (1, 1), (0,)),
    ((1, 0, 1), (0, 0), (0,)),
)


class Maker:
    """Makes an answer, true or false; each proof is made for the claim that is given for it."""

    def __init__(self, of: Election, number: int, values: Lists) -> None:
        self.election, self.group, self.values = of, of.group, values
        key = of.group.base_power(100 + number)
        self.statement = f"{of.fingerprint}|{of.group.encode(key)}"
        self.openings = [[Opening(v, RANDOM.scalar(of.group)) for v in row] for row in values]
        self.choices = tuple(
            tuple(encrypt(of.group, of.public_key, o.message, o.r) for o in row)
            for row in self.openings
        )
        every = ",".join(c.to_text(of.group) for row in self.choices for c in row)
        self.whole = f"{self.statement}|{every}"

    def total(self, openings: Sequence[Opening]) -> Opening:
        order = self.group.order
        return Opening(sum(o.message for o in openings), sum(o.r for o in openings) % order)

    def interval(self, statement: str, opening: Opening, values: range, c: Ciphertext) -> Any:
        claimed = opening if opening.message in values else Opening(values[0], opening.r)
        return prove_interval(
            self.group, self.election.public_key, statement, c, claimed, values, RANDOM
        )

    def answer(self) -> ListsAnswer:
        key = self.election.public_key
        firsts = [row[0] for row in self.openings]
        candidates = [self.total(row[1:]) for row in self.openings]
        sum_of_firsts = summed(self.group, [row[0] for row in self.choices])
        return ListsAnswer(
            lists=self.choices,
            individual_proofs=tuple(
                tuple(
                    self.interval(self.statement, o, BIT, c)
                    for o, c in zip(openings, row, strict=True)
                )
                for openings, row in zip(self.openings, self.choices, strict=True)
            ),
            overall_proof=self.interval(self.whole, self.total(firsts), range(1, 2), sum_of_firsts)[
                0
            ],
            list_proofs=tuple(
                disjunction.prove(
                    self.group,
                    key,
                    f"lproof|{self.whole}",
                    [(first, 1), (rest, 0)],
                    0 if first.message == 1 else 1,
                    RANDOM,
                )
                for first, rest in zip(firsts, candidates, strict=True)
            ),
            nonzero_proof=self.nonzero(
                self.total(candidates), summed(self.group, [c for r in self.choices for c in r[1:]])
            ),
        )

    def nonzero(self, opening: Opening, c: Ciphertext) -> NonzeroProof:
        group, key = self.group, self.election.public_key
        s, w1, w2 = (RANDOM.scalar(group) for _ in range(3))
        commitment = group.base_power(opening.message * s)
        a1 = group.multiply(group.power(c.alpha, w1), group.base_power(w2))
        a2 = group.multiply(group.power(c.beta, w1), group.power(key, w2))
        text = ",".join(map(group.encode, (commitment, a1, a2)))
        challenge = group.hash_to_scalar(f"nonzero|{self.whole}|{text}")
        t1 = (w1 - s * challenge) % group.order
        t2 = (w2 + s * opening.r * challenge) % group.order
        return NonzeroProof(commitment, challenge, (t1, t2))


def summed(group: Group, ciphertexts: Sequence[Ciphertext]) -> Ciphertext:
    total = neutral(group)
    for ciphertext in ciphertexts:
        total = add(group, total, ciphertext)
    return total


def lists_election() -> Election:
    return single_election("Ed25519", (QUESTION, ONE_OF_TWO))


def signed(of: Election, number: int, answer: ListsAnswer) -> Ballot:
    """Complete the ballot of the voter with this number, who chooses the first of two as well."""
    group, key = of.group, of.group.base_power(100 + number)
    statement = f"{of.fingerprint}|{group.encode(key)}"
    second = encrypt_answer(group, of.public_key, ONE_OF_TWO, statement, (1, 0), RANDOM)
    draft = UnsignedBallot(of, key, (answer, second), "")
    return sign_ballot(replace(draft, fingerprint=sha256_b64(draft.to_json())), 100 + number)


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
        ({"answers": [["a"] * 600] * 2, "question": "?"}, "question-answers", "value.answers"),
    ],
)
def test_every_fault_of_a_question_is_named(value: Any, code: str, where: str) -> None:
    with pytest.raises(ParseError) as caught:
        ListsQuestion.from_json({"type": "Lists", "value": value}, "q")
    assert (caught.value.code, caught.value.where) == (code, f"q.{where}")


def test_lists_beside_single_answers_keep_their_shape() -> None:
    of = single_election("Ed25519", (RANK, replace(QUESTION, extra='{"a":1}')))
    assert Election.parse(of.to_json()) == of
    empty = aggregate(of, ())
    assert EncryptedTally.parse(of, empty.to_json()) == empty
    result = decode(of, empty, opened(of, empty).factors, 0)
    assert result.to_json() == '{"result":[[],[[0,0,0],[0,0],[0]]]}'
    assert Result.parse(of, result.to_json()) == result
