"""The α of very many ballots in few bytes, and which of them stand twice.

α = g^r tells which randomness a ciphertext was made with, so none may occur twice anywhere. A box
can have millions. Sixteen bytes of the SHA-256 of each are kept, those of a ballot as one string in
record order; where one of them stands follows from how many choices each question has.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from crypto.place import Place

_DIGEST_BYTES = 16
_SHELVES = 256
"""By their first byte: only those of one shelf at a time are laid out to be compared."""


def alpha_digests(alphas: Iterable[str]) -> bytes:
    """The digests of these α, which are given by their texts."""
    return b"".join(hashlib.sha256(each.encode()).digest()[:_DIGEST_BYTES] for each in alphas)


def each_digest(digests: bytes) -> Iterator[bytes]:
    """One digest after another."""
    for at in range(0, len(digests), _DIGEST_BYTES):
        yield digests[at : at + _DIGEST_BYTES]


def standing_twice(ballots: Iterable[bytes]) -> frozenset[bytes]:
    """The digests that occur more than once among those of these ballots."""
    shelves = [bytearray() for _ in range(_SHELVES)]
    for digests in ballots:
        for digest in each_digest(digests):
            shelves[digest[0]] += digest
    twice: set[bytes] = set()
    for shelf in shelves:
        seen: set[bytes] = set()
        for digest in each_digest(bytes(shelf)):
            (twice if digest in seen else seen).add(digest)
    return frozenset(twice)


def alpha_place(lengths: Sequence[int], number: int) -> Place:
    """Where α `number` of a ballot stands in it; `lengths` are the choices of each question."""
    ends = list(accumulate(lengths))
    question = next(at for at, end in enumerate(ends) if number < end)
    position = number - ends[question] + lengths[question]
    return Place(("answers", question, "choices", position, "alpha"))
