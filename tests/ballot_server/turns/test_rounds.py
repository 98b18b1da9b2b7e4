"""One does the work of all who wait; each gets its own answer, or learns that it is not certain."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ballot_server.problems.refusals import SlipUnknown, StorageBusy, StorageFailed
from ballot_server.turns.rounds import Gather, Rounds
from tests.ballot_server.turns.test_turns import started, wait_for


class EndedError(BaseException):
    """The thread that ran the round was ended."""


class Hall:
    """Lets the first round wait until the others have come, and counts the rounds."""

    def __init__(self, answer: Callable[[Sequence[int]], Sequence[int | Exception]]) -> None:
        self.rounds: list[list[int]] = []
        self.told: dict[int, object] = {}
        self._answer = answer
        self._all_came = threading.Event()
        self._line = Rounds(self._serve)

    def _serve(self, gather: Gather[int]) -> Sequence[int | Exception]:
        found = gather()
        if not self.rounds:
            self._all_came.wait()
        self.rounds.append(list(found))
        return self._answer(found)

    def ask(self, number: int) -> None:
        try:
            self.told[number] = self._line.ask(number)
        except BaseException as error:  # noqa: BLE001 - looked at by the test
            self.told[number] = error

    def come(self, numbers: Sequence[int]) -> None:
        """Let all of them ask while the first is served."""
        threads = []
        for place, number in enumerate(numbers):
            threads.append(started(lambda number=number: self.ask(number)))  # type: ignore[misc]
            if place == 0:
                wait_for(lambda: self._line._serving and not self._line._waiting)
            else:
                wait_for(lambda: len(self._line._waiting) == place)  # noqa: B023 - asked at once
        self._all_came.set()
        for thread in threads:
            thread.join()


def doubled(numbers: Sequence[int]) -> Sequence[int | Exception]:
    return [2 * number for number in numbers]


def test_who_comes_while_one_is_served_shares_the_next_round() -> None:
    hall = Hall(doubled)
    hall.come(range(1, 30))
    assert hall.rounds == [[1], list(range(2, 30))]
    assert hall.told == {number: 2 * number for number in range(1, 30)}


@given(st.sets(st.integers(1, 20)))
def test_each_is_told_its_own_refusal(refused: set[int]) -> None:
    def answer(numbers: Sequence[int]) -> Sequence[int | Exception]:
        return [SlipUnknown() if each in refused else each for each in numbers]

    hall = Hall(answer)
    hall.come(range(1, 21))
    for number, told in hall.told.items():
        assert isinstance(told, SlipUnknown) if number in refused else told == number


def test_what_fails_for_a_round_fails_for_all_in_it_and_for_nobody_else() -> None:
    def answer(numbers: Sequence[int]) -> Sequence[int | Exception]:
        if 2 in numbers:
            raise StorageBusy
        return numbers

    hall = Hall(answer)
    hall.come([1, 2, 3])
    assert hall.told[1] == 1
    assert isinstance(hall.told[2], StorageBusy)
    assert isinstance(hall.told[3], StorageBusy)
    hall.ask(4)
    assert hall.told[4] == 4


def test_a_thread_that_is_ended_leaves_nobody_waiting() -> None:
    def answer(numbers: Sequence[int]) -> Sequence[int | Exception]:
        if 2 in numbers:
            raise EndedError
        return numbers

    hall = Hall(answer)
    hall.come([1, 2, 3])
    assert isinstance(hall.told[2], EndedError)  # it ran the round
    assert isinstance(hall.told[3], StorageFailed)
    hall.ask(4)
    assert hall.told[4] == 4


def test_who_could_not_be_served_before_gathering_is_told_too() -> None:
    def serve(gather: Gather[int]) -> Sequence[int]:
        del gather
        raise StorageBusy

    rounds: Rounds[int, int] = Rounds(serve)
    for _ in range(2):
        with pytest.raises(StorageBusy):
            rounds.ask(1)
