"""Sums of multiples: every form of the program against libsodium."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.groups.ed25519_public import combined
from crypto.groups.edwards_kernel import batch as batches
from crypto.groups.edwards_kernel.batch import Batch, NotInSubgroupError
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY, ORDER
from crypto.groups.edwards_kernel.layout import MOST_POINTS
from crypto.groups.edwards_kernel.sums import Sum, Sums, sum_of
from tests.crypto.fixtures.kernels import (
    FORMS,
    SCALARS,
    expected,
    loaded,
    random_point,
    random_scalar,
    refused_encodings,
    special_points,
    times,
)

scalars = st.one_of(st.sampled_from(SCALARS), st.integers(0, ORDER - 1))
multiples = st.builds(times, st.sampled_from(special_points()), scalars)
sums = st.builds(
    sum_of,
    st.lists(multiples, max_size=4),
    st.lists(st.builds(times, st.sampled_from([BASE, special_points()[3]]), scalars), max_size=2),
)


@cache
def _random_sums() -> tuple[list[Sum], list[bytes]]:
    """Two thousand, in the shapes that proofs have, and what libsodium makes of them."""
    key, points = random_point(), [random_point() for _ in range(50)]
    asked = []
    for i in range(2000):
        own = [times(points[(i + j) % 50], random_scalar()) for j in range(i % 3)]
        bases = (key, BASE)[: (i // 3) % 3]
        asked.append(sum_of(own, [times(base, random_scalar()) for base in bases]))
    return asked, expected(asked)


@pytest.mark.parametrize("form", FORMS)
def test_random_sums(form: str) -> None:
    asked, answers = _random_sums()
    assert Batch(loaded(form)).combine(Sums(asked)) == answers


@cache
def _special_sums() -> tuple[list[Sum], list[bytes]]:
    points = special_points()
    asked = [
        sum_of([times(point, scalar)], [times(BASE, -scalar)])
        for point in points
        for scalar in SCALARS
    ]
    asked += [sum_of([], [times(point, scalar)]) for point in points[:4] for scalar in SCALARS]
    # What cancels: x and -x of one point, and r = -cx.
    asked += [sum_of([times(BASE, scalar), times(points[4], scalar)], []) for scalar in SCALARS]
    asked += [sum_of([times(points[2], scalar)], [times(BASE, -2 * scalar)]) for scalar in SCALARS]
    return asked, expected(asked)


@pytest.mark.parametrize("form", FORMS)
def test_special_scalars_of_special_points(form: str) -> None:
    asked, answers = _special_sums()
    assert Batch(loaded(form)).combine(Sums(asked)) == answers
    assert answers[-1] == IDENTITY


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=30, deadline=None)
@given(asked=st.lists(sums, max_size=20))
def test_any_batch_of_sums(form: str, asked: list[Sum]) -> None:
    assert Batch(loaded(form)).combine(Sums(asked)) == expected(asked)


@pytest.mark.parametrize("form", FORMS)
def test_batches_as_large_as_lanes_and_blocks_and_one_more_or_less(
    form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "BLOCK", 16)
    monkeypatch.setattr(batches, "MOST_KEPT", 48)
    points = [random_point() for _ in range(85)]
    asked = [sum_of([times(point, i + 3)], [times(BASE, i)]) for i, point in enumerate(points)]
    answers = expected(asked)
    for size in (1, 2, 7, 8, 9, 15, 16, 17, 39, 40, 41, 81, 85):
        batch = Batch(loaded(form))
        assert batch.combine(Sums(asked[:size])) == answers[:size]
        batch.prepare(points[:size])
        assert all(map(batch.valid, points[:size]))
        assert batch.combine(Sums(asked[:size])) == answers[:size]


@pytest.mark.parametrize("form", FORMS)
def test_the_longest_sum(form: str) -> None:
    long = sum_of([times(random_point(), random_scalar()) for _ in range(MOST_POINTS)], [])
    assert Batch(loaded(form)).combine(Sums([long, long])) == [combined(long)] * 2


@pytest.mark.parametrize("form", FORMS)
def test_more_bases_than_tables_are_kept(form: str) -> None:
    bases = [random_point() for _ in range(6)]
    asked = [sum_of([], [times(base, random_scalar())]) for base in bases]
    for _ in range(2):
        assert Batch(loaded(form)).combine(Sums(asked)) == expected(asked)


def test_nothing_at_all() -> None:
    batch = Batch(loaded(FORMS[0]))
    assert batch.combine(Sums([])) == []
    assert batch.combine(Sums([sum_of([], [])])) == [IDENTITY]
    assert batch.prepare([]) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_point_outside_the_subgroup_is_multiplied_by_nobody(form: str) -> None:
    batch = Batch(loaded(form))
    good = sum_of([times(random_point(), 5)], [])
    for encoding in refused_encodings()[:14:5]:
        for _ in range(2):
            with pytest.raises(NotInSubgroupError):
                batch.combine(Sums([good, sum_of([times(encoding, 5)], [])]))
    assert batch.combine(Sums([good])) == [combined(good)]
