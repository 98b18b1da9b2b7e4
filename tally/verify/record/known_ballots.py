"""The ballots of a closed box that were verified before: read again, without their proofs.

What they are is needed all the same: whose, under which fingerprint, with which α. Their texts are
canonical, as was verified, so that an element is its text; their sum is the recorded tally, as was
verified too.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crypto.canonical import sha256_b64
from crypto.election.election import Election
from crypto.election.shape import row_lengths
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.record.record import Record, RecordedBallot
from tally.verify.record.alphas import alpha_digests
from tally.verify.record.ballots import CheckedBallot, CheckedBallots


def known_ballots(record: Record, election: Election) -> CheckedBallots:
    """What `check_ballots` gives for the ballots of a record that holds and has a tally."""
    ballots = tuple(map(_known, record.ballots))
    count = len(ballots) if election.single_questions else 0
    recorded = record.encrypted_tally_bytes or b""
    tally = EncryptedTally.parse(election, recorded, single_answers=count)
    return CheckedBallots(ballots, tally, row_lengths(election, 1))


def _known(ballot: RecordedBallot) -> CheckedBallot:
    value = json.loads(ballot.data)
    return CheckedBallot(
        ballot.height,
        (),
        credential=value["credential"],
        fingerprint=value["signature"]["hash"],
        tracker=sha256_b64(ballot.data),
        alphas=alpha_digests(
            ciphertext["alpha"]
            for answer in value["answers"]
            for ciphertext in _ciphertexts(answer["choices"])
        ),
    )


def _ciphertexts(choices: Any) -> Iterator[Any]:
    """The ciphertexts of an answer: one, several, or lists of several."""
    if isinstance(choices, dict):
        yield choices
    else:
        for each in choices:
            yield from _ciphertexts(each)
