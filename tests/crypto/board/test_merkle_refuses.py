"""Proofs of a tree that lead to the right root by a wrong way: too short, or for no leaf."""

from __future__ import annotations

import pytest

from crypto.board.merkle import MOST_STEPS, check_consistency, check_inclusion, leaf_hash, node_hash
from crypto.errors import ProofError

A, B, C, D = (leaf_hash(letter) for letter in (b"a", b"b", b"c", b"d"))
AB, CD = node_hash(A, B), node_hash(C, D)
ROOT = node_hash(AB, CD)


@pytest.mark.parametrize("index", [-1, 4, 5])
def test_a_tree_has_no_leaf_beyond_its_size(index: int) -> None:
    with pytest.raises(ProofError) as caught:
        check_inclusion(A, index, 4, (B, CD), ROOT, where="here")
    assert (caught.value.code, caught.value.where) == ("merkle-size", "here")


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 4, (CD,)),  # the inner node AB, passed off as a leaf of the same tree
        (0, 8, (B, CD)),  # a leaf of another tree than the one of this size
        (0, 2, (B, CD)),
        (0, 4, ()),
        (0, 4, (B, CD[:-1])),
        (0, 4, (B, CD + b"0")),
        (0, 4, (B,) * (MOST_STEPS + 1)),
    ],
)
def test_a_proof_of_inclusion_has_the_length_of_its_tree(
    index: int, size: int, proof: tuple[bytes, ...]
) -> None:
    leaf = AB if proof == (CD,) else A
    with pytest.raises(ProofError, match="merkle-length"):
        check_inclusion(leaf, index, size, proof, ROOT)


@pytest.mark.parametrize(
    ("first", "first_root", "second", "proof"),
    [
        (2, AB, 8, (CD,)),  # AB and CD make the root of four leaves, not of eight
        (2, AB, 3, (CD, CD)),
        (2, AB, 4, ()),
        (3, node_hash(AB, C), 4, ()),
        (2, AB, 4, (CD[:-1],)),
        (1, A, 8, (B, CD)),
    ],
)
def test_a_proof_of_consistency_has_the_length_of_its_trees(
    first: int, first_root: bytes, second: int, proof: tuple[bytes, ...]
) -> None:
    with pytest.raises(ProofError, match="merkle-length"):
        check_consistency(first, first_root, second, ROOT, proof)


def test_the_same_proofs_hold_for_the_tree_they_are_of() -> None:
    check_inclusion(A, 0, 4, (B, CD), ROOT)
    check_consistency(2, AB, 4, ROOT, (CD,))
    check_consistency(1, A, 4, ROOT, (B, CD))
