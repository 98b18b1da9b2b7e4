"""No two generators are equal, and none is 1 or g: a group in which they were would be refused."""

from __future__ import annotations

import pytest

from crypto.errors import RecordError
from crypto.groups import generators
from crypto.groups.group import Element
from crypto.groups.named import group_named

ED = group_named("Ed25519")


@pytest.mark.parametrize("hashed", [ED.identity, ED.generator], ids=["1", "g"])
def test_the_secondary_generator_is_neither(
    monkeypatch: pytest.MonkeyPatch, hashed: Element
) -> None:
    monkeypatch.setattr(generators, "_known", {})
    monkeypatch.setattr(type(ED), "independent_generator", lambda *_: hashed)
    for _ in range(2):
        with pytest.raises(RecordError, match="the secondary generator is 1 or g"):
            generators.secondary_generator(ED)


@pytest.mark.parametrize(
    ("hashes", "found"), [((5, 6, 7, 6), 2), ((5, 6, 5), 1), ((5, 0), 0), ((5, 6, 1), 1)]
)
def test_the_first_that_is_not_new_is_refused(
    monkeypatch: pytest.MonkeyPatch, hashes: tuple[int, ...], found: int
) -> None:
    monkeypatch.setattr(generators, "_known", {})
    monkeypatch.setattr(
        type(ED), "independent_generator", lambda _, index: ED.base_power(hashes[index + 1])
    )
    listed = tuple(ED.base_power(power) for power in hashes[1 : 1 + found])
    assert generators.generators(ED, found) == listed
    with pytest.raises(RecordError, match=f"generator {found} is equal to another, 1 or g"):
        generators.generators(ED, found + 1)
