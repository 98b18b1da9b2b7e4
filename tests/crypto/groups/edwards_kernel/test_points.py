"""Decoding, the test of the subgroup, and sums of points: every form against libsodium."""

from __future__ import annotations

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crypto.groups.ed25519_public import combined, is_valid
from crypto.groups.edwards_kernel.batch import Batch
from crypto.groups.edwards_kernel.curve import BASE, IDENTITY, P
from crypto.groups.edwards_kernel.sums import Sums, sum_of
from tests.crypto.fixtures.kernels import (
    FORMS,
    loaded,
    random_point,
    random_scalar,
    refused_encodings,
    special_points,
    times,
)


@pytest.mark.parametrize("form", FORMS)
def test_every_kind_of_bad_encoding_is_refused_and_its_good_neighbours_are_not(form: str) -> None:
    bad = refused_encodings()
    good = [random_point() for _ in bad]
    batch = Batch(loaded(form))
    mixed = [each for pair in zip(bad, good, strict=True) for each in pair]
    batch.prepare([*mixed, *special_points()])
    assert [batch.valid(each) for each in bad] == [False] * len(bad)
    assert [batch.valid(each) for each in (*good, *special_points())] == [True] * (len(good) + 6)
    asked = [sum_of([times(point, random_scalar())], []) for point in good]
    assert batch.combine(Sums(asked)) == [combined(each) for each in asked]


@pytest.mark.parametrize("form", FORMS)
def test_random_encodings_are_judged_as_libsodium_judges(form: str) -> None:
    # Half of them are on the curve, and of these one in eight is in the subgroup.
    drawn = [secrets.token_bytes(32) for _ in range(400)]
    batch = Batch(loaded(form))
    batch.prepare(drawn)
    verdicts = [batch.valid(each) for each in drawn]
    assert verdicts == [is_valid(each) for each in drawn]
    assert len(set(verdicts)) == 2


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=50, deadline=None)
@given(encodings=st.lists(st.integers(0, 2**256 - 1).map(lambda n: n.to_bytes(32, "little"))))
def test_any_encodings(form: str, encodings: list[bytes]) -> None:
    batch = Batch(loaded(form))
    assert batch.prepare(encodings) == list(dict.fromkeys(encodings))
    assert batch.prepare(encodings) == []
    assert [batch.valid(each) for each in encodings] == [is_valid(each) for each in encodings]


def test_what_was_not_asked_is_not_known() -> None:
    batch = Batch(loaded(FORMS[0]))
    assert batch.valid(BASE) is None


@pytest.mark.parametrize("form", FORMS)
def test_sums_of_points(form: str) -> None:
    points = [*special_points(), *(random_point() for _ in range(50))]
    for count in (0, 1, 2, 7, 8, 9, 17):
        rows = [points[i : 5 * i + 1] for i in range(count)]
        totals = [combined(sum_of([times(each, 1) for each in row], [])) for row in rows]
        assert Batch(loaded(form)).totals(rows) == totals


@pytest.mark.parametrize("form", FORMS)
def test_rows_of_points_are_added_up_side_by_side(form: str) -> None:
    points = [*special_points(), *(random_point() for _ in range(9))]
    for sizes in ((), (0,), (1, 0, 2), (5,) * 8, (3, 1, 0, 7, 2, 2, 8, 4, 6), (2,) * 17):
        rows = [points[i : i + size] for i, size in enumerate(sizes)]
        expected = [combined(sum_of([times(each, 1) for each in row], [])) for row in rows]
        batch = Batch(loaded(form))
        assert batch.totals(rows) == expected
        batch.prepare(points[::2])
        assert batch.totals(rows) == expected
        batch.prepare(points)
        assert batch.totals(rows) == expected
    with pytest.raises(ValueError, match="no point"):
        Batch(loaded(form)).totals([[BASE], [BASE, b"\x02" + bytes(31)]])


@pytest.mark.parametrize("form", FORMS)
def test_a_sum_with_no_point_in_it_is_refused(form: str) -> None:
    for bad in (b"\x02" + bytes(31), (P + 1).to_bytes(32, "little")):
        with pytest.raises(ValueError, match="no point"):
            Batch(loaded(form)).totals([[IDENTITY] * 20, [BASE] * 20, [bad, BASE], [BASE]])
