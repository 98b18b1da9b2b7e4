"""The result: how often each choice was made, and what the single answers are (section 4.19).

With F_ij the factor combined from the tellers' shares, β_ij / F_ij is g^m for a homomorphic
question, m being the number of votes and at most the total weight, and the element that encodes
the vector for a question with single answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Self, TypeAlias

from crypto.canonical import (
    JSON,
    array,
    dumps,
    fields,
    integer,
    item,
    join,
    loads,
    weight,
    weight_value,
)
from crypto.election.election import Election
from crypto.election.shape import (
    Lists,
    Shaped,
    lists_of,
    parse_row,
    places,
    row_lengths,
    shaped_json,
    shaped_like,
)
from crypto.election.single_question import SingleQuestion
from crypto.errors import RecordError
from crypto.groups.discrete_log import DiscreteLogarithm
from crypto.groups.group import Element
from crypto.groups.parallel import MapParts, map_here
from crypto.json_values import read_each
from crypto.opening.decrypted_answers import (
    DecryptedAnswers,
    decrypt_single_answers,
    decrypted_elements,
)
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.place import Where

_BYTES_PER_CHOICE = 24  # the largest weight, and brackets if it is a list of its own
_BYTES_PER_INTEGER = 4
_LARGEST_INTEGER = 255

Vectors: TypeAlias = tuple[tuple[int, ...], ...]
"""The single answers to one question, each a vector of integers."""


@dataclass(frozen=True, slots=True)
class Result:
    """What every question came to, one row per question in `counts` and in `singles`.

    `counts` holds a number per choice, with blank allowed that of blank first, and nothing for
    single answers. `singles` holds the vectors of single answers, in the order of the last
    shuffle, and None for the other questions; it is empty if no question has such answers. Whether
    a vector was written as honest ballots write it, `crypto.opening.decrypted_answers` tells.
    """

    counts: Shaped[int]
    singles: tuple[Vectors | None, ...] = ()
    lists: Lists = ()

    @classmethod
    def parse(
        cls,
        election: Election,
        data: bytes | str,
        *,
        single_answers: int = 0,
        where: Where = "",
    ) -> Self:
        """Read the payload of a Result event; raises ParseError.

        `single_answers` is the number of ballots, if there are questions with such answers.
        """
        limit = _limit(election, single_answers)
        value = fields(loads(data, limit=limit, where=where), ("result",), where=where)
        place, length = join(where, "result"), len(election.questions)
        rows = array(value["result"], place, least=length, most=length)
        lengths = row_lengths(election, single_answers)
        counts: list[tuple[int, ...]] = []
        singles: list[Vectors | None] = []
        for number, (question, row) in enumerate(zip(election.questions, rows, strict=True)):
            at = item(place, number)
            if isinstance(question, SingleQuestion):
                read = _VectorReader(len(question.answers))
                counts.append(())
                singles.append(parse_row(question, lengths[number], row, read, at))
            else:
                counts.append(parse_row(question, lengths[number], row, weight, at))
                singles.append(None)
        return cls(
            tuple(counts), tuple(singles) if election.single_questions else (), lists_of(election)
        )

    def to_json(self) -> str:
        """The canonical JSON text."""
        rows = shaped_json(self.counts, weight_value, self.lists)
        for number, vectors in enumerate(self.singles):
            if vectors is not None:
                rows[number] = [list(vector) for vector in vectors]
        return dumps({"result": rows})


@dataclass(frozen=True, slots=True)
class _VectorReader:
    """Reads the vectors of a question with this many integers."""

    length: int

    def __call__(self, value: JSON) -> tuple[int, ...]:
        cells = array(value, least=self.length, most=self.length)
        return read_each(cells, partial(integer, least=0, most=_LARGEST_INTEGER))


def _limit(election: Election, single_answers: int) -> int:
    lengths = row_lengths(election, single_answers)
    size = 100 + _BYTES_PER_CHOICE * sum(length + 1 for length in lengths)
    for question in election.questions:
        if isinstance(question, SingleQuestion):
            size += single_answers * _BYTES_PER_INTEGER * len(question.answers)
    return size


def decode(
    election: Election, tally: EncryptedTally, factors: Shaped[Element], total_weight: int
) -> Result:
    """Compute the result from the combined factors.

    Raises RecordError when an opened number of votes is not from 0 to `total_weight`: then a
    share was wrong, or the ballots were not what they proved to be. A single answer can hold
    anything, and is no reason for a result not to exist.
    """
    elements = decrypted_elements(election.group, tally, factors)
    singles = _vectors(election, decrypt_single_answers(election, tally, factors))
    homomorphic = tuple(
        () if isinstance(question, SingleQuestion) else row
        for question, row in zip(election.questions, elements, strict=True)
    )
    looked_up = list(places(homomorphic, "result"))
    counts: list[int] = []
    if looked_up:
        logarithm = DiscreteLogarithm(election.group, total_weight, len(looked_up))
        counts = [logarithm.of(element, where=place) for place, element in looked_up]
    return Result(shaped_like(homomorphic, counts), singles, tally.lists)


def check_result(
    election: Election,
    tally: EncryptedTally,
    factors: Shaped[Element],
    result: Result,
    *,
    where: Where = "",
    map_parts: MapParts = map_here,
) -> DecryptedAnswers:
    """Raise RecordError unless every number and vector is what the factors open to.

    For numbers, g^result·F = β, which needs no logarithm. Returns the opened single answers, for
    whoever asks whether they are canonical.
    """
    group = election.group
    opened = decrypt_single_answers(election, tally, factors, map_parts)
    singles = _vectors(election, opened)
    pairs = zip(tally.questions, factors, result.counts, strict=True)
    for number, (ciphertexts, row, counts) in enumerate(pairs):
        at = item(where, number)
        expected = singles[number] if singles else None
        if expected is not None:
            found = result.singles[number] if result.singles else None
            _check_vectors(found or (), expected, at)
            continue
        cells = zip(ciphertexts, row, counts, strict=True)
        for choice, (ciphertext, factor, count) in enumerate(cells):
            if group.multiply(group.base_power(count), factor) != ciphertext.beta:
                msg = f"{count} found, but the decryption factors do not open to this number"
                raise RecordError("result-value", msg, where=item(at, choice))
    return opened


def _vectors(election: Election, opened: DecryptedAnswers) -> tuple[Vectors | None, ...]:
    if not opened:
        return ()
    return tuple(
        tuple(answer.values for answer in opened[number]) if number in opened else None
        for number in range(len(election.questions))
    )


def _check_vectors(found: Vectors, expected: Vectors, where: Where) -> None:
    if len(found) != len(expected):
        msg = f"{len(found)} single answers found, expected {len(expected)}"
        raise RecordError("result-value", msg, where=where)
    for number, (one, other) in enumerate(zip(found, expected, strict=True)):
        if one != other:
            msg = "the decryption factors open this single answer to another vector"
            raise RecordError("result-value", msg, where=item(where, number))
