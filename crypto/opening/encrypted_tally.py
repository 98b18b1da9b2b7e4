"""The encrypted tally: all ballots of a box together (specification 4.16).

For a homomorphic question, choice by choice, C_ij = Π choices(answers(b_k)_i)_j ^ weight(b_k), the
product taken over all ballots. For a question with single answers, the ballots' ciphertexts sorted
by α and then β, so that their order says nothing; only ballots of weight 1 can have such answers.
The tally is always recomputed from the ballots; one that was read is only ever compared with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Self, TypeAlias

from crypto.ballots.ballot import Ballot
from crypto.canonical import dumps, loads
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
from crypto.groups.elgamal import Ciphertext, neutral, sums
from crypto.groups.group import Group
from crypto.json_values import texts_in
from crypto.place import Where

_BYTES_PER_CHOICE = 1400
_AT_A_TIME = 64
"""Ballots that are added up in one batch."""
_Weighted: TypeAlias = tuple[Shaped[Ciphertext], int]
"""Ciphertexts, question by question, and how often they count."""


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
        read = partial(Ciphertext.from_json, election.group)
        value = loads(data, limit=limit, where=where)
        with election.group.reading(texts_in(value)):
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
    single = bool(election.single_questions)
    return _added(
        election, (_choices(ballot, weight, single) for ballot, weight in ballots_with_weights)
    )


def merge(election: Election, parts: Iterable[EncryptedTally]) -> EncryptedTally:
    """The encrypted tally of all ballots, from those of disjoint parts of the ballots."""
    return _added(election, ((part.questions, 1) for part in parts))


def _choices(ballot: Ballot, weight: int, single: bool) -> _Weighted:
    if single and weight != 1:
        msg = f"a ballot of weight {weight} has single answers, whose weight is 1"
        raise RecordError("single-answer-weight", msg)
    return tuple(answer.choices for answer in ballot.answers), weight


def _added(election: Election, parts: Iterable[_Weighted]) -> EncryptedTally:
    """Sum up by their weights what answers each question, and put all single answers in order.

    Few of `parts` are taken at a time: they need not all be in memory.
    """
    group, waiting = election.group, iter(parts)
    single = frozenset(election.single_questions)
    rows = [[neutral(group)] * length for length in row_lengths(election)]
    before: tuple[tuple[list[list[Ciphertext]], int], ...] = ()
    while some := tuple(islice(waiting, _AT_A_TIME)):
        added = iter(
            sums(
                group,
                (
                    [(cells[number][place], weight) for cells, weight in (*before, *some)]
                    for number, row in enumerate(rows)
                    if number not in single
                    for place in range(len(row))
                ),
            )
        )
        for number, row in enumerate(rows):
            if number in single:
                row += [cell for cells, _ in some for cell in cells[number]]
            else:
                row[:] = islice(added, len(row))
        before = ((rows, 1),)
    for number in single:
        rows[number].sort(key=lambda c: (group.sort_key(c.alpha), group.sort_key(c.beta)))
    return EncryptedTally(group, tuple(tuple(row) for row in rows), lists_of(election))
