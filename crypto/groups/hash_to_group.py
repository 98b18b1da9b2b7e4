"""Texts as elements of which nobody knows a logarithm, not even who chose the text.

Attempt after attempt, the text becomes a number that is long enough to be even among all residues,
and the number an element of the subgroup (`Group.from_residue`). The numbers are as long as the
modulus: a short one is a product of small primes often enough, and whoever knows the powers
of these knows its own.
"""

from __future__ import annotations

import hashlib
from itertools import count

from crypto.groups.group import Element, Group

_DOMAIN = "piaoxiang-hash-to-group-1"
_BYTES = 288
"""32 more than the longest modulus has."""


def hash_to_group(group: Group, text: str) -> Element:
    """An element of the group that follows from `text`, and is not the identity.

    In attempt i (from 0) the number is SHAKE-256(`piaoxiang-hash-to-group-1|group|i|text`), 288
    bytes, read as big-endian; the first that leads to an element other than 1 decides.
    """
    for attempt in count():
        hashed = hashlib.shake_256(f"{_DOMAIN}|{group.name}|{attempt}|{text}".encode())
        found = group.from_residue(int.from_bytes(hashed.digest(_BYTES), "big"))
        if found is not None and found != group.identity:
            return found
    raise AssertionError  # pragma: no cover - there is always another attempt
