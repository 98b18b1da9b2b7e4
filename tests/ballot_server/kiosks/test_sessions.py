"""Counters of a session: each is used once, in whatever order they arrive."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ballot_server.kiosks.sessions import WINDOW, Slot
from ballot_server.problems.kiosks import KioskReplayed


def used(slot: Slot, counter: int) -> bool:
    try:
        slot.use(counter)
    except KioskReplayed:
        return False
    return True


@given(st.lists(st.integers(0, 3 * WINDOW), max_size=120))
def test_a_counter_is_used_at_most_once_and_a_recent_one_always(counters: list[int]) -> None:
    slot, seen = Slot(), set[int]()
    for counter in counters:
        highest = max(seen, default=0)
        accepted = used(slot, counter)
        assert not (accepted and counter in seen)
        if counter and counter not in seen and counter > highest - WINDOW:
            assert accepted
        if accepted:
            seen.add(counter)


def test_a_counter_far_ahead_forgets_the_window_and_lets_nothing_old_in() -> None:
    slot = Slot()
    slot.use(1)
    slot.use(10**9)
    assert not used(slot, 1)
    assert not used(slot, 10**9)
    assert not used(slot, 10**9 - WINDOW)
    assert used(slot, 10**9 - WINDOW + 1)
