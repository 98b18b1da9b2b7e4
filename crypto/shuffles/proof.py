"""The proof of a shuffle as it stands in the record (sections 4.17 and 6).

With N ciphertexts, in the names of the specification:

    π = (t, s, c, ĉ)
    t = (t1, t2, t3, (t4_1, t4_2), [t̂_1, …, t̂_N])
    s = (s1, s2, s3, s4, [ŝ_1, …, ŝ_N], [s'_1, …, s'_N])

Tuples and arrays alike are JSON arrays; elements and scalars are strings.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from crypto.groups.group import Element, Group
from crypto.json_values import JSON, array, item, read_each
from crypto.place import Where

_PARTS = 4
_T_LENGTH = 5
_S_LENGTH = 6


@dataclass(frozen=True, slots=True)
class ShuffleCommitments:
    """The prover's commitments t."""

    t1: Element
    t2: Element
    t3: Element
    t4: tuple[Element, Element]
    t_hat: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class ShuffleResponses:
    """The prover's responses s; *s_prime* is s'."""

    s1: int
    s2: int
    s3: int
    s4: int
    s_hat: tuple[int, ...]
    s_prime: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShuffleProof:
    """Commitments t, responses s, the commitment c to the permutation, and the chain ĉ."""

    t: ShuffleCommitments
    s: ShuffleResponses
    c: tuple[Element, ...]
    c_hat: tuple[Element, ...]

    @classmethod
    def from_json(cls, group: Group, value: JSON, size: int, where: Where = "") -> Self:
        """Read the proof about `size` ciphertexts; raises `ParseError`."""
        t, s, c, c_hat = array(value, where, least=_PARTS, most=_PARTS)
        return cls(
            t=_read_t(group, t, size, item(where, 0)),
            s=_read_s(group, s, size, item(where, 1)),
            c=_elements(group, c, size, item(where, 2)),
            c_hat=_elements(group, c_hat, size, item(where, 3)),
        )

    def to_json(self, group: Group) -> JSON:
        """The proof as it stands in a shuffle."""
        t, s, encode = self.t, self.s, group.encode
        return [
            [
                encode(t.t1),
                encode(t.t2),
                encode(t.t3),
                [encode(t.t4[0]), encode(t.t4[1])],
                [encode(e) for e in t.t_hat],
            ],
            [
                *(str(scalar) for scalar in (s.s1, s.s2, s.s3, s.s4)),
                [str(scalar) for scalar in s.s_hat],
                [str(scalar) for scalar in s.s_prime],
            ],
            [encode(e) for e in self.c],
            [encode(e) for e in self.c_hat],
        ]


def _read_t(group: Group, value: JSON, size: int, where: Where) -> ShuffleCommitments:
    *first, t4, t_hat = array(value, where, least=_T_LENGTH, most=_T_LENGTH)
    t1, t2, t3 = (group.decode(e, item(where, i)) for i, e in enumerate(first))
    t4_1, t4_2 = _elements(group, t4, 2, item(where, 3))
    return ShuffleCommitments(
        t1, t2, t3, (t4_1, t4_2), _elements(group, t_hat, size, item(where, 4))
    )


def _read_s(group: Group, value: JSON, size: int, where: Where) -> ShuffleResponses:
    *first, s_hat, s_prime = array(value, where, least=_S_LENGTH, most=_S_LENGTH)
    s1, s2, s3, s4 = (group.decode_scalar(k, item(where, i)) for i, k in enumerate(first))
    return ShuffleResponses(
        *(s1, s2, s3, s4),
        _scalars(group, s_hat, size, item(where, 4)),
        _scalars(group, s_prime, size, item(where, 5)),
    )


def _elements(group: Group, value: JSON, size: int, where: Where) -> tuple[Element, ...]:
    cells = array(value, where, least=size, most=size)
    return read_each(cells, group.decode, where)


def _scalars(group: Group, value: JSON, size: int, where: Where) -> tuple[int, ...]:
    cells = array(value, where, least=size, most=size)
    return read_each(cells, group.decode_scalar, where)
