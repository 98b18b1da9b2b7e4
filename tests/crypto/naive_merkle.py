"""RFC 6962 section 2.1 word for word, over lists of leaves: slow, recursive, and written apart.

It shares no line with `crypto.board.merkle`; what both agree on is either right or wrong twice.
"""

from __future__ import annotations

from hashlib import sha256


def mth(d: list[bytes]) -> bytes:
    """Merkle Tree Hash (2.1)."""
    if not d:
        return sha256().digest()
    if len(d) == 1:
        return sha256(bytes([0]) + d[0]).digest()
    k = split(len(d))
    return sha256(bytes([1]) + mth(d[:k]) + mth(d[k:])).digest()


def path(m: int, d: list[bytes]) -> list[bytes]:
    """Merkle Audit Path (2.1.1)."""
    if len(d) == 1:
        return []
    k = split(len(d))
    if m < k:
        return [*path(m, d[:k]), mth(d[k:])]
    return [*path(m - k, d[k:]), mth(d[:k])]


def proof(m: int, d: list[bytes]) -> list[bytes]:
    """Merkle Consistency Proof (2.1.2)."""
    return subproof(m, d, True)


def subproof(m: int, d: list[bytes], b: bool) -> list[bytes]:
    """SUBPROOF (2.1.2)."""
    n = len(d)
    if m == n:
        return [] if b else [mth(d)]
    k = split(n)
    if m <= k:
        return [*subproof(m, d[:k], b), mth(d[k:])]
    return [*subproof(m - k, d[k:], False), mth(d[:k])]


def split(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def root_of_path(m: int, n: int, leaf: bytes, steps: list[bytes]) -> bytes:
    """The root that an audit path leads to, by the same recursion read backwards."""
    if n == 1:
        assert not steps
        return leaf
    k, last = split(n), steps[-1]
    if m < k:
        left, right = root_of_path(m, k, leaf, steps[:-1]), last
    else:
        left, right = last, root_of_path(m - k, n - k, leaf, steps[:-1])
    return sha256(bytes([1]) + left + right).digest()
