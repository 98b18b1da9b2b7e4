"""A teller's own part of a ceremony: its number and its secret polynomial, both from its seed.

The polynomial f(x) = a_0 + a_1·x + … + a_{t-1}·x^{t-1} is derived from the seed and from the set
of all certificates, so that it is another one in every ceremony and needs not be kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from crypto.ceremony.checks import certificates_hash
from crypto.errors import CeremonyError, ParseError
from crypto.groups.group import Element, Group
from crypto.groups.randomness import SeededRandomness
from crypto.trustees.certificate import Certificate
from crypto.trustees.commitment import Commitment
from crypto.trustees.teller_keys import derive_keys
from crypto.trustees.threshold import Threshold
from crypto.trustees.trustee import Owner, Trustees


def own_number(group: Group, seed: str, certificates: Sequence[Certificate]) -> int:
    """The 1-based number of the teller who holds `seed`.

    Raises ParseError when no certificate carries both of the seed's keys.
    """
    keys = derive_keys(group, seed)
    for number, candidate in enumerate(certificates, start=1):
        if (candidate.verification, candidate.encryption) == (keys.verification, keys.encryption):
            return number
    raise _foreign_seed()


def own_place(group: Group, seed: str, trustees: Trustees) -> Owner:
    """Check, as a teller, that the published trustees are those of one's own ceremony.

    Verifies them all, then that the teller's certificate and the coefexps of its own polynomial
    stand there. Raises ParseError `seed-foreign` when no certificate is this seed's.
    """
    trustees.verify(group)
    verification = derive_keys(group, seed).verification
    for owner in trustees.owners:
        item = trustees.items[owner.item]
        if owner.certificate_key == verification and isinstance(item, Threshold):
            own_number(group, seed, item.certs)
            commitment = item.coefexps[owner.position - 1]
            check_own_coefexps(group, seed, item.certs, commitment, owner.position)
            return owner
    raise _foreign_seed()


def _foreign_seed() -> ParseError:
    return ParseError("seed-foreign", "no certificate of this ceremony was made with this seed")


def secret_coefficients(group: Group, seed: str, certificates: Sequence[Certificate]) -> list[int]:
    """The secret a_0 … a_{t-1}: `SeededRandomness`, seeded with a hash of the seed."""
    key = hashlib.sha256(f"piaoxiang-polynomial|{seed}".encode()).digest()
    source = SeededRandomness(key, f"polynomial|{certificates_hash(certificates)}")
    return [source.scalar(group) for _ in range(certificates[0].context.threshold)]


def coefexps_of(group: Group, coefficients: Sequence[int]) -> tuple[Element, ...]:
    """Every A_k = g^{a_k}."""
    return tuple(group.base_power(coefficient) for coefficient in coefficients)


def share_of(group: Group, coefficients: Sequence[int], x: int) -> int:
    """The secret share f(x), by Horner's rule."""
    result = 0
    for coefficient in reversed(coefficients):
        result = group.scalar_add(group.scalar_multiply(result, x), coefficient)
    return result


def check_own_coefexps(
    group: Group,
    seed: str,
    certificates: Sequence[Certificate],
    commitment: Commitment,
    number: int,
) -> None:
    """Raise CeremonyError, naming this teller, when these coefexps are not its seed's."""
    if commitment.coefexps != coefexps_of(group, secret_coefficients(group, seed, certificates)):
        msg = "these are not the coefexps that this seed gives for these certificates"
        raise CeremonyError("coefexps-foreign", msg, teller=number)
