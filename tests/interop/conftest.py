"""The second verifier, many times in one process, computes the same of the same only once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from tests.interop.second_verifier.group import Element, Group
from tests.interop.second_verifier.groups import GROUPS


@pytest.fixture(scope="session", autouse=True)
def each_product_once() -> Iterator[None]:
    """Its arithmetic is plain Python; one record after another has the same points in it."""
    with pytest.MonkeyPatch.context() as patch:
        for group in GROUPS.values():
            compute_once(group, patch)
        yield


def compute_once(group: Group, patch: pytest.MonkeyPatch) -> None:
    """Keep the products of powers, and which numbers are elements; neither ever changes."""
    kept = cache(group.product)

    def product(powers: Iterable[tuple[Element, int]]) -> Element:
        return kept(tuple(powers))

    patch.setattr(group, "product", product)
    patch.setattr(group, "numbered", cache(group.numbered))
