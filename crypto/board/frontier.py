"""The right edge of a Merkle tree: all that is needed to go on with it, and nothing else.

A tree of n leaves falls into perfect subtrees, one for each binary digit 1 of n, the largest
first. Their hashes give the root (RFC 6962 section 2.1) and take further leaves; what came before
never has to be read again, and cannot be changed either. Also known as a compact range.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from crypto.board.merkle import EMPTY_ROOT, HASH_SIZE, node_hash
from crypto.errors import ParseError


@dataclass(frozen=True, slots=True)
class Frontier:
    """A tree of `size` leaves by the hashes of its perfect subtrees, from left to right.

    Raises ParseError `frontier-form` when the number of hashes does not go with the size.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Check the form."""
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            detail = f"{len(self.hashes)} hashes, a tree of {self.size} leaves has another number"
            raise ParseError("frontier-form", detail)
        if any(len(each) != HASH_SIZE for each in self.hashes):
            raise ParseError("frontier-form", "a hash that is not 32 bytes")

    def extended(self, leaf_hashes: Iterable[bytes]) -> Self:
        """The tree with the hashes of these leaves added."""
        hashes, size = list(self.hashes), self.size
        for leaf in leaf_hashes:
            node, full = leaf, size
            while full & 1:
                node, full = node_hash(hashes.pop(), node), full >> 1
            hashes.append(node)
            size += 1
        return type(self)(size, tuple(hashes))

    @property
    def root(self) -> bytes:
        """The tree's root."""
        if not self.hashes:
            return EMPTY_ROOT
        *left, root = self.hashes
        for each in reversed(left):
            root = node_hash(each, root)
        return root
