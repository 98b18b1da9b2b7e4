"""Shuffles lose nothing, add nothing, and prove it; whoever cheats is refused by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from crypto.canonical import dumps, loads
from crypto.errors import ParseError, ProofError, RecordError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.randomness import SystemRandomness
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.shuffles.checking import check_shuffle_proof
from crypto.shuffles.making import Mixing, prove_shuffle
from crypto.shuffles.permutation import random_permutation
from crypto.shuffles.shuffle import Shuffle, check_shuffle, make_shuffle, shuffled
from tests.crypto.fixtures.sample_elections import election as homomorphic_election
from tests.crypto.fixtures.single_elections import KEY, NAMES, Box, box, honest, single_election

RANDOM = SystemRandomness()
each = pytest.mark.parametrize("name", NAMES)


def messages(of: Box, row: tuple[Ciphertext, ...]) -> Counter[str]:
    group = of.election.group
    return Counter(group.encode(group.divide(c.beta, group.power(c.alpha, KEY))) for c in row)


@each
def test_the_same_answers_come_out_and_no_ciphertext_stays(name: str) -> None:
    of = box(name)
    check_shuffle(of.election, of.tally, of.shuffle)
    for number in of.election.single_questions:
        before, after = of.tally.questions[number], of.final.questions[number]
        assert messages(of, before) == messages(of, after)
        assert not {c.alpha for c in before} & {c.alpha for c in after}
        assert not {c.beta for c in before} & {c.beta for c in after}
    assert of.final.questions[1] == of.tally.questions[1]


@each
def test_what_is_written_is_read_back(name: str) -> None:
    of = box(name)
    text = of.shuffle.to_json()
    assert Shuffle.parse(of.election, text, single_answers=4) == of.shuffle


@pytest.mark.parametrize("size", [0, 1, 2, 17])
def test_shuffles_of_any_size(size: int) -> None:
    statement, mixing = honest(size)
    check_shuffle_proof(statement, prove_shuffle(statement, mixing, RANDOM))


def test_a_box_without_ballots_can_be_shuffled() -> None:
    one = single_election()
    empty = aggregate(one, ())
    shuffle = make_shuffle(one, empty)
    check_shuffle(one, empty, shuffle)
    assert Shuffle.parse(one, shuffle.to_json(), single_answers=0) == shuffle


def test_nothing_to_shuffle_is_said() -> None:
    one = homomorphic_election()
    with pytest.raises(RecordError, match="shuffle-nothing"):
        make_shuffle(one, aggregate(one, ()))


def test_permutations_are_permutations_and_every_one_of_them_comes() -> None:
    assert random_permutation(0) == ()
    seen = Counter(random_permutation(3) for _ in range(3000))
    assert set(map(tuple, map(sorted, seen))) == {(0, 1, 2)}
    assert len(seen) == 6
    assert all(400 < count < 600 for count in seen.values())


def test_a_shuffler_s_secret_does_not_show() -> None:
    mixing = Mixing((1, 0), (123456789, 987654321))
    assert repr(mixing) == "Mixing()"


# Lengths and replays


@each
def test_an_answer_left_out_is_refused_by_name(name: str) -> None:
    of = box(name)
    rows = (of.shuffle.ciphertexts[0][:-1], of.shuffle.ciphertexts[1])
    with pytest.raises(ProofError) as caught:
        check_shuffle(of.election, of.tally, replace(of.shuffle, ciphertexts=rows))
    assert (caught.value.code, caught.value.where) == ("shuffle-length", "proofs[0]")


@pytest.mark.parametrize("part", ["t_hat", "s_hat", "s_prime", "c", "c_hat"])
def test_a_proof_about_fewer_is_refused_by_name(part: str) -> None:
    statement, mixing = honest(3)
    proof = prove_shuffle(statement, mixing, RANDOM)
    t, s = proof.t, proof.s
    shorter = {
        "t_hat": lambda: replace(proof, t=replace(t, t_hat=t.t_hat[:-1])),
        "s_hat": lambda: replace(proof, s=replace(s, s_hat=s.s_hat[:-1])),
        "s_prime": lambda: replace(proof, s=replace(s, s_prime=s.s_prime[:-1])),
        "c": lambda: replace(proof, c=proof.c[:-1]),
        "c_hat": lambda: replace(proof, c_hat=proof.c_hat[:-1]),
    }[part]()
    with pytest.raises(ProofError, match="shuffle-length"):
        check_shuffle_proof(statement, shorter)


def test_a_question_left_out_is_refused_by_name() -> None:
    of = box()
    fewer = replace(
        of.shuffle, ciphertexts=of.shuffle.ciphertexts[:1], proofs=of.shuffle.proofs[:1]
    )
    with pytest.raises(ProofError, match="shuffle-length"):
        check_shuffle(of.election, of.tally, fewer)
    with pytest.raises(ParseError, match="array-length"):
        Shuffle.parse(of.election, fewer.to_json(), single_answers=4)


@each
def test_a_shuffle_of_another_question_is_refused(name: str) -> None:
    of = box(name)
    swapped = replace(
        of.shuffle, ciphertexts=of.shuffle.ciphertexts[::-1], proofs=of.shuffle.proofs[::-1]
    )
    with pytest.raises(ProofError) as caught:
        check_shuffle(of.election, of.tally, swapped)
    assert (caught.value.code, caught.value.where) == ("shuffle-proof", "proofs[0].t1")
    exchanged = replace(of.shuffle, proofs=of.shuffle.proofs[::-1])
    with pytest.raises(ProofError, match="shuffle-proof"):
        check_shuffle(of.election, of.tally, exchanged)


def test_a_shuffle_of_another_election_box_or_key_is_refused() -> None:
    of = box()
    others = [
        replace(of.election, description="another meeting"),
        replace(of.election, uuid="djwmrZSwmGaj5y"),
        replace(of.election, public_key=of.election.group.base_power(6)),
    ]
    for other in others:
        with pytest.raises(ProofError) as caught:
            check_shuffle(other, of.tally, of.shuffle, where="event 9")
        assert caught.value.code == "shuffle-proof"
        assert caught.value.where == "event 9.proofs[0].t1"


def test_a_shuffle_for_several_boxes_holds_under_their_fingerprint_alone() -> None:
    of = box(NAMES[0])
    together = make_shuffle(of.election, of.tally, fingerprint="several")
    check_shuffle(of.election, of.tally, together, fingerprint="several")
    for other in ("", "others"):
        with pytest.raises(ProofError):
            check_shuffle(of.election, of.tally, together, fingerprint=other)


def test_a_shuffle_of_another_tally_or_a_second_time_is_refused() -> None:
    of = box()
    rows = list(of.tally.questions)
    rows[0] = (rows[0][1], rows[0][0], *rows[0][2:])
    moved = EncryptedTally(of.tally.group, tuple(rows))
    for wrong in (moved, of.final):
        with pytest.raises(ProofError, match="shuffle-proof"):
            check_shuffle(of.election, wrong, of.shuffle)


def test_only_the_single_answers_are_replaced() -> None:
    of = box()
    final = shuffled(of.election, of.tally, of.shuffle)
    assert final.questions == (
        of.shuffle.ciphertexts[0],
        of.tally.questions[1],
        of.shuffle.ciphertexts[1],
    )


# Texts


@pytest.mark.parametrize(
    ("path", "value", "code", "where"),
    [
        (("ciphertexts", 0, 1, "alpha"), "f" * 64, "element-outside-group", None),
        (("ciphertexts", 0, 1), {"beta": "", "alpha": ""}, "json-fields", "ciphertexts[0][1]"),
        (("ciphertexts", 0), [], "array-length", "ciphertexts[0]"),
        (("proofs", 1), [], "array-length", "proofs[1]"),
        (("proofs", 1, 0), [], "array-length", "proofs[1][0]"),
        (("proofs", 1, 0, 0), 1, "json-type", "proofs[1][0][0]"),
        (("proofs", 1, 0, 3), ["0"], "array-length", "proofs[1][0][3]"),
        (("proofs", 1, 0, 4), [], "array-length", "proofs[1][0][4]"),
        (("proofs", 1, 1, 2), "01", "scalar-not-canonical", "proofs[1][1][2]"),
        (("proofs", 1, 1, 4, 3), "-1", "scalar-not-canonical", "proofs[1][1][4][3]"),
        (("proofs", 1, 1, 5, 0), "9" * 77, "scalar-out-of-range", "proofs[1][1][5][0]"),
        (("proofs", 1, 1, 5), {}, "json-type", "proofs[1][1][5]"),
        (("proofs", 1, 2, 0), "F" * 64, "element-not-canonical", "proofs[1][2][0]"),
        (("proofs", 1, 3), ["0"] * 5, "array-length", "proofs[1][3]"),
        (("proofs", 1), {}, "json-type", "proofs[1]"),
    ],
)
def test_every_fault_of_the_text_is_named(
    path: tuple[Any, ...], value: Any, code: str, where: str | None
) -> None:
    of = box()
    whole: Any = loads(of.shuffle.to_json(), limit=10**6)
    part = whole
    for step in path[:-1]:
        part = part[step]
    part[path[-1]] = value
    with pytest.raises(ParseError) as caught:
        Shuffle.parse(of.election, dumps(whole), single_answers=4, where="event 8")
    assert caught.value.code == code
    if where is not None:
        assert caught.value.where == f"event 8.{where}"


def test_a_text_that_is_too_long_is_not_read() -> None:
    of = box()
    text = of.shuffle.to_json()
    with pytest.raises(ParseError, match="json-not-canonical"):
        Shuffle.parse(of.election, text + " ", single_answers=4)
    with pytest.raises(ParseError, match="json-too-long"):
        Shuffle.parse(of.election, text + " " * len(text) * 4, single_answers=4)
