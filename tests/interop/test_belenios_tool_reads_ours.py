"""Debian's belenios-tool 2.0 judges a whole record made by our code alone."""

from __future__ import annotations

import secrets
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crypto.ballots.ballot import prepare_ballot, sign_ballot
from crypto.canonical import sha256_hex
from crypto.election.credential import (
    PublicCredential,
    credentials_to_json,
    make_credential,
    public_credential,
    secret_exponent,
)
from crypto.opening.combine import combine
from crypto.opening.decryption import partial_decryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.opening.result import Result, decode
from crypto.record.event_payload import SizedTallyPayload
from crypto.record.record import read_record
from crypto.record.record_builder import RecordBuilder
from tests.crypto.fixtures.tellers_example import election_of, tellers
from tests.interop.fixtures.judge import judge

VOTES = (
    ((0, 1, 0, 0), (1, 1, 0)),
    ((0, 0, 1, 0), (0, 0, 0)),
    ((1, 0, 0, 0), (0, 1, 1)),
    ((0, 1, 0, 0), (0, 0, 1)),
    ((0, 0, 0, 1), (1, 0, 0)),
)
COUNTS = ((1, 2, 1, 1), (2, 2, 2))


@dataclass(frozen=True)
class Made:
    """Our record, before the tally and finished."""

    uuid: str
    closed: bytes
    finished: bytes
    tally: EncryptedTally
    result: Result


@cache
def made(openers: tuple[int, ...] = (3, 1)) -> Made:
    """A box of five ballots under a 2-of-3 ceremony, opened by these tellers."""
    circle = tellers("BELENIOS-2048")
    election = election_of(circle.trustees)
    group = circle.group
    slips = [make_credential() for _ in range(7)]  # two are left over
    public = [
        PublicCredential(key, 1, group.encode(key))
        for key in (public_credential(group, election.uuid, slip) for slip in slips)
    ]
    ballots = [
        sign_ballot(
            prepare_ballot(election, credential.key, choices, secrets.token_bytes(32)),
            secret_exponent(group, election.uuid, slip),
        )
        for slip, credential, choices in zip(slips, public, VOTES, strict=False)
    ]
    builder = RecordBuilder.start(
        1795292594,
        election.to_json().encode(),
        circle.trustees.to_json().encode(),
        credentials_to_json(public).encode(),
    )
    builder = builder.add_ballots(ballot.to_json().encode() for ballot in ballots).end_ballots()
    closed = builder.appended_bytes()
    tally = aggregate(election, ((ballot, 1) for ballot in ballots))
    builder = builder.add_encrypted_tally(
        tally.to_json().encode(), num_tallied=len(ballots), total_weight=len(ballots)
    )
    shares = {}
    for number in openers:
        key = circle.trustees.owner(number).public_key
        shares[number] = partial_decryption(election, tally, circle.key(number), key)
        builder = builder.add_partial_decryption(number, shares[number].to_json().encode())
    result = decode(
        election, tally, combine(election, circle.trustees, shares), total_weight=len(ballots)
    )
    builder = builder.add_result(result.to_json().encode())
    return Made(election.uuid, closed, builder.appended_bytes(), tally, result)


def belenios_tool(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [judge(), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_our_result_is_what_was_voted() -> None:
    assert made().result.counts == COUNTS


def test_our_finished_record_is_accepted(tmp_path: Path) -> None:
    given = made()
    read_record(given.finished)
    (tmp_path / f"{given.uuid}.bel").write_bytes(given.finished)
    judged = belenios_tool(tmp_path, "election", "verify")
    assert judged.returncode == 0, judged.stderr
    assert "all checks passed" in judged.stdout + judged.stderr


def test_the_tool_computes_the_same_encrypted_tally(tmp_path: Path) -> None:
    given = made()
    (tmp_path / f"{given.uuid}.bel").write_bytes(given.closed)
    computed = belenios_tool(tmp_path, "election", "compute-encrypted-tally")
    assert computed.returncode == 0, computed.stderr
    text = given.tally.to_json()
    sized = SizedTallyPayload(len(VOTES), len(VOTES), sha256_hex(text))
    assert computed.stdout.splitlines() == [text, sized.to_bytes().decode()]


def test_the_tool_refuses_our_record_with_a_wrong_result(tmp_path: Path) -> None:
    """The judge judges: a record of ours that is wrong in one number does not pass."""
    given = made()
    record = read_record(given.finished)
    wrong = Result(((2, 1, 1, 1), (2, 2, 2)))
    circle = tellers("BELENIOS-2048")
    builder = RecordBuilder.start(
        record.timestamp,
        record.election_bytes,
        circle.trustees.to_json().encode(),
        record.credentials_bytes,
    )
    builder = builder.add_ballots(ballot.data for ballot in record.ballots).end_ballots()
    builder = builder.add_encrypted_tally(
        given.tally.to_json().encode(), num_tallied=len(VOTES), total_weight=len(VOTES)
    )
    for owned in record.partial_decryptions:
        builder = builder.add_partial_decryption(owned.owner, owned.data)
    builder = builder.add_result(wrong.to_json().encode())
    (tmp_path / f"{given.uuid}.bel").write_bytes(builder.appended_bytes())
    assert belenios_tool(tmp_path, "election", "verify").returncode != 0
