"""The reference implementation's records, with their elections and trustees parsed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crypto.ballots.ballot import Ballot, parse_ballot
from crypto.election.election import Election
from crypto.opening.decryption import PartialDecryption
from crypto.opening.encrypted_tally import EncryptedTally, aggregate
from crypto.record.record import Record, read_record
from crypto.trustees.trustee import Trustees

VECTORS = Path(__file__).parent.parent / "vectors"
NAMES = ("ed25519-hom-200-v3.3.0", "belenios2048-hs-10-v3.3.0")


@dataclass(frozen=True)
class Vector:
    """One record; its tally is computed from its ballots."""

    record: Record
    election: Election
    trustees: Trustees
    ballots: tuple[Ballot, ...]
    tally: EncryptedTally
    shares: dict[int, PartialDecryption]


@cache
def vector(name: str) -> Vector:
    """The record called ``name``, read once."""
    record = read_record((VECTORS / name / "record.bel").read_bytes())
    election = Election.parse(record.election_bytes)
    trustees = Trustees.parse(election.group, record.trustees_bytes)
    ballots = tuple(parse_ballot(election, ballot.data) for ballot in record.ballots)
    tally = aggregate(election, ((ballot, 1) for ballot in ballots))
    shares = {
        owned.owner: PartialDecryption.parse(election, owned.data)
        for owned in record.partial_decryptions
    }
    return Vector(record, election, trustees, ballots, tally, shares)
