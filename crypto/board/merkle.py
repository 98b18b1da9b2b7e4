"""Merkle tree hashes and the proofs about them: RFC 6962 section 2.1, checked as in RFC 9162.

The tree of a box has its events as leaves, in their order, each as the exact bytes of its JSON
text in the archive (`Event.to_bytes`): whoever has the record can compute it. The bytes are the
leaves and not the event's hash, as RFC 6962 hashes leaves itself, under a prefix of their own.
An event holds the hash of its payload, so the root stands for every ballot too.

Everything here works on hashes of leaves, 32 bytes each. A proof does **not** tell the size of
the tree it is about: several sizes can agree on one path. Sizes are to be believed only from the
signed checkpoint that the root comes from.
"""

import hashlib
from collections.abc import Sequence

from crypto.errors import ProofError
from crypto.place import Where

HASH_SIZE = 32  # bytes
MOST_STEPS = 64  # no tree that fits anywhere is higher
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of a leaf, RFC 6962 section 2.1: SHA-256(0x00 || leaf)."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node, RFC 6962 section 2.1: SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def check_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes, *, where: Where = ""
) -> None:
    """Check that the leaf of this hash stands at `index` in the tree of this size and root.

    RFC 9162 section 2.1.3.2. Raises ProofError `merkle-size`, `merkle-length` (a proof that is
    too long, too short, or holds something other than hashes) or `merkle-inclusion`.
    """
    if not 0 <= index < size:
        detail = f"leaf {index} of a tree of {size}"
        raise ProofError("merkle-size", detail, where=where)
    _check_hashes((leaf, root, *proof), where)
    first, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            raise _length(where)
        if first & 1 or first == last:
            found = node_hash(step, found)
            first, last = _past_only_children(first, last)
        else:
            found = node_hash(found, step)
        first, last = first >> 1, last >> 1
    if last != 0:
        raise _length(where)
    if found != root:
        detail = f"the proof of leaf {index} leads to another root"
        raise ProofError("merkle-inclusion", detail, where=where)


def check_consistency(
    first_size: int,
    first_root: bytes,
    second_size: int,
    second_root: bytes,
    proof: Sequence[bytes],
    *,
    where: Where = "",
) -> None:
    """Check that the second tree begins with all leaves of the first, which has at least one.

    RFC 9162 section 2.1.4.2; between trees of one size the proof is empty. Raises ProofError
    `merkle-size`, `merkle-length` or `merkle-consistency`.
    """
    if not 1 <= first_size <= second_size:
        detail = f"from a tree of {first_size} leaves to one of {second_size}"
        raise ProofError("merkle-size", detail, where=where)
    _check_hashes((first_root, second_root, *proof), where)
    if first_size == second_size:
        if proof:
            raise _length(where)
        old, new = second_root, first_root
    else:
        old, new = _both_roots(first_size, first_root, second_size, proof, where)
    if (old, new) != (first_root, second_root):
        detail = f"the tree of {second_size} leaves does not continue that of {first_size}"
        raise ProofError("merkle-consistency", detail, where=where)


def _both_roots(
    first_size: int, first_root: bytes, second_size: int, proof: Sequence[bytes], where: Where
) -> tuple[bytes, bytes]:
    """The roots of both trees as the proof gives them; the first's size is the smaller."""
    first, last = first_size - 1, second_size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    # The first tree, where it is one perfect subtree of the second, is left out of the proof.
    steps = list(proof) if first else [first_root, *proof]
    if not steps:
        raise _length(where)
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            raise _length(where)
        if first & 1 or first == last:
            old, new = node_hash(step, old), node_hash(step, new)
            first, last = _past_only_children(first, last)
        else:
            new = node_hash(new, step)
        first, last = first >> 1, last >> 1
    if last != 0:
        raise _length(where)
    return old, new


def _past_only_children(first: int, last: int) -> tuple[int, int]:
    """Go up past the levels on which the node has no sibling."""
    while first and not first & 1:
        first, last = first >> 1, last >> 1
    return first, last


def _check_hashes(hashes: Sequence[bytes], where: Where) -> None:
    if len(hashes) > MOST_STEPS or any(len(each) != HASH_SIZE for each in hashes):
        raise _length(where)


def _length(where: Where) -> ProofError:
    detail = "the proof has not the form that a tree of this size wants"
    return ProofError("merkle-length", detail, where=where)
