"""Whatever voters of several groups choose, the opened sum is the plain sum of it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crypto.ballots.ballot import Choices
from tally.counting.sum_counting import count_sum, sums_of
from tally.opening.planned import no_progress_of
from tally.outcome.box_count import ItemCount
from tests.tally.fixtures.small_hall import Hall
from tests.tally.fixtures.summed_meeting import release, with_own_keys

CHOICES: tuple[Choices, ...] = (((1, 0, 0),), ((0, 1, 0),), ((0, 0, 1),))
"""弃权, the first option, the second."""
BOXES = st.lists(st.sampled_from(CHOICES), min_size=0, max_size=4)
"""Fewer than the minimum of five, so that the plan adds them up; one without ballots stays out."""


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(
    cast=st.tuples(BOXES, BOXES, BOXES).filter(lambda boxes: sum(map(len, boxes)) >= 5),
    tellers=st.permutations((1, 2, 3)),
)
def test_the_sum_is_the_plain_sum(
    groups: Hall, cast: tuple[list[Choices], ...], tellers: list[int]
) -> None:
    folder = Path(tempfile.mkdtemp())
    try:
        hall = with_own_keys(groups, folder / "keys")
        hall.cast.update(zip(("r1-A", "r1-B", "r1-C"), cast, strict=True))
        ids = tuple(box for box, choices in hall.cast.items() if choices)
        work = hall.write_work(folder / "work")
        for teller in tellers[:2]:
            release(work, hall, teller, *ids)
        (boxes,) = sums_of(work)
        found = count_sum(work, boxes, no_progress_of).written()
        (item,) = found.count.items or ()
        assert isinstance(item, ItemCount)
        everybody = [vector for box in cast for (vector,) in box]
        plain = [sum(column) for column in zip(*everybody, strict=True)]
        assert [item.abstain, *item.votes] == plain
        assert item.valid == found.count.ballots == len(everybody)
    finally:
        shutil.rmtree(folder)
