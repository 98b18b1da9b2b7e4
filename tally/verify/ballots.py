"""Every ballot of a box: its form, its proofs and its signature, on all cores.

The work is cut into chunks that go to worker processes. A worker gets bytes and gives back plain
values: what is wrong with each ballot, what identifies it, and the encrypted sum of its chunk. So
nothing is parsed twice, and no object of the cryptography travels between processes.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace

from crypto.ballot import Ballot, parse_ballot, verify_ballot
from crypto.canonical import sha256_b64
from crypto.election import Election
from crypto.encrypted_tally import EncryptedTally, aggregate, merge
from crypto.errors import ProofError, RecordError, Refused

Progress = Callable[[int, int], None]
"""Called with the number of ballots checked so far, and of all."""

CHUNK = 20
_CHOICES_WORTH_A_PROCESS = 1500  # about a second of work; starting workers costs half of one
_ALPHA_DIGEST_BYTES = 16


@dataclass(frozen=True, slots=True)
class CheckedBallot:
    """What one ballot turned out to be. The identifying fields are empty if it cannot be read.

    `alphas` are digests of the ballot's α in record order, with their places.
    """

    height: int
    problems: tuple[Refused, ...]
    credential: str = ""
    fingerprint: str = ""
    tracker: str = ""
    alphas: tuple[tuple[bytes, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedBallots:
    """All ballots of a box, and their encrypted sum; `complete` if every one could be added."""

    ballots: tuple[CheckedBallot, ...]
    tally: EncryptedTally
    complete: bool
    superseded: frozenset[int] = frozenset()
    """Heights of ballots that count no longer, because a later one has the same credential."""


@dataclass(frozen=True, slots=True)
class _Task:
    """One chunk for a worker: heights with the ballots' exact texts."""

    ballots: tuple[tuple[int, bytes], ...] = field(repr=False)


def check_ballots(
    election: Election,
    ballots: Sequence[tuple[int, bytes]],
    weights: Mapping[str, int],
    progress: Progress,
    workers: int | None = None,
    superseded: frozenset[int] = frozenset(),
) -> CheckedBallots:
    """Check ballots, given as (event height, exact text), and add them up by their weights.

    `weights` are by public credential; one that is not listed weighs 1. `workers` is the number
    of processes, by default one per core where there is enough to do. Ballots at the heights in
    `superseded` are checked like all others, but not added up.
    """
    text = election.to_json()
    tasks = [_Task(tuple(ballots[at : at + CHUNK])) for at in range(0, len(ballots), CHUNK)]
    checked: list[CheckedBallot] = []
    sums = [aggregate(election, ())]
    workers = _workers(election, ballots, workers)
    job = _Job(text, dict(weights), superseded)
    for results, total, count in _run(job, tasks, workers):
        checked += results
        sums.append(EncryptedTally.parse(election, total, single_answers=count))
        progress(len(checked), len(ballots))
    return CheckedBallots(
        tuple(checked),
        merge(election, sums),
        all(each.credential for each in checked),
        superseded,
    )


def _workers(election: Election, ballots: Sequence[tuple[int, bytes]], wanted: int | None) -> int:
    if wanted is not None:
        return wanted
    choices = len(ballots) * sum(question.choices_length for question in election.questions)
    return (os.cpu_count() or 1) if choices >= _CHOICES_WORTH_A_PROCESS else 1


@dataclass(frozen=True, slots=True)
class _Job:
    """What every worker needs to know."""

    election_text: str
    weights: dict[str, int]
    superseded: frozenset[int]


_Checked = tuple[list[CheckedBallot], str, int]
"""The chunk's ballots, its encrypted sum, and how many of them entered the sum."""


def _run(job: _Job, tasks: list[_Task], workers: int) -> Iterator[_Checked]:
    """The results of the tasks in their order."""
    if workers <= 1 or len(tasks) <= 1:
        worker = _Worker(job)
        yield from map(worker.check, tasks)
        return
    # Forking a process that has threads (a progress bar) can hang, so workers start afresh.
    with ProcessPoolExecutor(
        max_workers=min(workers, len(tasks)),
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start_worker,
        initargs=(job,),
    ) as pool:
        yield from pool.map(_check_in_worker, tasks)


@dataclass(slots=True)
class _Worker:
    """Checks chunks of one election's ballots."""

    job: _Job
    election: Election = field(init=False)

    def __post_init__(self) -> None:
        self.election = Election.parse(self.job.election_text)
        self.election.group.expect_powers_of(self.election.public_key)

    def check(self, task: _Task) -> _Checked:
        """Check each ballot of a chunk and add up those that can be read."""
        checked: list[CheckedBallot] = []
        parsed: list[tuple[Ballot, int]] = []
        for height, data in task.ballots:
            result, ballot = _check_one(self.election, height, data)
            weight = self.job.weights.get(result.credential, 1)
            if ballot is not None and weight != 1 and self.election.single_questions:
                detail = f"a ballot of weight {weight} has single answers, whose weight is 1"
                error = RecordError("single-answer-weight", detail, where=f"event {height}")
                result = replace(result, problems=(*result.problems, error))
            elif ballot is not None and height not in self.job.superseded:
                parsed.append((ballot, weight))
            checked.append(result)
        return checked, aggregate(self.election, parsed).to_json(), len(parsed)


_in_this_process: list[_Worker] = []


def _start_worker(job: _Job) -> None:
    _in_this_process[:] = [_Worker(job)]


def _check_in_worker(task: _Task) -> _Checked:
    return _in_this_process[0].check(task)


def _check_one(election: Election, height: int, data: bytes) -> tuple[CheckedBallot, Ballot | None]:
    where = f"event {height}"
    try:
        ballot = parse_ballot(election, data, where=where)
    except Refused as error:
        return CheckedBallot(height, (error,)), None
    problems: tuple[Refused, ...] = ()
    try:
        verify_ballot(election, ballot)
    except Refused as error:
        problems = (error.at(where) if not error.where.startswith(where) else error,)
    encode = election.group.encode
    problems += tuple(
        ProofError(
            "alpha-identity",
            "an alpha is the identity: anybody can read this choice",
            where=f"{where}.answers[{question}].choices[{position}].alpha",
        )
        for question, answer in enumerate(ballot.answers)
        for position, choice in enumerate(answer.choices)
        if choice.alpha == election.group.identity
    )
    alphas = tuple(
        (_digest(encode(choice.alpha)), f"{where}.answers[{question}].choices[{position}].alpha")
        for question, answer in enumerate(ballot.answers)
        for position, choice in enumerate(answer.choices)
    )
    return (
        CheckedBallot(
            height,
            problems,
            credential=encode(ballot.credential),
            fingerprint=ballot.fingerprint,
            tracker=sha256_b64(data),
            alphas=alphas,
        ),
        ballot,
    )


def _digest(alpha: str) -> bytes:
    return hashlib.sha256(alpha.encode()).digest()[:_ALPHA_DIGEST_BYTES]
