"""Debian's belenios-tool 2.0 judges our records with single answers."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from crypto.ballots.ballot import Ballot, UnsignedBallot, prepare_ballot, sign_ballot, verify_ballot
from crypto.ballots.single_answer import SingleAnswer
from crypto.canonical import sha256_b64
from crypto.election.credential import (
    PublicCredential,
    credentials_to_json,
    make_credential,
    public_credential,
    secret_exponent,
)
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.election.question_kinds import AnyQuestion
from crypto.election.single_question import SingleQuestion
from crypto.election.write_in import read_write_in, write_in_question, write_in_vector
from crypto.groups.elgamal import Ciphertext
from crypto.groups.group import Element
from crypto.groups.randomness import SystemRandomness
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.decryption import partial_decryption
from crypto.opening.encrypted_tally import aggregate
from crypto.opening.result import Result, decode
from crypto.proofs.schnorr import prove_knowledge
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import Shuffle, make_shuffle, shuffled
from tests.crypto.fixtures.tellers_example import election_of, tellers
from tests.interop.fixtures.judge import run

GROUP = "RFC-3526-2048"
QUESTIONS: tuple[AnyQuestion, ...] = (
    write_in_question("另提人选"),
    Question("评价", ("优秀", "称职"), 1, 1, blank=True),
    SingleQuestion("名次", ("1", "2", "3"), '{"method":"Schulze","blank_allowed":true}'),
)
VOTES = (
    ("张三", (0, 1, 0), (1, 2, 3)),
    ("", (1, 0, 0), (0, 0, 0)),
    ("欧阳·娜娜", (0, 0, 1), (3, 2, 1)),
)


@dataclass(frozen=True)
class Made:
    """Our record, finished, and what it is made of."""

    election: Election
    finished: bytes
    shuffles: tuple[Shuffle, ...]
    result: Result
    canonical: tuple[bool, ...]
    """Of the answers to the third question."""


def strange_ballot(ballot: Ballot, secret: int, element: Element) -> Ballot:
    """Let the voter encrypt `element`, which no vector makes, as the third answer."""
    group, r = ballot.group, 987654321
    election = replace(made_election(), uuid=ballot.election_uuid)
    ciphertext = Ciphertext(
        group.base_power(r), group.multiply(group.power(election.public_key, r), element)
    )
    prefix = f"raweg|{election.fingerprint}|{group.encode(ballot.credential)}"
    prefix += f"|{group.encode(election.public_key)},{ciphertext.to_text(group)}"
    proof = prove_knowledge(group, r, lambda A: f"{prefix}|{A}", SystemRandomness())
    answers = (*ballot.answers[:2], SingleAnswer(ciphertext, proof))
    draft = UnsignedBallot(election, ballot.credential, answers, "")
    return sign_ballot(replace(draft, fingerprint=sha256_b64(draft.to_json())), secret)


@cache
def made_election() -> Election:
    return election_of(tellers(GROUP).trustees, QUESTIONS)


@cache
def made() -> Made:
    """Three ballots under a 2-of-3 ceremony, one of them with a strange answer; two shuffles."""
    circle, election = tellers(GROUP), made_election()
    group = election.group
    slips = [make_credential() for _ in VOTES]
    keys = [public_credential(group, election.uuid, slip) for slip in slips]
    ballots = []
    for slip, key, (name, grade, ranks) in zip(slips, keys, VOTES, strict=True):
        choices = (write_in_vector(name), grade, ranks)
        unsigned = prepare_ballot(election, key, choices, secrets.token_bytes(32))
        ballots.append(sign_ballot(unsigned, secret_exponent(group, election.uuid, slip)))
    exponent = secret_exponent(group, election.uuid, slips[2])
    ballots[2] = strange_ballot(ballots[2], exponent, group.base_power(2**40 + 5))
    for ballot in ballots:
        verify_ballot(election, ballot)

    credentials = [PublicCredential(key, 1, group.encode(key)) for key in keys]
    builder = RecordBuilder.start(
        1795292594,
        election.to_json().encode(),
        circle.trustees.to_json().encode(),
        credentials_to_json(credentials).encode(),
    )
    builder = builder.add_ballots(ballot.to_json().encode() for ballot in ballots).end_ballots()
    tally = aggregate(election, ((ballot, 1) for ballot in ballots))
    builder = builder.add_encrypted_tally(tally.to_json().encode(), num_tallied=3, total_weight=3)
    shuffles = []
    for owner in (2, 1):
        shuffle = make_shuffle(election, tally)
        builder = builder.add_shuffle(owner, shuffle.to_json().encode())
        tally = shuffled(election, tally, shuffle)
        shuffles.append(shuffle)
    builder = builder.end_shuffles()
    shares = {}
    for number in (3, 1):
        key = circle.trustees.owner(number).public_key
        shares[number] = partial_decryption(election, tally, circle.key(number), key)
        builder = builder.add_partial_decryption(number, shares[number].to_json().encode())
    factors = combine(election, circle.trustees, shares)
    result = decode(election, tally, factors, 3)
    builder = builder.add_result(result.to_json().encode())
    answers = decrypt_single_answers(election, tally, factors)[2]
    canonical = tuple(answer.canonical for answer in answers)
    return Made(election, builder.appended_bytes(), tuple(shuffles), result, canonical)


def test_our_result_is_what_was_voted() -> None:
    given = made()
    names = given.result.singles[0]
    assert names is not None
    assert sorted(map(read_write_in, names)) == sorted(name for name, _, _ in VOTES)
    assert given.result.counts[1] == (1, 1, 1)
    ranks = given.result.singles[2]
    assert ranks is not None
    honest = {rank for rank, good in zip(ranks, given.canonical, strict=True) if good}
    assert honest == {(1, 2, 3), (0, 0, 0)}
    assert given.canonical.count(False) == 1


def test_our_shuffled_record_is_accepted(tmp_path: Path) -> None:
    """The strange answer too: the tool drops the same bits of it."""
    given = made()
    read_record(given.finished)
    (tmp_path / f"{given.election.uuid}.bel").write_bytes(given.finished)
    run(tmp_path, "election", "verify")


def rebuilt(given: Made, shuffles: tuple[bytes, ...], result: bytes) -> bytes:
    """Our record again, with other shuffles or another result."""
    record = read_record(given.finished)
    builder = RecordBuilder.start(
        record.timestamp, record.election_bytes, record.trustees_bytes, record.credentials_bytes
    )
    builder = builder.add_ballots(ballot.data for ballot in record.ballots).end_ballots()
    tally = record.encrypted_tally_bytes
    assert tally is not None
    builder = builder.add_encrypted_tally(tally, num_tallied=3, total_weight=3)
    for owner, shuffle in zip((2, 1), shuffles, strict=False):
        builder = builder.add_shuffle(owner, shuffle)
    builder = builder.end_shuffles()
    for owned in record.partial_decryptions:
        builder = builder.add_partial_decryption(owned.owner, owned.data)
    return builder.add_result(result).appended_bytes()


def test_the_tool_refuses_our_record_with_another_order_of_results(tmp_path: Path) -> None:
    given = made()
    names = given.result.singles[0]
    assert names is not None
    turned = replace(given.result, singles=(names[::-1], *given.result.singles[1:]))
    texts = tuple(shuffle.to_json().encode() for shuffle in given.shuffles)
    bad = rebuilt(given, texts, turned.to_json().encode())
    (tmp_path / f"{given.election.uuid}.bel").write_bytes(bad)
    run(tmp_path, "election", "verify", fails=True)


def test_the_tool_refuses_our_record_with_shuffles_exchanged(tmp_path: Path) -> None:
    given = made()
    texts = tuple(shuffle.to_json().encode() for shuffle in given.shuffles[::-1])
    bad = rebuilt(given, texts, given.result.to_json().encode())
    (tmp_path / f"{given.election.uuid}.bel").write_bytes(bad)
    run(tmp_path, "election", "verify", fails=True)
