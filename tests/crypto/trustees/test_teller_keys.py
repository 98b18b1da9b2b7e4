"""A teller's keys follow from a seed of one form only."""

from __future__ import annotations

import hashlib

import pytest

from crypto.election.election import BASE58
from crypto.errors import ParseError
from crypto.groups.named import group_named
from crypto.trustees.teller_keys import SEED_LENGTH, derive_keys, make_seed

SEED = "123456789ABCDEFGHJKLMNPQRSTUVWXYZ"[:SEED_LENGTH]


@pytest.mark.parametrize(
    "seed",
    ["", SEED[:-1], SEED + "1", "0" + SEED[1:], SEED[:-1] + "I", "0" * SEED_LENGTH, "0" + SEED],
)
def test_a_seed_of_another_form_is_refused_and_not_repeated(seed: str) -> None:
    with pytest.raises(ParseError) as caught:
        derive_keys(group_named("Ed25519"), seed)
    assert caught.value.code == "seed-form"
    assert not seed or seed not in str(caught.value)


def test_keys_are_the_hashes_of_the_seed() -> None:
    group = group_named("Ed25519")
    keys = derive_keys(group, SEED)
    for prefix, secret, public in (
        ("sk", keys.signing, keys.verification),
        ("dk", keys.receiving, keys.encryption),
    ):
        digest = hashlib.sha256(f"{prefix}|{SEED}".encode()).digest()
        assert secret == int.from_bytes(digest, "big") % group.order
        assert public == group.base_power(secret)


def test_a_fresh_seed_has_the_form_and_is_another_each_time() -> None:
    seeds = {make_seed() for _ in range(20)}
    assert len(seeds) == 20
    for seed in seeds:
        assert len(seed) == SEED_LENGTH
        assert set(seed) <= set(BASE58)
        derive_keys(group_named("Ed25519"), seed)
