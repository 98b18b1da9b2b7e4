"""A record with single answers made by Debian's belenios-tool 2.0 is verified and decoded by us."""

from __future__ import annotations

import json

import pytest

from crypto.ballots.ballot import parse_ballot, verify_ballot
from crypto.canonical import sha256_hex
from crypto.election.election import Election
from crypto.opening.combine import combine
from crypto.opening.decrypted_answers import decrypt_single_answers
from crypto.opening.decryption import PartialDecryption, check_partial_decryption
from crypto.opening.encrypted_tally import aggregate
from crypto.opening.result import check_result, decode
from crypto.record.event_payload import SizedTallyPayload
from crypto.record.record import Record, read_record
from crypto.shuffles.shuffle import Shuffle, check_shuffle, shuffled
from crypto.trustees.trustee import Trustees
from tests.interop.fixtures.judge import run

GROUP = "RFC-3526-2048"
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
    text = tally.to_json().encode()
    assert text == theirs.encrypted_tally_bytes
    assert theirs.sized_tally == SizedTallyPayload(size, size, sha256_hex(text))
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
    assert all(answer.canonical for answer in decrypt_single_answers(election, tally, factors)[0])
