"""A whole record made by Debian's belenios-tool 2.0 is read, verified and counted by our code.

Its trustees are single ones, its credentials of the older form, and its voters have weights.
"""

from __future__ import annotations

import json

import pytest

from crypto.ballots.ballot import parse_ballot, verify_ballot
from crypto.canonical import sha256_hex
from crypto.election.credential import parse_credentials
from crypto.election.election import Election
from crypto.opening.combine import combine
from crypto.opening.decryption import PartialDecryption, check_partial_decryption
from crypto.opening.encrypted_tally import aggregate
from crypto.opening.result import Result, check_result, decode
from crypto.record.event_payload import SizedTallyPayload
from crypto.record.record import Record, read_record
from crypto.trustees.trustee import Trustees
from tests.interop.fixtures.judge import run

TEMPLATE = {
    "description": "称职 or not",
    "name": "interop",
    "questions": [
        {"answers": ["优秀", "称职"], "blank": True, "min": 1, "max": 1, "question": "测评"},
        {"answers": ["A", "B", "C"], "min": 0, "max": 2, "question": "recommend"},
    ],
}
VOTES = ([[0, 1, 0], [1, 1, 0]], [[1, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 1, 1]])
WEIGHTS = (1, 2_000_000, 3_000_000_000)
COUNTS = ((2_000_000, 1, 3_000_000_000), (1, 3_000_000_001, 3_000_000_000))


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Record:
    """The record, made as the demo that comes with the tool makes one."""
    folder = tmp_path_factory.mktemp("belenios")
    uuid = run(folder, "setup", "generate-token").strip()
    group = ("--group", "BELENIOS-2048")
    voters = "".join(f"{n}@example.com,voter{n},{weight}\n" for n, weight in enumerate(WEIGHTS))
    (folder / "voters.txt").write_text(voters)
    run(folder, "setup", "generate-credentials", "--uuid", uuid, *group, "--file", "voters.txt")
    next(folder.glob("*.pubcreds")).rename(folder / "public_creds.json")
    slips = [line.split()[1] for line in next(folder.glob("*.privcreds")).read_text().splitlines()]
    for _ in range(2):
        run(folder, "setup", "generate-trustee-key", *group)
    keys = sorted(folder.glob("*.pubkey"))
    (folder / "public_keys.jsons").write_text("".join(key.read_text() for key in keys))
    run(folder, "setup", "make-trustees")
    (folder / "template.json").write_text(json.dumps(TEMPLATE))
    run(folder, "setup", "make-election", "--uuid", uuid, *group, "--template", "template.json")
    run(folder, "archive", "init")
    for slip, vote in zip(slips, VOTES, strict=True):
        (folder / "slip").write_text(slip)
        (folder / "vote").write_text(json.dumps(vote))
        cast = ("generate-ballot", "--privcred", "slip", "--ballot", "vote")
        ballot = run(folder, "election", *cast)
        run(folder, "archive", "add-event", "--type=Ballot", given=ballot)
    run(folder, "archive", "add-event", "--type=EndBallots")
    tally = run(folder, "election", "compute-encrypted-tally")
    run(folder, "archive", "add-event", "--type=EncryptedTally", given=tally)
    for number, key in enumerate(keys, start=1):
        share = ("decrypt", "--privkey", f"{key.stem}.privkey", "--trustee-id", str(number))
        opened = run(folder, "election", *share)
        run(folder, "archive", "add-event", "--type=PartialDecryption", given=opened)
    result = run(folder, "election", "compute-result")
    run(folder, "archive", "add-event", "--type=Result", given=result)
    run(folder, "election", "verify")
    return read_record((folder / f"{uuid}.bel").read_bytes())


def test_the_whole_record_is_verified_and_counted_again(record: Record) -> None:
    election = Election.parse(record.election_bytes)
    group = election.group
    assert election.to_json().encode() == record.election_bytes

    trustees = Trustees.parse(group, record.trustees_bytes)
    assert trustees.to_json().encode() == record.trustees_bytes
    trustees.verify(group)
    assert trustees.joint_key(group) == election.public_key

    public = parse_credentials(group, record.credentials_bytes)
    weight_of = {credential.key: credential.weight for credential in public}
    assert sorted(weight_of.values()) == sorted(WEIGHTS)

    weighed = []
    for recorded in record.ballots:
        ballot = parse_ballot(election, recorded.data)
        verify_ballot(election, ballot)
        weighed.append((ballot, weight_of[ballot.credential]))
    tally = aggregate(election, weighed)
    text = tally.to_json().encode()
    assert text == record.encrypted_tally_bytes
    total = sum(weight for _, weight in weighed)
    assert record.sized_tally == SizedTallyPayload(len(weighed), total, sha256_hex(text))

    shares = {}
    for owned in record.partial_decryptions:
        share = PartialDecryption.parse(election, owned.data)
        key = trustees.owner(owned.owner).public_key
        check_partial_decryption(election, tally, share, key)
        shares[owned.owner] = share

    factors = combine(election, trustees, shares)
    counted = decode(election, tally, factors, sum(WEIGHTS))
    assert counted.counts == COUNTS
    assert record.result_bytes is not None
    check_result(election, tally, factors, Result.parse(election, record.result_bytes))
    assert counted.to_json().encode() == record.result_bytes
