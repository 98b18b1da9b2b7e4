"""The encrypted tally: all ballots of a box together (specification 4.16).

For a homomorphic question, choice by choice, C_ij = Π choices(answers(b_k)_i)_j ^ weight(b_k), the
product taken over all ballots. For a question with single answers, the ballots' ciphertexts sorted
by α and then β, so that their order says nothing; only ballots of weight 1 can have such answers.
The tally is always recomputed from the ballots; one that was read is only ever compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Self

from crypto.ballots.ballot import Ballot
from crypto.canonical import JSON, dumps, loads
from crypto.election.election import Election
from crypto.election.shape import (
    Lists,
    Shaped,
    flat,
    lists_of,
    parse_shaped,
    row_lengths,
    shaped_json,
)
from crypto.errors import RecordError
from crypto.groups.elgamal import Ciphertext, sums
from crypto.groups.group import Group
from crypto.place import Where

_BYTES_PER_CHOICE = 1400


@dataclass(frozen=True, slots=True)
class EncryptedTally:
    """One ciphertext per question and choice, or per question and ballot."""

    group: Group
    questions: Shaped[Ciphertext]
    lists: Lists = ()

    @property
    def ciphertexts(self) -> tuple[Ciphertext, ...]:
        """All ciphertexts in record order."""
        return flat(self.questions)

    @classmethod
    def parse(
        cls,
        election: Election,
        data: bytes | str,
        *,
        single_answers: int = 0,
        where: Where = "",
    ) -> Self:
        """Read a tally of `election`; raises ParseError.

        `single_answers` is the number of ballots, if there are questions with such answers.
        """
        lengths = row_lengths(election, single_answers)
        limit = 100 + _BYTES_PER_CHOICE * sum(length + 1 for length in lengths)

        def read(value: JSON, place: Where) -> Ciphertext:
            return Ciphertext.from_json(election.group, value, place)

        value = loads(data, limit=limit, where=where)
        shaped = parse_shaped(election, value, read, where, single_answers=single_answers)
        return cls(election.group, shaped, lists_of(election))

    def to_json(self) -> str:
        """The canonical JSON text."""
        group = self.group
        return dumps(shaped_json(self.questions, lambda cell: cell.to_json(group), self.lists))


def aggregate(
    election: Election, ballots_with_weights: Iterable[tuple[Ballot, int]]
) -> EncryptedTally:
    """Put together verified ballots of this election, each with its weight.

    Without any ballot every sum is the pair of identities, an encryption of zero. Raises
    RecordError `single-answer-weight` when a ballot with single answers weighs more than 1.
    """
    counted = tuple(ballots_with_weights)
    if election.single_questions:
        for _, weight in counted:
            if weight != 1:
                msg = f"a ballot of weight {weight} has single answers, whose weight is 1"
                raise RecordError("single-answer-weight", msg)
    answers = [(tuple(a.choices for a in ballot.answers), weight) for ballot, weight in counted]
    return _added(election, answers)


def merge(election: Election, parts: Iterable[EncryptedTally]) -> EncryptedTally:
    """The encrypted tally of all ballots, from those of disjoint parts of the ballots."""
    return _added(election, [(part.questions, 1) for part in parts])


def _added(election: Election, parts: Sequence[tuple[Shaped[Ciphertext], int]]) -> EncryptedTally:
    """Sum up by their weights what answers each question, and put all single answers in order."""
    group = election.group
    lengths = row_lengths(election)
    added = iter(
        sums(
            group,
            (
                [(cells[number][place], weight) for cells, weight in parts]
                for number, length in enumerate(lengths)
                for place in range(length)
            ),
        )
    )
    rows = [[next(added) for _ in range(length)] for length in lengths]
    for number in election.single_questions:
        row = [cell for cells, _ in parts for cell in cells[number]]
        rows[number] = sorted(row, key=lambda c: (group.sort_key(c.alpha), group.sort_key(c.beta)))
    return EncryptedTally(group, tuple(map(tuple, rows)), lists_of(election))
