"""A fingerprint that somebody read from a slip and typed, or typed wrong.

A mistyped one must not look like one that differs: it says nothing about a result.
"""

from __future__ import annotations

import re

from tally.problem import Problem

_WHOLE = re.compile(r"[0-9a-fA-F]{64}")
_SHORT = re.compile(r"[A-Za-z0-9+/]{16}")


def given_hash(text: str, option: str) -> str:
    """The hash in 64 hexadecimal digits, or in its short form, without spaces.

    Raises Problem("hash-typed") for anything else.
    """
    plain = "".join(text.split())
    if _WHOLE.fullmatch(plain):
        return plain.lower()
    if _SHORT.fullmatch(plain):
        return plain
    raise Problem(
        "hash-typed",
        "This is not written as a fingerprint. Type the 16 characters as they stand on a slip, "
        "small and capital letters as they are, or all 64 characters (0-9, a-f); spaces do not "
        "matter. Nothing was compared.",
        where=option,
    )
