"""A growing Merkle tree that gives roots and proofs at any of its sizes (RFC 6962 section 2.1)."""

from collections.abc import Iterable
from typing import Self

from crypto.board.merkle import EMPTY_ROOT, leaf_hash, node_hash


class MerkleTree:
    """The hashes of all leaves and of all perfect subtrees over them; only ever appended to.

    `_levels[k][i]` is the hash of the subtree over leaves i·2^k to (i+1)·2^k - 1. Appending n
    leaves costs less than 2n hashes, a root or a proof at most log² n.
    """

    __slots__ = ("_levels",)

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for each in leaf_hashes:
            self.append(each)

    @classmethod
    def of(cls, leaves: Iterable[bytes]) -> Self:
        """The tree over these leaves, not yet hashed."""
        return cls(map(leaf_hash, leaves))

    @property
    def size(self) -> int:
        """The number of leaves."""
        return len(self._levels[0])

    def append(self, leaf: bytes) -> None:
        """Add the hash of one more leaf."""
        node = leaf
        for level in self._levels:
            level.append(node)
            if len(level) % 2:
                return
            node = node_hash(level[-2], node)
        self._levels.append([node])

    def leaf(self, index: int) -> bytes:
        """The hash of a leaf; raises IndexError."""
        return self._levels[0][index]

    def root(self, size: int | None = None) -> bytes:
        """The root over the first `size` leaves, or over all; raises IndexError."""
        wanted = self._within(self.size if size is None else size)
        return self._subtree(0, wanted) if wanted else EMPTY_ROOT

    def inclusion_proof(self, index: int, size: int) -> tuple[bytes, ...]:
        """PATH(index, D[size]) of RFC 6962 section 2.1.1; raises IndexError."""
        start, end = 0, self._within(size)
        if not 0 <= index < size:
            msg = f"no leaf {index} among {size}"
            raise IndexError(msg)
        path = []
        while end - start > 1:
            middle = start + _left_width(end - start)
            if index < middle:
                path.append(self._subtree(middle, end))
                end = middle
            else:
                path.append(self._subtree(start, middle))
                start = middle
        return tuple(reversed(path))

    def consistency_proof(self, first: int, second: int) -> tuple[bytes, ...]:
        """PROOF(first, D[second]) of RFC 6962 section 2.1.2, 1 ≤ first; raises IndexError."""
        start, end = 0, self._within(second)
        if not 1 <= first <= second:
            msg = f"no proof from {first} leaves to {second}"
            raise IndexError(msg)
        path = []
        while end > first:
            middle = start + _left_width(end - start)
            if first <= middle:
                path.append(self._subtree(middle, end))
                end = middle
            else:
                path.append(self._subtree(start, middle))
                start = middle
        if start:  # else the first tree is whole, and its root known to whoever asks
            path.append(self._subtree(start, end))
        return tuple(reversed(path))

    def _within(self, size: int) -> int:
        if not 0 <= size <= self.size:
            msg = f"no tree of {size} leaves in one of {self.size}"
            raise IndexError(msg)
        return size

    def _subtree(self, start: int, end: int) -> bytes:
        """The hash over leaves `start` to `end` - 1, at least one, of a node of some tree."""
        width = end - start
        if width & (width - 1) == 0:
            return self._levels[width.bit_length() - 1][start // width]
        middle = start + _left_width(width)
        return node_hash(self._subtree(start, middle), self._subtree(middle, end))


def _left_width(width: int) -> int:
    """The largest power of two below `width`, which is at least 2 (RFC 6962's k)."""
    return 1 << ((width - 1).bit_length() - 1)
