"""Single answers are sorted, shuffled, opened, and told apart when they are no vectors."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crypto.ballots.ballot import Ballot
from crypto.ballots.single_answer import SingleAnswer
from crypto.errors import ParseError, ProofError, RecordError
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.decryption import (
    PartialDecryption,
    check_partial_decryption,
    partial_decryption,
)
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.opening.result import Result, check_result, decode
from crypto.proofs.bound import BoundContext, check_bound, prove_bound
from crypto.shuffles.shuffle import check_shuffle, make_shuffle, shuffled
from tests.crypto.fixtures.single_elections import (
    MIXED,
    NAMES,
    VOTES,
    box,
    opened,
    single_election,
    vote,
)
from tests.crypto.fixtures.tellers_example import election_of, tellers

each = pytest.mark.parametrize("name", NAMES)


@each
def test_the_ciphertexts_are_those_of_the_ballots_in_an_order_that_says_nothing(name: str) -> None:
    of = box(name)
    for number in (0, 2):
        row = of.tally.questions[number]
        cast = [ballot.answers[number].choices[0] for ballot in of.ballots]
        assert set(row) == set(cast)
        encode = of.election.group.encode
        if name == "Ed25519":
            keys = [(bytes.fromhex(encode(c.alpha))[::-1], encode(c.beta)) for c in row]
            assert keys == sorted(keys)
        else:
            numbers = [(int(encode(c.alpha)), int(encode(c.beta))) for c in row]
            assert numbers == sorted(numbers)
    backwards = aggregate(of.election, ((ballot, 1) for ballot in of.ballots[::-1]))
    assert backwards == of.tally


@each
def test_parts_are_merged_to_the_same_tally(name: str) -> None:
    of = box(name)
    parts = [aggregate(of.election, ((b, 1) for b in of.ballots[i::3])) for i in range(3)]
    assert merge(of.election, parts) == of.tally
    assert merge(of.election, ()) == aggregate(of.election, ())


def test_equal_alphas_are_sorted_by_beta() -> None:
    one = single_election()
    group = one.group
    same = group.base_power(77)
    betas = sorted((group.base_power(k) for k in range(1, 9)), key=group.sort_key)

    def with_beta(beta: Element) -> Ballot:
        ballot = vote(one, 0, VOTES[0])
        first, second, third = ballot.answers
        assert isinstance(first, SingleAnswer)
        return replace(
            ballot, answers=(replace(first, ciphertext=Ciphertext(same, beta)), second, third)
        )

    tally = aggregate(one, ((with_beta(beta), 1) for beta in betas[::-1]))
    assert [c.beta for c in tally.questions[0]] == betas


def test_only_ballots_of_weight_one_have_single_answers() -> None:
    of = box()
    for weight in (0, 2):
        with pytest.raises(RecordError, match="single-answer-weight"):
            aggregate(of.election, [(of.ballots[0], weight)])


@each
def test_the_result_is_what_was_voted(name: str) -> None:
    of = box(name)
    result = decode(of.election, of.final, of.factors, 4)
    assert result.counts == ((), (3, 1), ())
    for number in (0, 2):
        vectors = result.singles[number]
        assert vectors is not None
        assert sorted(vectors) == sorted(choices[number] for choices in VOTES)
    assert result.singles[1] is None
    check_result(of.election, of.final, of.factors, result)
    text = result.to_json()
    assert Result.parse(of.election, text, single_answers=4) == result
    answers = decrypt_single_answers(of.election, of.final, of.factors)
    assert set(answers) == {0, 2}
    assert all(answer.canonical for row in answers.values() for answer in row)


@each
def test_shares_of_a_threshold_and_bound_proofs_work_on_single_answers(name: str) -> None:
    circle = tellers(name)
    one = election_of(circle.trustees, MIXED)
    tally = aggregate(one, ((vote(one, n, choices), 1) for n, choices in enumerate(VOTES)))
    for _ in range(2):
        shuffle = make_shuffle(one, tally)
        check_shuffle(one, tally, shuffle)
        tally = shuffled(one, tally, shuffle)
    shares = {}
    for number in (3, 1):
        key = circle.trustees.owner(number).public_key
        share = partial_decryption(one, tally, circle.key(number), key)
        shares[number] = PartialDecryption.parse(one, share.to_json(), single_answers=4)
        check_partial_decryption(one, tally, shares[number], key)
        context = BoundContext(one.group, one.fingerprint, "0" * 64, "1" * 64, number, key)
        factors = [factor for row in share.factors for factor in row]
        proof = prove_bound(context, tally.ciphertexts, factors, circle.key(number))
        check_bound(context, tally.ciphertexts, factors, proof)
    result = decode(one, tally, combine(one, circle.trustees, shares), 4)
    assert result.counts[1] == (3, 1)
    assert sorted(result.singles[0] or ()) == sorted(choices[0] for choices in VOTES)


def test_shares_about_different_numbers_of_ballots_do_not_combine() -> None:
    circle = tellers()
    one = election_of(circle.trustees, MIXED)
    ballots = [(vote(one, n, choices), 1) for n, choices in enumerate(VOTES)]
    shares = {}
    for number, listed in ((1, ballots), (2, ballots[:-1])):
        key = circle.trustees.owner(number).public_key
        shares[number] = partial_decryption(one, aggregate(one, listed), circle.key(number), key)
    with pytest.raises(ParseError, match="share-shape"):
        combine(one, circle.trustees, shares)


def test_a_share_of_another_shuffle_is_refused() -> None:
    of = box()
    with pytest.raises(ProofError) as caught:
        check_partial_decryption(
            of.election, of.tally, of.share, of.election.public_key, where="event 8"
        )
    assert caught.value.where == "event 8.decryption_proofs[0][0]"


@each
def test_an_answer_that_is_no_vector_is_opened_and_told_apart(name: str) -> None:
    """A voter can encrypt anything; the tally goes on, and this answer alone is invalid."""
    of = box(name)
    group, key = of.election.group, of.election.public_key
    strange = Ciphertext(
        group.base_power(9), group.multiply(group.power(key, 9), group.base_power(4321))
    )
    rows = list(of.tally.questions)
    rows[0] = (*rows[0][:-1], strange)
    tally = EncryptedTally(group, tuple(rows))
    share = opened(of.election, tally)
    answers = decrypt_single_answers(of.election, tally, share.factors)
    assert [answer.canonical for answer in answers[0]] == [True, True, True, False]
    result = decode(of.election, tally, share.factors, 4)
    check_result(of.election, tally, share.factors, result)
    assert (result.singles[0] or ())[-1] == answers[0][-1].values
    assert Result.parse(of.election, result.to_json(), single_answers=4) == result


@each
def test_a_changed_result_is_refused_with_its_place(name: str) -> None:
    of = box(name)
    result = decode(of.election, of.final, of.factors, 4)
    ranks = result.singles[0]
    assert ranks is not None
    others = result.singles[1:]
    swapped = (ranks[1], ranks[0], *ranks[2:])
    wrong = ((9, 9, 9), *ranks[1:])
    for changed, where in (
        (replace(result, singles=((*ranks[:2], (1, 1, 1), ranks[3]), *others)), "result[0][2]"),
        (replace(result, singles=(wrong, *others)), "result[0][0]"),
        (replace(result, singles=(ranks[:-1], *others)), "result[0]"),
        (replace(result, singles=(None, *others)), "result[0]"),
        (replace(result, singles=()), "result[0]"),
        (replace(result, counts=((), (3, 2), ())), "result[1][1]"),
    ):
        with pytest.raises(RecordError) as caught:
            check_result(of.election, of.final, of.factors, changed, where="result")
        assert (caught.value.code, caught.value.where) == ("result-value", where)
    if swapped != ranks:
        with pytest.raises(RecordError, match="result-value"):
            check_result(
                of.election, of.final, of.factors, replace(result, singles=(swapped, *others))
            )


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ('{"result":[[[1,2,3]],[0,1],[[1,2]]]}', "", ""),
        ('{"result":[[[1,2]],[0,1],[[1,2]]]}', "array-length", "result[0][0]"),
        ('{"result":[[[1,2,256]],[0,1],[[1,2]]]}', "integer-out-of-range", "result[0][0][2]"),
        ('{"result":[[[1,2,-1]],[0,1],[[1,2]]]}', "integer-out-of-range", "result[0][0][2]"),
        ('{"result":[[[1,2,"3"]],[0,1],[[1,2]]]}', "json-type", "result[0][0][2]"),
        ('{"result":[[[1,2,true]],[0,1],[[1,2]]]}', "json-type", "result[0][0][2]"),
        ('{"result":[[1],[0,1],[[1,2]]]}', "json-type", "result[0][0]"),
        ('{"result":[[[1,2,3]],[[0],[1]],[[1,2]]]}', "json-type", "result[1][0]"),
        ('{"result":[[],[0,1],[[1,2]]]}', "array-length", "result[0]"),
        ('{"result":[[[1,2,3],[1,2,3]],[0,1],[[1,2]]]}', "array-length", "result[0]"),
        ('{"result":[[[1,2,3]],[0,1]]}', "array-length", "result"),
    ],
)
def test_results_are_read_in_one_form(text: str, code: str, where: str) -> None:
    one = single_election()
    if not code:
        assert Result.parse(one, text, single_answers=1).to_json() == text
        return
    with pytest.raises(ParseError) as caught:
        Result.parse(one, text, single_answers=1)
    assert (caught.value.code, caught.value.where) == (code, where)


def test_an_election_of_single_answers_alone_can_be_counted() -> None:
    one = single_election("Ed25519", MIXED[:1])
    tally = aggregate(one, [(vote(one, 0, ((5, 6, 7),)), 1)])
    result = decode(one, tally, opened(one, tally).factors, 1)
    assert result.to_json() == '{"result":[[[5,6,7]]]}'
    empty = decode(one, aggregate(one, ()), opened(one, aggregate(one, ())).factors, 0)
    assert empty.to_json() == '{"result":[[]]}'
