"""Debian's belenios-tool 2.0 and our code judge each other's records with single answers."""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from crypto.any_question import AnyQuestion
from crypto.ballot import (
    Ballot,
    UnsignedBallot,
    parse_ballot,
    prepare_ballot,
    sign_ballot,
    verify_ballot,
)
from crypto.canonical import sha256_b64
from crypto.combine import combine
from crypto.credential import (
    PublicCredential,
    credentials_to_json,
    make_credential,
    public_credential,
    secret_exponent,
)
from crypto.decryption import PartialDecryption, check_partial_decryption, partial_decryption
from crypto.election import Election
from crypto.elgamal import Ciphertext
from crypto.encrypted_tally import aggregate, check_sized, sized
from crypto.group import Element
from crypto.opened import open_single_answers
from crypto.question import Question
from crypto.randomness import SystemRandomness
from crypto.record import Record, read_record
from crypto.record_builder import RecordBuilder
from crypto.result import Result, check_result, decode
from crypto.schnorr import prove_knowledge
from crypto.shuffle import Shuffle, check_shuffle, make_shuffle, shuffled
from crypto.single_answer import SingleAnswer
from crypto.single_question import SingleQuestion
from crypto.trustee import Trustees
from crypto.write_in import read_write_in, write_in_question, write_in_vector
from tests.crypto.tellers_example import election_of, tellers

TOOL = shutil.which("belenios-tool")
pytestmark = pytest.mark.skipif(TOOL is None, reason="belenios-tool is not installed")

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


def run(folder: Path, *arguments: str, given: str = "", fails: bool = False) -> str:
    assert TOOL is not None
    done = subprocess.run(
        [TOOL, *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={"BELENIOS_USE_URANDOM": "1", "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode != 0) == fails, done.stderr
    return done.stdout + (done.stderr if fails else "")


# Ours, judged by the tool


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
    """Let the voter encrypt *element*, which no vector makes, as the third answer."""
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
    answers = open_single_answers(election, tally, factors)[2]
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


# The tool's, judged by us

THEIR_VOTES = ([[1, 2, 3], [1, 0]], [[255, 0, 7], [0, 1]], [[0, 0, 0], [0, 1]])


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """A record made as the demonstration that comes with the tool makes one."""
    folder = tmp_path_factory.mktemp("belenios")
    uuid = run(folder, "setup", "generate-token").strip()
    common = ("--uuid", uuid, "--group", GROUP)
    run(folder, "setup", "generate-credentials", *common, "--count", str(len(THEIR_VOTES)))
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    slips = [line.split()[1] for line in next(folder.glob("*.privcreds")).read_text().splitlines()]
    for _ in range(2):
        run(folder, "setup", "generate-trustee-key", "--group", GROUP)
    keys = sorted(folder.glob("*.pubkey"))
    (folder / "public_keys.jsons").write_text("".join(key.read_text() for key in keys))
    run(folder, "setup", "make-trustees")
    template = {
        "description": "单项",
        "name": "interop",
        "questions": [
            {"type": "NonHomomorphic", "value": {"answers": ["A", "B", "C"], "question": "rank"}},
            {"answers": ["优秀", "称职"], "min": 0, "max": 1, "question": "评价"},
        ],
    }
    (folder / "template.json").write_text(json.dumps(template))
    run(folder, "setup", "make-election", *common, "--template", "template.json")
    run(folder, "archive", "init")
    for slip, vote in zip(slips, THEIR_VOTES, strict=True):
        (folder / "slip").write_text(slip)
        (folder / "vote").write_text(json.dumps(vote))
        ballot = run(
            folder, "election", "generate-ballot", "--privcred", "slip", "--ballot", "vote"
        )
        run(folder, "archive", "add-event", "--type=Ballot", given=ballot)
    run(folder, "archive", "add-event", "--type=EndBallots")
    tally = run(folder, "election", "compute-encrypted-tally")
    run(folder, "archive", "add-event", "--type=EncryptedTally", given=tally)
    for owner in ("1", "2"):
        shuffle = run(folder, "election", "shuffle", "--trustee-id", owner)
        run(folder, "archive", "add-event", "--type=Shuffle", given=shuffle)
    run(folder, "archive", "add-event", "--type=EndShuffles")
    for number, key in enumerate(keys, start=1):
        share = ("decrypt", "--privkey", f"{key.stem}.privkey", "--trustee-id", str(number))
        opened = run(folder, "election", *share)
        run(folder, "archive", "add-event", "--type=PartialDecryption", given=opened)
    result = run(folder, "election", "compute-result")
    run(folder, "archive", "add-event", "--type=Result", given=result)
    return read_record((folder / f"{uuid}.bel").read_bytes())


def test_their_shuffled_record_is_verified_and_decoded(theirs: Record) -> None:
    election = Election.parse(theirs.election_bytes)
    assert election.to_json().encode() == theirs.election_bytes
    ballots = [parse_ballot(election, found.data) for found in theirs.ballots]
    for ballot in ballots:
        verify_ballot(election, ballot)
    size = len(ballots)
    tally = aggregate(election, ((ballot, 1) for ballot in ballots))
    assert tally.to_json().encode() == theirs.encrypted_tally_bytes
    assert theirs.sized_tally is not None
    check_sized(theirs.sized_tally, sized(tally, [1] * size))
    for owned in theirs.shuffles:
        shuffle = Shuffle.parse(election, owned.data, single_answers=size)
        assert shuffle.to_json().encode() == owned.data
        check_shuffle(election, tally, shuffle)
        tally = shuffled(election, tally, shuffle)
    trustees = Trustees.parse(election.group, theirs.trustees_bytes)
    trustees.verify(election.group)
    shares = {}
    for owned in theirs.partial_decryptions:
        share = PartialDecryption.parse(election, owned.data, single_answers=size)
        check_partial_decryption(election, tally, share, trustees.owner(owned.owner).public_key)
        shares[owned.owner] = share
    factors = combine(election, trustees, shares)
    result = decode(election, tally, factors, size)
    assert result.to_json().encode() == theirs.result_bytes
    check_result(election, tally, factors, result)
    assert sorted(map(list, result.singles[0] or ())) == sorted(rank for rank, _ in THEIR_VOTES)
    assert result.counts == ((), (1, 2))
    assert all(answer.canonical for answer in open_single_answers(election, tally, factors)[0])
