"""A teller's key pairs, both derived from one short secret seed (specification 4.6.1).

The seed is 22 Base58 characters, 128.9 bits. From it come a signing key, whose public half is
the *verification* key of the teller's certificate, and a key for receiving messages, whose public
half is its *encryption* key. Whoever has the seed can, together with the ceremony's messages,
recover the teller's share of the meeting's key; nothing else has to be kept.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from crypto.election.election import BASE58
from crypto.errors import ParseError
from crypto.groups.group import Element, Group

SEED_LENGTH = 22


def make_seed() -> str:
    """A fresh seed from the operating system's randomness."""
    return "".join(secrets.choice(BASE58) for _ in range(SEED_LENGTH))


def check_seed(seed: str) -> None:
    """Raise ParseError when `seed` has not a seed's form; the error never repeats the seed."""
    if len(seed) != SEED_LENGTH or any(character not in BASE58 for character in seed):
        msg = f"a teller's seed is {SEED_LENGTH} Base58 characters"
        raise ParseError("seed-form", msg)


@dataclass(frozen=True, slots=True)
class TellerKeys:
    """Both key pairs of one teller: two secret scalars and the two elements made from them."""

    signing: int = field(repr=False)
    verification: Element
    receiving: int = field(repr=False)
    encryption: Element


def derive_keys(group: Group, seed: str) -> TellerKeys:
    """Derive a teller's keys: SHA-256 of `sk|seed` and of `dk|seed`, mod the group's order.

    Raises ParseError for a seed of the wrong form.
    """
    check_seed(seed)
    signing = _derive(group, f"sk|{seed}")
    receiving = _derive(group, f"dk|{seed}")
    return TellerKeys(signing, group.base_power(signing), receiving, group.base_power(receiving))


def _derive(group: Group, text: str) -> int:
    digest = hashlib.sha256(text.encode()).digest()  # a big-endian number
    return group.reduce(digest[::-1] + bytes(32))
