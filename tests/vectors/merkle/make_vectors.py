"""Write `trees.json`: roots and every proof of the trees of 1 to 11 leaves, made by `crypto`.

The leaves of size n are the first n of the reference leaves of Certificate Transparency, then
the numbers from 8 on in decimal. Run from the repository's root; tests/crypto/board/test_merkle.py
confirms the file by RFC 6962's recursive definitions, and its beginning by published values.
"""

from __future__ import annotations

import json
from pathlib import Path

from crypto.board.merkle_tree import MerkleTree

REFERENCE = (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
)  # fmt: skip
SIZES = range(1, 12)
FILE = Path(__file__).with_name("trees.json")


def leaves(size: int) -> list[bytes]:
    """The leaves of the tree of this size."""
    every = [*map(bytes.fromhex, REFERENCE), *(str(n).encode() for n in range(8, size))]
    return every[:size]


def vectors() -> dict[str, object]:
    """All values, hashes in hexadecimal."""
    tree = MerkleTree.of(leaves(SIZES[-1]))
    return {
        "leaves": [leaf.hex() for leaf in leaves(SIZES[-1])],
        "roots": [tree.root(size).hex() for size in SIZES],
        "inclusion": [
            {"index": index, "size": size, "proof": shown(tree.inclusion_proof(index, size))}
            for size in SIZES
            for index in range(size)
        ],
        "consistency": [
            {
                "first": first,
                "second": second,
                "proof": shown(tree.consistency_proof(first, second)),
            }
            for second in SIZES
            for first in range(1, second + 1)
        ],
    }


def shown(proof: tuple[bytes, ...]) -> list[str]:
    """The hashes of a proof in hexadecimal."""
    return [each.hex() for each in proof]


if __name__ == "__main__":
    FILE.write_text(json.dumps(vectors(), indent=1) + "\n")
