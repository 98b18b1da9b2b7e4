"""Ballots that wait at the same time are written together, and each has its own outcome."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy.orm import Session

from ballot_server.board.intake import Intake, Offered
from ballot_server.box.box import Taken
from ballot_server.box.verified_ballot import read_ballot
from ballot_server.problems.refusals import (
    BallotInvalid,
    BoardProblem,
    BoxUnknown,
    SlipUsed,
    StorageFailed,
)
from ballot_server.store import chain
from ballot_server.store.engine import Store
from tests.ballot_server.box.test_freshness import stale
from tests.ballot_server.fixtures.asking import accepted
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded
from tests.ballot_server.turns.test_turns import started, wait_for

pytestmark = pytest.mark.usefixtures("sealing_by_fives")


def offered(loaded: Loaded, body: bytes, box: str = BOX) -> Offered:
    electorate = loaded.board.electorate_of(box)
    return Offered(box, read_ballot(electorate, body), electorate)


def together(loaded: Loaded, ballots: list[Offered]) -> list[object]:
    """Offer all of them while somebody else writes; the outcome of each."""
    intake: Intake = loaded.board.intake
    told: dict[int, object] = {}

    def offer(place: int) -> None:
        try:
            told[place] = intake.take(ballots[place])
        except BoardProblem as problem:
            told[place] = problem

    with loaded.board.store.writing():
        threads = [started(lambda place=place: offer(place)) for place in range(len(ballots))]  # type: ignore[misc]
        wait_for(lambda: len(intake._rounds._waiting) == len(ballots))
    for thread in threads:
        thread.join()
    return [told[place] for place in range(len(ballots))]


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for every transaction that writes."""
    found: list[None] = []
    real = Store.writing

    @contextmanager
    def writing(store: Store) -> Iterator[Session]:
        with real(store) as session:
            found.append(None)
            yield session

    monkeypatch.setattr(Store, "writing", writing)
    return found


def test_all_who_wait_share_one_transaction(loaded: Loaded, begun: list[None]) -> None:
    ballots = [offered(loaded, slip.text()) for slip in loaded.slips[BOX][:7]]
    ballots += [offered(loaded, slip.text(), OTHER_BOX) for slip in loaded.slips[OTHER_BOX][:2]]
    assert together(loaded, ballots) == [Taken.STORED] * 9
    assert len(begun) == 2  # that of whoever wrote before, and theirs
    assert (accepted(loaded), accepted(loaded, OTHER_BOX)) == (7, 2)


def test_all_batches_that_are_due_are_sealed(loaded: Loaded) -> None:
    together(loaded, [offered(loaded, slip.text()) for slip in loaded.slips[BOX][:23]])
    with loaded.board.store.reading() as session:
        found = chain.standing(session, BOX)
    assert (found.sealed, found.waiting) == (15, 8)


def test_a_refused_ballot_takes_nothing_with_it(loaded: Loaded) -> None:
    slips = loaded.slips[BOX]
    same = offered(loaded, slips[0].text())
    ballots = [
        same,
        same,
        offered(loaded, slips[1].text()),
        offered(loaded, slips[1].text()),
        offered(loaded, stale(slips[2])),
        offered(loaded, stale(slips[3])),
        Offered("nowhere", same.verified, same.electorate),
    ]
    told = together(loaded, ballots)
    assert sorted(map(str, told[:2])) == sorted(map(str, (Taken.STORED, Taken.AGAIN)))
    for pair, problem in ((told[2:4], SlipUsed), (told[4:6], BallotInvalid)):
        assert pair.count(Taken.STORED) == 1
        assert sum(isinstance(each, problem) for each in pair) == 1
    assert isinstance(told[6], BoxUnknown)
    assert accepted(loaded) == 3


def test_if_the_commit_fails_all_are_told_and_nothing_is_stored(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    ballots = [offered(loaded, slip.text()) for slip in loaded.slips[BOX][:4]]
    real = Store.writing

    @contextmanager
    def writing(store: Store) -> Iterator[Session]:
        with real(store) as session:
            yield session
            if chain.waiting(session, BOX):
                raise StorageFailed

    with monkeypatch.context() as patch:
        patch.setattr(Store, "writing", writing)
        assert all(isinstance(each, StorageFailed) for each in together(loaded, ballots))
    assert accepted(loaded) == 0
    assert together(loaded, ballots) == [Taken.STORED] * 4
