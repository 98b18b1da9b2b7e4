"""Whole records to measure with, their ballots made on every core this process may use.

Every voter answers every question with one random choice, or writes a name where there is a line.
The record is finished: shuffled by as many tellers as are asked for, and opened by two of three.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from crypto.ballots.ballot import prepare_ballot, sign_ballot
from crypto.election.credential import (
    PublicCredential,
    credentials_to_json,
    make_credential,
    secret_exponent,
)
from crypto.election.election import Election
from crypto.election.question_kinds import AnyQuestion
from crypto.election.single_question import SingleQuestion
from crypto.election.write_in import write_in_vector
from crypto.opening.combine import combine
from crypto.opening.decryption import partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.opening.result import decode
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import make_shuffle, shuffled
from crypto.trustees.trustee import Trustees
from tests.crypto.fixtures.tellers_example import Tellers, election_of, tellers

_TIMESTAMP = 1_795_292_970
_OPENERS = (1, 3)
_CHUNK = 10


@dataclass(frozen=True)
class Shape:
    """What a record is like: its group, its paper, and how many ballots and shuffles it has."""

    group: str
    questions: tuple[AnyQuestion, ...]
    ballots: int
    shuffles: int = 0

    @property
    def choices(self) -> int:
        """The encrypted choices of one ballot."""
        return sum(question.choices_length for question in self.questions)

    @property
    def proofs(self) -> int:
        """The proofs and signatures of all ballots and shares, and one for every shuffle.

        Of a choice that it is 0 or 1, of a question its overall proof, of a single answer that its
        author knows it; of a share one per ciphertext. Those of the tellers' keys are left out.
        """
        single = sum(isinstance(question, SingleQuestion) for question in self.questions)
        overall = len(self.questions) - single
        opened = self.choices - single + single * self.ballots
        of_ballots = self.ballots * (self.choices + overall + 1)
        return of_ballots + self.shuffles * single + len(_OPENERS) * opened


@dataclass(frozen=True)
class _Made:
    """Some ballots: their voters' public credentials, their texts, and their encrypted sum."""

    credentials: tuple[PublicCredential, ...]
    texts: tuple[bytes, ...]
    tally: EncryptedTally


def make_record(shape: Shape, progress: Callable[[int], None] = lambda _done: None) -> bytes:
    """Make such a record; `progress` is told how many ballots are there."""
    circle = tellers(shape.group)
    election = election_of(circle.trustees, shape.questions)
    credentials: list[PublicCredential] = []
    texts: list[bytes] = []
    tally = aggregate(election, ())
    for made in _on_every_core(election, shape.ballots):
        credentials += made.credentials
        texts += made.texts
        tally = merge(election, (tally, made.tally))
        progress(len(texts))
    builder = (
        RecordBuilder.start(
            _TIMESTAMP,
            election.to_json().encode(),
            circle.trustees.to_json().encode(),
            credentials_to_json(credentials).encode(),
        )
        .add_ballots(texts)
        .end_ballots()
        .add_encrypted_tally(
            tally.to_json().encode(), num_tallied=shape.ballots, total_weight=shape.ballots
        )
    )
    for owner in range(1, shape.shuffles + 1):
        shuffle = make_shuffle(election, tally)
        builder = builder.add_shuffle(owner, shuffle.to_json().encode())
        tally = shuffled(election, tally, shuffle)
    if shape.shuffles:
        builder = builder.end_shuffles()
    return _opened(builder, election, circle, tally, shape.ballots)


def _opened(
    builder: RecordBuilder, election: Election, circle: Tellers, tally: EncryptedTally, ballots: int
) -> bytes:
    trustees: Trustees = circle.trustees
    shares = {}
    for owner in _OPENERS:
        public = trustees.owner(owner).public_key
        shares[owner] = partial_decryption(election, tally, circle.key(owner), public)
        builder = builder.add_partial_decryption(owner, shares[owner].to_json().encode())
    result = decode(election, tally, combine(election, trustees, shares), ballots)
    return builder.add_result(result.to_json().encode()).appended_bytes()


def _on_every_core(election: Election, ballots: int) -> Iterator[_Made]:
    chunks = [min(_CHUNK, ballots - at) for at in range(0, ballots, _CHUNK)]
    with ProcessPoolExecutor(
        max_workers=len(os.sched_getaffinity(0)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(election.to_json(),),
    ) as pool:
        yield from pool.map(_cast_some, chunks)


_in_this_process: list[Election] = []


def _start(election: str) -> None:
    _in_this_process[:] = [Election.parse(election)]


def _cast_some(ballots: int) -> _Made:
    election = _in_this_process[0]
    credentials, texts, cast = [], [], []
    for _ in range(ballots):
        exponent = secret_exponent(election.group, election.uuid, make_credential())
        public = PublicCredential.of(election.group, election.group.base_power(exponent))
        choices = tuple(_choice(question) for question in election.questions)
        unsigned = prepare_ballot(election, public.key, choices, secrets.token_bytes(32))
        ballot = sign_ballot(unsigned, exponent)
        credentials.append(public)
        texts.append(ballot.to_json().encode())
        cast.append((ballot, 1))
    return _Made(tuple(credentials), tuple(texts), aggregate(election, cast))


def _choice(question: AnyQuestion) -> tuple[int, ...]:
    if isinstance(question, SingleQuestion):
        return write_in_vector("张三")
    chosen = secrets.randbelow(question.choices_length)
    return tuple(int(place == chosen) for place in range(question.choices_length))
