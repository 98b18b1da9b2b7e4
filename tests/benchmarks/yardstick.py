"""What everything is compared with: what the libraries below us take, in the same run.

A row tells how many of libsodium's point multiplications fit into its time: that figure hardly
depends on the machine, or on what else it is doing. The peers do what a proof of one choice needs
of arithmetic, by the plain calls of one library, and nothing else: no parsing, no hashing, no JSON.
"""

from __future__ import annotations

import secrets
import statistics
import time
from collections.abc import Callable

from gmpy2 import jacobi, mpz, powmod
from nacl import bindings

from crypto.groups.ed25519 import Ed25519
from crypto.groups.modp_parameters import BELENIOS_2048, RFC_3526_2048, Parameters

_BATCHES, _IN_A_BATCH = 7, 60
_MODULAR = {each.name: each for each in (BELENIOS_2048, RFC_3526_2048)}
_POINT = bindings.crypto_scalarmult_ed25519_base_noclamp


def multiplication() -> float:
    """The processor seconds of one point multiplication by libsodium, just now."""
    point, scalars = _POINT(_scalar()), [_scalar() for _ in range(_IN_A_BATCH)]
    batches = []
    for _ in range(_BATCHES):
        start = time.process_time()
        for scalar in scalars:
            bindings.crypto_scalarmult_ed25519_noclamp(scalar, point)
        batches.append((time.process_time() - start) / _IN_A_BATCH)
    return statistics.median(batches)


def library_of(group: str) -> str:
    """The library whose plain calls are the peer in this group."""
    return "GMP alone" if group in _MODULAR else "PyNaCl alone"


def checking(group: str, choices: int) -> Callable[[], None]:
    """What checking the 0/1 proofs of so many choices needs: two points read, four commitments."""
    if group in _MODULAR:
        return _checked_by_gmp(_MODULAR[group], choices)
    points, scalars = _some_points()

    def check() -> None:
        base, times = _POINT, bindings.crypto_scalarmult_ed25519_noclamp
        add = bindings.crypto_core_ed25519_add
        (alpha, beta, key), (r0, c0, r1, c1) = points, scalars
        for _ in range(choices):
            for point in (alpha, beta):
                bindings.crypto_core_ed25519_is_valid_point(point)
            add(base(r0), times(c0, alpha))
            add(times(r0, key), times(c0, beta))
            add(base(r1), times(c1, alpha))
            add(add(times(r1, key), times(c1, beta)), base(c1))

    return check


def encrypting(choices: int) -> Callable[[], None]:
    """What encrypting and proving so many choices needs: six powers of G, three of the key."""
    points, scalars = _some_points()

    def encrypt() -> None:
        for _ in range(choices):
            for scalar in (*scalars, *scalars[:2]):
                _POINT(scalar)
            for scalar in scalars[:3]:
                bindings.crypto_scalarmult_ed25519_noclamp(scalar, points[0])

    return encrypt


def _checked_by_gmp(group: Parameters, choices: int) -> Callable[[], None]:
    p, q = mpz(group.modulus), mpz(group.order)
    alpha, beta, key = (powmod(group.generator, 2 + secrets.randbelow(q), p) for _ in range(3))
    r0, c0, r1, c1 = (mpz(secrets.randbelow(group.order)) for _ in range(4))
    g = mpz(group.generator)

    def check() -> None:
        for _ in range(choices):
            for element in (alpha, beta):
                _ = jacobi(element, p) if p == 2 * q + 1 else powmod(element, q, p)
            _ = powmod(g, r0, p) * powmod(alpha, c0, p) % p
            _ = powmod(key, r0, p) * powmod(beta, c0, p) % p
            _ = powmod(g, r1, p) * powmod(alpha, c1, p) % p
            _ = powmod(key, r1, p) * powmod(beta, c1, p) % p * powmod(g, c1, p) % p

    return check


def _some_points() -> tuple[list[bytes], list[bytes]]:
    return [_POINT(_scalar()) for _ in range(3)], [_scalar() for _ in range(4)]


def _scalar() -> bytes:
    return (1 + secrets.randbelow(Ed25519.order - 1)).to_bytes(32, "little")
