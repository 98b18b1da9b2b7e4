"""The encrypted tally: all ballots of a box added up, choice by choice (specification 4.16).

C_ij = Π choices(answers(b_k)_i)_j ^ weight(b_k), the product taken over all ballots. It is always
recomputed from the ballots; a tally that was read is only ever compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from crypto.ballot import Ballot
from crypto.canonical import JSON, dumps, join, loads, sha256_hex
from crypto.election import Election
from crypto.elgamal import Ciphertext, add, neutral, weighted
from crypto.errors import RecordError
from crypto.event_payload import SizedTallyPayload
from crypto.group import Group
from crypto.shape import Shaped, flat, parse_shaped

_BYTES_PER_CHOICE = 1400


@dataclass(frozen=True, slots=True)
class EncryptedTally:
    """One ciphertext per question and choice."""

    group: Group
    questions: Shaped[Ciphertext]

    @property
    def ciphertexts(self) -> tuple[Ciphertext, ...]:
        """All ciphertexts in record order."""
        return flat(self.questions)

    @classmethod
    def parse(cls, election: Election, data: bytes | str, *, where: str = "") -> Self:
        """Read a tally of ``election``; raises ParseError."""
        limit = 100 + _BYTES_PER_CHOICE * sum(q.choices_length + 1 for q in election.questions)

        def read(value: JSON, place: str) -> Ciphertext:
            return Ciphertext.from_json(election.group, value, place)

        return cls(
            election.group,
            parse_shaped(election, loads(data, limit=limit, where=where), read, where),
        )

    def to_json(self) -> str:
        """Return the canonical JSON text."""
        return dumps([[cell.to_json(self.group) for cell in row] for row in self.questions])


def aggregate(
    election: Election, ballots_with_weights: Iterable[tuple[Ballot, int]]
) -> EncryptedTally:
    """Add up verified ballots of this election, each as often as its weight says.

    Without any ballot every ciphertext is the pair of identities, an encryption of zero.
    """
    group = election.group
    sums = [[neutral(group)] * question.choices_length for question in election.questions]
    for ballot, ballot_weight in ballots_with_weights:
        for row, answer in zip(sums, ballot.answers, strict=True):
            for place, choice in enumerate(answer.choices):
                row[place] = add(group, row[place], weighted(group, choice, ballot_weight))
    return EncryptedTally(group, tuple(tuple(row) for row in sums))


def sized(tally: EncryptedTally, weights: Iterable[int]) -> SizedTallyPayload:
    """Return the payload that belongs to ``tally``, made of ballots with these weights."""
    listed = tuple(weights)
    return SizedTallyPayload(len(listed), sum(listed), sha256_hex(tally.to_json()))


def check_sized(found: SizedTallyPayload, expected: SizedTallyPayload, *, where: str = "") -> None:
    """Raise RecordError unless a payload that was read is the one computed from the ballots."""
    for name in ("num_tallied", "total_weight", "encrypted_tally"):
        if getattr(found, name) != getattr(expected, name):
            msg = f"{getattr(found, name)} found, but the ballots give {getattr(expected, name)}"
            raise RecordError("tally-differs", msg, where=join(where, name))
