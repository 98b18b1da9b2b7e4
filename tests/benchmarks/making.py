"""Whole records to measure with, their ballots made on every core this process may use.

Every voter answers every question with one random choice, or writes a name where there is a line.
The record is finished: shuffled by as many tellers as are asked for, and opened by two of three.
Its ballots are never in memory all at once.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

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
from crypto.groups.ed25519 import Ed25519
from crypto.opening.combine import combine
from crypto.opening.decryption import partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.opening.lagrange import lagrange_coefficient
from crypto.opening.result import decode
from crypto.record.record_builder import RecordBuilder
from crypto.shuffles.shuffle import make_shuffle, shuffled
from crypto.trustees.trustee import Trustees
from tests.benchmarks.known_logs import with_known_logs
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
class _Slip:
    """A voter's secret exponent and public credential."""

    secret: int
    public: PublicCredential


@dataclass(frozen=True)
class _Made:
    """The texts of some ballots and their encrypted sum."""

    texts: tuple[bytes, ...]
    tally: EncryptedTally


def write_record(shape: Shape, file: BinaryIO) -> None:
    """Make such a record and write it, one part of its ballots after another."""
    circle = tellers(shape.group)
    election = election_of(circle.trustees, shape.questions)
    # What a name is encoded as has no logarithm that anybody knows.
    known = shape.group == Ed25519.name and not election.single_questions
    making = with_known_logs(election, _secret(circle)) if known else election
    with _every_core(making) as pool:
        counts = [min(_CHUNK, shape.ballots - at) for at in range(0, shape.ballots, _CHUNK)]
        parts = list(pool.map(_some_slips, counts))
        credentials = [slip.public for slips in parts for slip in slips]
        builder = RecordBuilder.start(
            _TIMESTAMP,
            election.to_json().encode(),
            circle.trustees.to_json().encode(),
            credentials_to_json(credentials).encode(),
        )

        def written() -> Iterator[EncryptedTally]:
            """Write the ballots as they come, and give the sum of each part."""
            nonlocal builder
            for made in pool.map(_cast_some, parts):
                builder = _written(builder.add_ballots(made.texts), file)
                yield made.tally

        summed = merge(making, written()).to_json().encode()
    builder = builder.end_ballots().add_encrypted_tally(
        summed, num_tallied=shape.ballots, total_weight=shape.ballots
    )
    singles = shape.ballots if election.single_questions else 0
    tally = EncryptedTally.parse(election, summed, single_answers=singles)
    for owner in range(1, shape.shuffles + 1):
        shuffle = make_shuffle(election, tally)
        builder = builder.add_shuffle(owner, shuffle.to_json().encode())
        tally = shuffled(election, tally, shuffle)
    if shape.shuffles:
        builder = builder.end_shuffles()
    _written(_opened(builder, election, circle, tally, shape.ballots), file)


def _written(builder: RecordBuilder, file: BinaryIO) -> RecordBuilder:
    """Write what was added, and give a builder that goes on without it."""
    file.write(builder.appended_bytes())
    if builder.head is None:
        raise ValueError("nothing was added")
    return RecordBuilder.resume(builder.timestamp, builder.head, builder.stage)


def _opened(
    builder: RecordBuilder, election: Election, circle: Tellers, tally: EncryptedTally, ballots: int
) -> RecordBuilder:
    trustees: Trustees = circle.trustees
    shares = {}
    for owner in _OPENERS:
        public = trustees.owner(owner).public_key
        shares[owner] = partial_decryption(election, tally, circle.key(owner), public)
        builder = builder.add_partial_decryption(owner, shares[owner].to_json().encode())
    result = decode(election, tally, combine(election, trustees, shares), ballots)
    return builder.add_result(result.to_json().encode())


def _every_core(election: Election) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        max_workers=len(os.sched_getaffinity(0)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(election,),
    )


_in_this_process: list[Election] = []


def _start(election: Election) -> None:
    _in_this_process[:] = [election]


def _secret(circle: Tellers) -> int:
    """The secret key, which two tellers' keys give."""
    order = circle.group.order
    return sum(lagrange_coefficient(order, _OPENERS, each) * circle.key(each) for each in _OPENERS)


def _some_slips(count: int) -> list[_Slip]:
    election = _in_this_process[0]
    exponents = [
        secret_exponent(election.group, election.uuid, make_credential()) for _ in range(count)
    ]
    return [
        _Slip(each, PublicCredential.of(election.group, election.group.base_power(each)))
        for each in exponents
    ]


def _cast_some(slips: Sequence[_Slip]) -> _Made:
    election = _in_this_process[0]
    texts, cast = [], []
    for slip in slips:
        choices = tuple(_choice(question) for question in election.questions)
        unsigned = prepare_ballot(election, slip.public.key, choices, secrets.token_bytes(32))
        ballot = sign_ballot(unsigned, slip.secret)
        texts.append(ballot.to_json().encode())
        cast.append((ballot, 1))
    return _Made(tuple(texts), aggregate(election, cast))


def _choice(question: AnyQuestion) -> tuple[int, ...]:
    if isinstance(question, SingleQuestion):
        return write_in_vector("张三")
    chosen = secrets.randbelow(question.choices_length)
    return tuple(int(place == chosen) for place in range(question.choices_length))
