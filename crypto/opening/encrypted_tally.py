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
from crypto.groups.elgamal import Ciphertext, add, neutral, weighted
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
    group = election.group
    single = frozenset(election.single_questions)
    rows = [[neutral(group)] * length for length in row_lengths(election)]
    for ballot, ballot_weight in ballots_with_weights:
        if single and ballot_weight != 1:
            msg = f"a ballot of weight {ballot_weight} has single answers, whose weight is 1"
            raise RecordError("single-answer-weight", msg)
        for number, (row, answer) in enumerate(zip(rows, ballot.answers, strict=True)):
            if number in single:
                row.extend(answer.choices)
                continue
            for place, choice in enumerate(answer.choices):
                row[place] = add(group, row[place], weighted(group, choice, ballot_weight))
    return _sorted_tally(election, rows)


def merge(election: Election, parts: Iterable[EncryptedTally]) -> EncryptedTally:
    """The encrypted tally of all ballots, from those of disjoint parts of the ballots."""
    group = election.group
    single = frozenset(election.single_questions)
    rows = [[neutral(group)] * length for length in row_lengths(election)]
    for part in parts:
        for number, (row, cells) in enumerate(zip(rows, part.questions, strict=True)):
            if number in single:
                row.extend(cells)
            else:
                row[:] = (add(group, a, b) for a, b in zip(row, cells, strict=True))
    return _sorted_tally(election, rows)


def _sorted_tally(election: Election, rows: Sequence[list[Ciphertext]]) -> EncryptedTally:
    group = election.group
    for number in election.single_questions:
        rows[number].sort(key=lambda c: (group.sort_key(c.alpha), group.sort_key(c.beta)))
    return EncryptedTally(group, tuple(tuple(row) for row in rows), lists_of(election))
