"""Ballots that are sealed together stand in the order of their fingerprints, and in no other."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from crypto.ballots.sealing_order import ascending_runs, first_unsorted

NAMES = st.lists(st.text("ABab+/09", min_size=3, max_size=3), max_size=30)


@given(NAMES)
def test_runs_are_ascending_as_long_as_can_be_and_make_the_whole(names: list[str]) -> None:
    runs = ascending_runs(names)
    assert sum(runs) == len(names)
    start = 0
    for run in runs:
        assert names[start : start + run] == sorted(names[start : start + run])
        assert not start or names[start] < names[start - 1]
        start += run


@given(NAMES)
def test_at_once_means_sorted(names: list[str]) -> None:
    at = first_unsorted(names)
    assert (at is None) == (names == sorted(names))
    assert at is None or names[at] < names[at - 1]
    assert first_unsorted(sorted(names)) is None


@given(st.lists(NAMES, min_size=1, max_size=5), st.integers(1, 12))
def test_batches_may_follow_one_another_if_they_are_large(
    batches: list[list[str]], least: int
) -> None:
    names = [name for batch in batches for name in sorted(batch)]
    at = first_unsorted(names, least)
    if all(len(batch) >= least for batch in batches):
        assert at is None
    falls = [0, *(i for i, (a, b) in enumerate(pairwise(names), 1) if b < a), len(names)]
    lengths = [end - start for start, end in pairwise(falls)]
    assert (at is None) == (len(lengths) == 1 or min(lengths) >= least)


def test_text_is_compared_byte_by_byte() -> None:
    assert first_unsorted(["+", "/", "0", "9", "A", "Z", "a", "z"]) is None
