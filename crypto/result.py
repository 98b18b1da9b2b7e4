"""The result: how often each choice was made (specification 4.19).

result_ij = log_g( β_ij / F_ij ), at most the total weight of the ballots, where F_ij is the
factor combined from the tellers' shares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.canonical import JSON, dumps, fields, join, loads, weight, weight_value
from crypto.discrete_log import DiscreteLogarithm
from crypto.election import Election
from crypto.encrypted_tally import EncryptedTally
from crypto.errors import RecordError
from crypto.group import Element
from crypto.shape import Shaped, flat, parse_shaped, places, shaped_like

_BYTES_PER_CHOICE = 20


@dataclass(frozen=True, slots=True)
class Result:
    """A number per question and choice; with blank allowed, the first of a question is blank."""

    counts: Shaped[int]

    @classmethod
    def parse(cls, election: Election, data: bytes | str, *, where: str = "") -> Self:
        """Read the payload of a Result event; raises ParseError."""
        limit = 100 + _BYTES_PER_CHOICE * sum(q.choices_length + 1 for q in election.questions)
        value = fields(loads(data, limit=limit, where=where), ("result",), where=where)
        return cls(parse_shaped(election, value["result"], _read_count, join(where, "result")))

    def to_json(self) -> str:
        """Return the canonical JSON text."""
        return dumps({"result": [[weight_value(count) for count in row] for row in self.counts]})


def _read_count(value: JSON, where: str) -> int:
    return weight(value, where)


def decode(
    election: Election, tally: EncryptedTally, factors: Shaped[Element], total_weight: int
) -> Result:
    """Compute the result from the combined factors.

    Raises RecordError when an opened value is no number from 0 to ``total_weight``: then a share
    was wrong, or the ballots were not what they proved to be.
    """
    group = election.group
    logarithm = DiscreteLogarithm(group, total_weight, len(tally.ciphertexts))
    counts = tuple(
        logarithm.of(group.divide(ciphertext.beta, factor), where=place)
        for ciphertext, (place, factor) in zip(
            tally.ciphertexts, places(factors, "result"), strict=True
        )
    )
    return Result(shaped_like(tally.questions, counts))


def check_result(
    election: Election,
    tally: EncryptedTally,
    factors: Shaped[Element],
    result: Result,
    *,
    where: str = "",
) -> None:
    """Raise RecordError unless g^result·F = β for every choice; needs no logarithm."""
    group = election.group
    opened = zip(tally.ciphertexts, flat(factors), places(result.counts, where), strict=True)
    for ciphertext, factor, (place, count) in opened:
        if group.multiply(group.base_power(count), factor) != ciphertext.beta:
            msg = f"{count} found, but the decryption factors do not open to this number"
            raise RecordError("result-value", msg, where=place)
