"""Small elections with known keys, and the archives of the reference implementation."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crypto.ballots.ballot import Ballot, Choices, prepare_ballot, sign_ballot
from crypto.election.credential import public_credential, secret_exponent
from crypto.election.election import Election
from crypto.election.question import Question
from crypto.groups.named import group_named

VECTORS = Path(__file__).parent.parent / "vectors"
ED25519_VECTOR = VECTORS / "ed25519-hom-200-v3.3.0"
BELENIOS_VECTOR = VECTORS / "belenios2048-hs-10-v3.3.0"

CREDENTIAL = "idfrZ-XnWCtf-iXbLd-reszbh"
SEED = bytes(range(32))

WITH_BLANK = Question("推荐人选", ("张三", "李四", "王五"), 1, 2, blank=True)
PLAIN = Question("总体评价", ("优秀", "称职"), 1, 1)


@cache
def election(
    group: str = "Ed25519", questions: tuple[Question, ...] = (WITH_BLANK, PLAIN)
) -> Election:
    """Return an election under the key g^5."""
    the_group = group_named(group)
    return Election(
        version=1,
        description="民主测评 <test>",
        name="2026",
        group=the_group,
        public_key=the_group.base_power(5),
        questions=questions,
        uuid="H9u2rTLDheWv4n",
    )


def secret(of: Election) -> int:
    return secret_exponent(of.group, of.uuid, CREDENTIAL)


def cast(of: Election, choices: Choices, seed: bytes = SEED) -> Ballot:
    """Return a signed ballot of CREDENTIAL."""
    public = public_credential(of.group, of.uuid, CREDENTIAL)
    return sign_ballot(prepare_ballot(of, public, choices, seed), secret(of))


@dataclass(frozen=True)
class Vector:
    """What the tests of ballots need of an archive made by Belenios 3.3."""

    election: bytes
    credentials: bytes
    ballots: tuple[bytes, ...]
    private: dict[str, str]


@cache
def vector(folder: Path) -> Vector:
    """Read an archive the plain way: every member that looks like what is wanted."""
    members = list(_members((folder / "record.bel").read_bytes()))
    return Vector(
        election=next(m for m in members if m.startswith(b'{"version":1,"description"')),
        credentials=next(m for m in members if m.startswith(b'["')),
        ballots=tuple(m for m in members if m.startswith(b'{"election_uuid"')),
        private=json.loads((folder / "private_creds.json").read_text()),
    )


def _members(archive: bytes) -> Iterator[bytes]:
    offset = 0
    while offset < len(archive):
        size = int(archive[offset + 124 : offset + 135], 8)
        start = offset + 512
        yield archive[start : start + size]
        offset = start + -(-size // 512) * 512
