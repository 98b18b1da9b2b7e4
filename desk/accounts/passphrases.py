"""Passphrases of accounts: kept as argon2id makes them, never otherwise (RFC 9106)."""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

SHORTEST = 10
LONGEST = 200

_HASHER = PasswordHasher()
_NOBODYS = _HASHER.hash("nobody has this passphrase")


def hashed(passphrase: str) -> str:
    """What is kept of a passphrase."""
    return _HASHER.hash(passphrase)


def fits(kept: str | None, passphrase: str) -> bool:
    """Whether `kept` was made of this passphrase; without `kept` it takes as long, and does not."""
    try:
        _HASHER.verify(kept or _NOBODYS, passphrase)
    except (Argon2Error, InvalidHashError):
        return False
    return kept is not None
