"""Merkle trees: published values, a second implementation, and proofs that anybody touched."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crypto.board.frontier import Frontier
from crypto.board.merkle import EMPTY_ROOT, check_consistency, check_inclusion, leaf_hash, node_hash
from crypto.board.merkle_tree import MerkleTree
from crypto.errors import ParseError, ProofError
from tests.crypto.fixtures import naive_merkle as naive
from tests.crypto.fixtures.published_trees import CONSISTENCY, EMPTY, INCLUSION, LEAVES, ROOTS
from tests.vectors.merkle import make_vectors

VECTORS = json.loads((Path(__file__).parents[2] / "vectors/merkle/trees.json").read_text())
OTHER = bytes.fromhex("abacaba0" * 8)
MANY = [str(number).encode() for number in range(300)]
TREE = MerkleTree.of(MANY)
SIZE = st.integers(1, len(MANY))


def hashes(proof: list[str]) -> tuple[bytes, ...]:
    return tuple(map(bytes.fromhex, proof))


def test_the_empty_tree_and_the_reference_tree_have_their_published_roots() -> None:
    assert EMPTY_ROOT == MerkleTree().root() == Frontier().root == naive.mth([]) == EMPTY
    for size, root in enumerate(ROOTS, start=1):
        assert MerkleTree.of(LEAVES[:size]).root() == root
        assert MerkleTree.of(LEAVES).root(size) == root
        assert Frontier().extended(map(leaf_hash, LEAVES[:size])).root == root
        assert naive.mth(LEAVES[:size]) == root


@pytest.mark.parametrize(("index", "size", "proof"), INCLUSION)
def test_published_inclusion_proofs_are_made_and_hold(
    index: int, size: int, proof: list[str]
) -> None:
    assert MerkleTree.of(LEAVES).inclusion_proof(index, size) == hashes(proof)
    check_inclusion(leaf_hash(LEAVES[index]), index, size, hashes(proof), ROOTS[size - 1])


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_published_consistency_proofs_are_made_and_hold(
    first: int, second: int, proof: list[str]
) -> None:
    assert MerkleTree.of(LEAVES).consistency_proof(first, second) == hashes(proof)
    check_consistency(first, ROOTS[first - 1], second, ROOTS[second - 1], hashes(proof))


def test_the_committed_vectors_are_those_of_the_generator() -> None:
    assert json.loads(json.dumps(make_vectors.vectors())) == VECTORS


def test_the_second_implementation_confirms_every_vector() -> None:
    leaves = list(map(bytes.fromhex, VECTORS["leaves"]))
    assert leaves[: len(LEAVES)] == LEAVES
    assert hashes(VECTORS["roots"]) == tuple(naive.mth(leaves[: n + 1]) for n in range(len(leaves)))
    for each in VECTORS["inclusion"]:
        index, size = each["index"], each["size"]
        assert hashes(each["proof"]) == tuple(naive.path(index, leaves[:size]))
    for each in VECTORS["consistency"]:
        first, second = each["first"], each["second"]
        assert hashes(each["proof"]) == tuple(naive.proof(first, leaves[:second]))
    assert len(VECTORS["inclusion"]) == len(VECTORS["consistency"]) == 66


def test_a_tree_gives_the_hashes_of_its_leaves() -> None:
    assert [TREE.leaf(index) for index in range(TREE.size)] == list(map(leaf_hash, MANY))


@pytest.mark.parametrize("size", [-1, len(MANY) + 1])
def test_a_tree_has_no_root_of_fewer_leaves_than_none_or_more_than_all(size: int) -> None:
    with pytest.raises(IndexError, match=f"no tree of {size} leaves in one of 300"):
        TREE.root(size)


def test_a_tree_has_the_roots_of_no_leaf_and_of_all() -> None:
    assert TREE.root(0) == EMPTY_ROOT
    assert TREE.root(len(MANY)) == TREE.root() == naive.mth(MANY)


@given(st.lists(st.binary(max_size=40), min_size=1, max_size=70), st.data())
def test_any_tree_agrees_with_the_second_implementation(
    leaves: list[bytes], data: st.DataObject
) -> None:
    tree, size = MerkleTree.of(leaves), data.draw(st.integers(1, len(leaves)))
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    cut = data.draw(st.integers(0, size))
    root, start = tree.root(size), Frontier().extended(map(leaf_hash, leaves[:cut]))
    assert root == naive.mth(leaves[:size])
    assert start.extended(map(leaf_hash, leaves[cut:size])).root == root
    path = tree.inclusion_proof(index, size)
    assert list(path) == naive.path(index, leaves[:size])
    assert naive.root_of_path(index, size, leaf_hash(leaves[index]), list(path)) == root
    assert list(tree.consistency_proof(first, size)) == naive.proof(first, leaves[:size])


@given(SIZE, st.data())
def test_every_proof_of_inclusion_holds_and_is_never_long(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = TREE.inclusion_proof(index, size)
    assert len(proof) <= (size - 1).bit_length()
    check_inclusion(leaf_hash(MANY[index]), index, size, proof, TREE.root(size))


@given(SIZE, SIZE)
def test_every_proof_of_consistency_holds(one: int, other: int) -> None:
    first, second = sorted((one, other))
    proof = TREE.consistency_proof(first, second)
    check_consistency(first, TREE.root(first), second, TREE.root(second), proof)


Change = Callable[[tuple[bytes, ...], st.DataObject], tuple[bytes, ...]]


def flipped(value: bytes, data: st.DataObject) -> bytes:
    """A hash with one bit changed."""
    bit = data.draw(st.integers(0, 255))
    return (int.from_bytes(value, "big") ^ (1 << bit)).to_bytes(32, "big")


def one_bit(proof: tuple[bytes, ...], data: st.DataObject) -> tuple[bytes, ...]:
    place = data.draw(st.integers(0, max(len(proof) - 1, 0)))
    return tuple(flipped(h, data) if i == place else h for i, h in enumerate(proof))


def inserted(proof: tuple[bytes, ...], data: st.DataObject) -> tuple[bytes, ...]:
    place = data.draw(st.integers(0, len(proof)))
    new = data.draw(st.sampled_from([OTHER, TREE.root(), b"", b"x" * 33, *proof]))
    return (*proof[:place], new, *proof[place:])


def dropped(proof: tuple[bytes, ...], data: st.DataObject) -> tuple[bytes, ...]:
    place = data.draw(st.integers(0, max(len(proof) - 1, 0)))
    return proof[:place] + proof[place + 1 :]


def reordered(proof: tuple[bytes, ...], data: st.DataObject) -> tuple[bytes, ...]:
    return tuple(data.draw(st.permutations(proof)))


def shortened(proof: tuple[bytes, ...], data: st.DataObject) -> tuple[bytes, ...]:
    place = data.draw(st.integers(0, max(len(proof) - 1, 0)))
    return tuple(h[1:] if i == place else h for i, h in enumerate(proof))


CHANGES = [one_bit, inserted, dropped, reordered, shortened]


@given(SIZE, st.sampled_from(CHANGES), st.data())
def test_a_changed_inclusion_proof_is_refused(
    size: int, change: Change, data: st.DataObject
) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof = TREE.inclusion_proof(index, size)
    wrong = change(proof, data)
    if wrong == proof:
        return
    with pytest.raises(ProofError):
        check_inclusion(leaf_hash(MANY[index]), index, size, wrong, TREE.root(size))


@given(SIZE, SIZE, st.sampled_from(CHANGES), st.data())
def test_a_changed_consistency_proof_is_refused(
    one: int, other: int, change: Change, data: st.DataObject
) -> None:
    first, second = sorted((one, other))
    proof = TREE.consistency_proof(first, second)
    wrong = change(proof, data)
    if wrong == proof:
        return
    with pytest.raises(ProofError):
        check_consistency(first, TREE.root(first), second, TREE.root(second), wrong)


@given(SIZE, st.data())
def test_a_proof_serves_no_other_leaf_place_or_root(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    proof, leaf, root = TREE.inclusion_proof(index, size), leaf_hash(MANY[index]), TREE.root(size)
    elsewhere = data.draw(st.integers(-1, size).filter(lambda place: place != index))
    wrong: list[tuple[bytes, int, bytes]] = [
        (leaf, elsewhere, root),
        (flipped(leaf, data), index, root),
        (leaf, index, flipped(root, data)),
    ]
    for found, place, expected in wrong:
        with pytest.raises(ProofError):
            check_inclusion(found, place, size, proof, expected)


@given(SIZE, SIZE, st.data())
def test_a_history_that_was_rewritten_has_no_proof(
    one: int, other: int, data: st.DataObject
) -> None:
    """A server that exchanged one early event cannot make its new root continue the old one."""
    first, second = sorted((one, other))
    place = data.draw(st.integers(0, first - 1))
    forked = MerkleTree.of([*MANY[:place], b"exchanged", *MANY[place + 1 :]])
    for proof in (forked.consistency_proof(first, second), TREE.consistency_proof(first, second)):
        with pytest.raises(ProofError) as caught:
            check_consistency(first, TREE.root(first), second, forked.root(second), proof)
        assert caught.value.code == "merkle-consistency"


def test_a_tree_never_shrinks_and_none_is_empty() -> None:
    root = TREE.root(4)
    for first, second in ((0, 0), (0, 4), (5, 4), (-1, 4)):
        with pytest.raises(ProofError) as caught:
            check_consistency(first, root, second, root, (), where="box r1-A")
        assert (caught.value.code, caught.value.where) == ("merkle-size", "box r1-A")


def test_an_inner_node_does_not_pass_for_a_leaf() -> None:
    """RFC 6962 section 2.1: leaves and nodes are hashed under prefixes of their own."""
    pair = leaf_hash(MANY[0]) + leaf_hash(MANY[1])
    assert node_hash(pair[:32], pair[32:]) == TREE.root(2)
    assert leaf_hash(pair) != TREE.root(2)
    with pytest.raises(ProofError):
        check_inclusion(leaf_hash(pair), 0, 1, (), TREE.root(2))


def test_sizes_that_a_tree_does_not_have_are_refused() -> None:
    tree = MerkleTree.of(MANY[:5])
    wrong: list[Callable[[], Any]] = [
        lambda: tree.root(6),
        lambda: tree.root(-1),
        lambda: tree.inclusion_proof(5, 5),
        lambda: tree.inclusion_proof(-1, 5),
        lambda: tree.inclusion_proof(0, 6),
        lambda: tree.consistency_proof(0, 5),
        lambda: tree.consistency_proof(4, 3),
        lambda: tree.consistency_proof(1, 6),
    ]
    for call in wrong:
        with pytest.raises(IndexError):
            call()


@pytest.mark.parametrize(
    ("size", "held"),
    [(-1, ()), (-1, (OTHER,)), (0, (OTHER,)), (3, (OTHER,)), (1, (OTHER[1:],)), (2, (OTHER,) * 2)],
)
def test_a_frontier_has_one_hash_for_each_perfect_subtree(
    size: int, held: tuple[bytes, ...]
) -> None:
    with pytest.raises(ParseError) as caught:
        Frontier(size, held)
    assert caught.value.code == "frontier-form"
