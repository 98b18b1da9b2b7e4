"""Partial decryptions: one teller's share of opening a tally (specification 4.18).

For every ciphertext the factor α^x and a proof that it was made with the teller's key x. The
version-1 proof hashes neither α nor the factor; `crypto.proofs.bound` closes that gap beside the
record.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Self, TypeAlias, TypeVar

from crypto.canonical import JSON, dumps, fields, join, loads
from crypto.election.election import Election
from crypto.election.shape import (
    Lists,
    Shaped,
    flat,
    lists_of,
    parse_shaped,
    places,
    row_lengths,
    shaped_json,
    shaped_like,
)
from crypto.errors import ParseError, ProofError
from crypto.groups.group import Element, Group
from crypto.groups.parallel import MapParts, map_here
from crypto.groups.randomness import Randomness, SystemRandomness
from crypto.json_values import texts_in
from crypto.opening.encrypted_tally import EncryptedTally
from crypto.place import Place, Where
from crypto.proofs.checks import Check, run, together
from crypto.proofs.schnorr import Proof

T = TypeVar("T")

_BYTES_PER_CHOICE = 1400
_Factor: TypeAlias = tuple[Element, Element, Place, Proof]
"""A ciphertext's α, its factor, and the place of the proof with the proof."""


@dataclass(frozen=True, slots=True)
class PartialDecryption:
    """A factor and a proof per ciphertext of the tally."""

    group: Group
    factors: Shaped[Element]
    proofs: Shaped[Proof]
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
        """Read a partial decryption of `election`; raises ParseError.

        `single_answers` is the number of ballots, if there are questions with such answers.
        """
        lengths = row_lengths(election, single_answers)
        limit = 200 + _BYTES_PER_CHOICE * sum(length + 1 for length in lengths)
        value = fields(
            loads(data, limit=limit, where=where),
            ("decryption_factors", "decryption_proofs"),
            where=where,
        )
        group = election.group

        def rows(name: str, read: Callable[[JSON], T]) -> Shaped[T]:
            place = join(where, name)
            return parse_shaped(election, value[name], read, place, single_answers=single_answers)

        with group.reading(texts_in(value["decryption_factors"])):
            factors = rows("decryption_factors", group.decode)
        proofs = rows("decryption_proofs", partial(Proof.from_json, group))
        return cls(group, factors, proofs, lists_of(election))

    def to_json(self) -> str:
        """The canonical JSON text."""
        return dumps(
            {
                "decryption_factors": shaped_json(self.factors, self.group.encode, self.lists),
                "decryption_proofs": shaped_json(self.proofs, Proof.to_json, self.lists),
            }
        )


def partial_decryption(
    election: Election,
    tally: EncryptedTally,
    secret: int,
    public_key: Element,
    randomness: Randomness | None = None,
) -> PartialDecryption:
    """Open a tally with one teller's secret key, whose public half is `public_key`.

    Raises ParseError `key-mismatch` when the two keys do not belong together.
    """
    group = election.group
    if group.base_power(secret) != public_key:
        msg = "the secret key does not belong to the teller's public key in this election"
        raise ParseError("key-mismatch", msg)
    source = randomness or SystemRandomness()
    factors, proofs = [], []
    for ciphertext in tally.ciphertexts:
        w = source.scalar(group)
        A, B = group.base_power(w), group.power(ciphertext.alpha, w)
        challenge = _challenge(election, public_key, A, B)
        factors.append(group.power(ciphertext.alpha, secret))
        proofs.append(Proof(challenge, group.response(w, secret, challenge)))
    return PartialDecryption(
        group,
        shaped_like(tally.questions, factors),
        shaped_like(tally.questions, proofs),
        tally.lists,
    )


def check_partial_decryption(
    election: Election,
    tally: EncryptedTally,
    share: PartialDecryption,
    public_key: Element,
    *,
    where: Where = "",
    map_parts: MapParts = map_here,
) -> None:
    """Raise ProofError unless every factor is proved to be made with `public_key`'s secret.

    `tally` must have been recomputed from the ballots and, for single answers, from checked
    shuffles. This is version 1's check; only together with `crypto.proofs.bound.check_bound` does
    it exclude a teller who chose a ciphertext.
    """
    proofs = places(share.proofs, join(where, "decryption_proofs"))
    factors: list[_Factor] = [
        (ciphertext.alpha, factor, place, proof)
        for ciphertext, factor, (place, proof) in zip(
            tally.ciphertexts, flat(share.factors), proofs, strict=True
        )
    ]
    for _ in map_parts(partial(_check_factors, election, public_key), factors):
        """Each part is checked, and the first fault of the first bad part raised."""


def _check_factors(election: Election, public_key: Element, factors: Sequence[_Factor]) -> None:
    checks = (_factor_check(election, public_key, *factor) for factor in factors)
    run(election.group, together(checks))


def _factor_check(
    election: Election,
    public_key: Element,
    alpha: Element,
    factor: Element,
    place: Place,
    proof: Proof,
) -> Check:
    """The check that log_g `public_key` = log_α `factor`."""
    c, r = proof.challenge, proof.response
    A, B = yield (
        ((election.group.generator, r), (public_key, c)),
        ((alpha, r), (factor, c)),
    )
    if _challenge(election, public_key, A, B) != c:
        msg = "the proof of correct decryption does not verify for this factor and teller key"
        raise ProofError("decryption-proof", msg, where=place)


def _challenge(election: Election, public_key: Element, A: Element, B: Element) -> int:
    group = election.group
    return group.hash_to_scalar(
        f"decrypt|{election.fingerprint}|{group.encode(public_key)}"
        f"|{group.encode(A)},{group.encode(B)}"
    )
