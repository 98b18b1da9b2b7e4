"""Seeded scalars repeat exactly, depend on all they should, and keep the seed to themselves."""

from __future__ import annotations

import hashlib

import pytest

from crypto.groups.named import group_named
from crypto.groups.randomness import SeededRandomness, SystemRandomness

ED = group_named("Ed25519")
MODP = group_named("BELENIOS-2048")
SEED = bytes(range(32))


def test_the_first_scalars_follow_from_the_definition() -> None:
    source = SeededRandomness(SEED, "ballot|票")
    context = "ballot|票".encode()
    for count in range(3):
        digest = hashlib.shake_256(
            b"piaoxiang-randomness-1"
            + len(context).to_bytes(8, "big")
            + context
            + count.to_bytes(8, "big")
            + SEED
        ).digest(64)
        assert source.scalar(ED) == int.from_bytes(digest, "little") % ED.order


def test_equal_seed_and_context_repeat_and_any_other_does_not() -> None:
    def drawn(seed: bytes, context: str) -> tuple[int, ...]:
        source = SeededRandomness(seed, context)
        return tuple(source.scalar(MODP) for _ in range(4))

    first = drawn(SEED, "a")
    others = {drawn(SEED, "b"), drawn(SEED, ""), drawn(SEED[::-1], "a"), drawn(bytes(32), "a")}
    assert drawn(SEED, "a") == first
    assert len(set(first)) == 4
    assert len({*first, *(k for other in others for k in other)}) == 20
    assert all(0 <= k < MODP.order for k in first)


def test_a_seed_has_32_bytes() -> None:
    for length in (0, 16, 31, 33):
        with pytest.raises(ValueError, match="32 bytes"):
            SeededRandomness(bytes(length), "a")


def test_the_seed_is_not_shown() -> None:
    source = SeededRandomness(b"S" * 32, "choices 0110")
    source.scalar(ED)
    assert repr(source) == "<SeededRandomness after 1 scalars>"


def test_the_system_gives_fresh_scalars() -> None:
    source = SystemRandomness()
    assert len({source.scalar(ED) for _ in range(20)}) == 20
