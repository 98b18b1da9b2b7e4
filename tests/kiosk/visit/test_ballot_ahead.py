"""A ballot is made while its voter looks at the review: for these choices, once, or never."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from crypto.ballots.ballot import UnsignedBallot, prepare_ballot
from crypto.ballots.choices import Choices
from crypto.ballots.opened_ballot import OpenedBallot
from crypto.election.credential import PublicCredential, public_credential
from crypto.election.election import Election
from crypto.groups.group import Element
from kiosk.visit import ballot_ahead
from kiosk.visit.ballot_ahead import BallotAhead, MadeBallot
from tests.kiosk.fixtures.fake_board import BOX, FakeBoard
from tests.kiosk.fixtures.leftovers import assert_nothing_is_left
from tests.kiosk.fixtures.opened_ballots import opening_on
from tests.kiosk.fixtures.visits import STAFF, Visit

WAIT = 20
"""Seconds, at the very most, for a thread to come as far as it is asked to."""


class Making:
    """Every ballot that is made: its seed and choices; it can be held up before its end."""

    def __init__(self) -> None:
        self.seeds: list[bytes] = []
        self.choices: list[Choices] = []
        self.stopped = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def make(
        self,
        election: Election,
        credential: Element,
        choices: Choices,
        seed: bytes,
        before_answer: Callable[[], None],
    ) -> UnsignedBallot:
        self.seeds.append(seed)
        self.choices.append(choices)
        self.begun.release()

        def held() -> None:
            assert self.may_go_on.wait(WAIT)
            before_answer()

        try:
            return prepare_ballot(election, credential, choices, seed, held)
        except Exception:
            self.stopped.release()
            raise


@pytest.fixture
def making(monkeypatch: pytest.MonkeyPatch) -> Iterator[Making]:
    found = Making()
    monkeypatch.setattr(ballot_ahead, "prepare_ballot", found.make)
    yield found
    found.may_go_on.set()


def begun(making: Making) -> None:
    assert making.begun.acquire(timeout=WAIT)


def test_the_ballot_made_ahead_is_the_one_shown_opened_and_no_other(
    visit: Visit, board: FakeBoard, making: Making
) -> None:
    visit.to_review()
    begun(making)
    visit.post("/review", ("do", "next"))
    assert visit.page == "fingerprint"
    shown = visit.voter.unsigned
    assert shown is not None
    assert [visit.voter.seed] == making.seeds, "nothing was made a second time"
    visit.post("/check", ("do", "check"))
    opened = OpenedBallot.parse(opening_on(visit))
    assert (opened.seed, opened.fingerprint) == (making.seeds[0], shown.fingerprint)
    assert opened.rebuild(board.prepared[BOX].setup.election) == making.choices[0]


@pytest.mark.parametrize(
    "leave",
    [
        lambda visit: visit.post("/review", ("edit", "1")),
        lambda visit: visit.post("/review", ("do", "back")),
        lambda visit: visit.get("/paper/2"),
        lambda visit: visit.post("/paper/1", ("do", "stay")),
    ],
)
def test_whatever_is_done_but_going_on_throws_it_away(
    visit: Visit, making: Making, leave: Callable[[Visit], Any]
) -> None:
    visit.to_review()
    begun(making)
    ahead = visit.voter.ahead
    leave(visit)
    assert visit.voter.ahead is None
    assert ahead is not None
    assert ahead.take(making.choices[0]) is None
    visit.get("/review")
    visit.post("/review", ("do", "next"))
    assert visit.page == "fingerprint"
    assert visit.voter.seed not in making.seeds[:1], "a seed serves one ballot"


def test_changed_choices_are_cast_as_they_are_and_never_as_they_were(
    visit: Visit, board: FakeBoard, making: Making
) -> None:
    visit.to_review()
    begun(making)
    visit.post("/review", ("edit", "1"))
    visit.fill(("team", "not-competent"))
    assert visit.page == "review"
    visit.post("/review", ("do", "next"))
    unsigned = visit.voter.unsigned
    assert unsigned is not None
    first, last = making.choices[0], making.choices[-1]
    assert first != last
    visit.post("/cast")
    assert list(board.cast[BOX].values()) == [unsigned.fingerprint]
    seen = prepare_ballot(unsigned.election, unsigned.credential, last, making.seeds[-1])
    assert seen.fingerprint == unsigned.fingerprint
    assert len(set(making.seeds)) == len(making.seeds)


def test_going_back_from_the_fingerprint_makes_another_ballot(visit: Visit, making: Making) -> None:
    visit.to_fingerprint()
    first = visit.voter.unsigned
    visit.post("/fingerprint", ("do", "back"))
    assert visit.page == "review"
    visit.post("/review", ("do", "next"))
    second = visit.voter.unsigned
    assert first is not None
    assert second is not None
    assert first.fingerprint != second.fingerprint
    assert len(set(making.seeds)) == len(making.seeds) == 2


@pytest.mark.parametrize("how", ["leave", "lock", "clock", "staff"])
def test_who_leaves_stops_the_making_and_nothing_of_it_stays(
    visit: Visit, making: Making, how: str
) -> None:
    making.may_go_on.clear()
    visit.to_review()
    begun(making)
    voter = visit.voter
    if how == "clock":
        visit.clock.now += 210
        visit.kiosk.booth.expire()
    elif how == "staff":
        visit.browser = visit.app.test_client()
        visit.get()
        visit.post("/free", ("staff", STAFF))
    else:
        visit.post(f"/{how}")
    assert_nothing_is_left(visit, voter)
    making.may_go_on.set()
    assert making.stopped.acquire(timeout=WAIT), "it goes on for nobody"
    for thread in threading.enumerate():
        if "_make" in thread.name:
            thread.join(WAIT)
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, MadeBallot)]


def test_a_box_closed_meanwhile_throws_it_away(
    visit: Visit, board: FakeBoard, making: Making
) -> None:
    visit.to_review()
    begun(making)
    voter = visit.voter
    board.states[BOX] = "closed"
    visit.post("/review", ("do", "next"))
    assert visit.problem == "too-late"
    assert (voter.ahead, voter.unsigned, voter.seed) == (None, None, b"")


def test_nothing_is_made_while_something_has_to_be_changed(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, making: Making
) -> None:
    monkeypatch.setattr("kiosk.visit.flow.can_be_cast", lambda _: False)
    visit.to_review()
    assert visit.voter.ahead is None
    assert making.seeds == []


def test_what_goes_wrong_ahead_is_met_where_the_ballot_is_asked_for(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(ballot_ahead, "prepare_ballot", _fail)
        visit.to_review()
        ahead = visit.voter.ahead
        assert ahead is not None
        ahead._thread.join(WAIT)
    visit.post("/review", ("do", "next"))
    assert visit.page == "fingerprint"
    assert capfd.readouterr().err == "", "no thread tells what it was doing"


def test_without_a_thread_the_ballot_is_made_when_it_is_asked_for(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none_left(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    visit.to_papers()
    with monkeypatch.context() as busy:
        busy.setattr(threading.Thread, "start", none_left)
        while visit.page == "paper":
            visit.fill()
        visit.post("/review", ("do", "next"))
    assert visit.page == "fingerprint"


def test_it_is_handed_out_once_and_only_for_its_choices(visit: Visit, board: FakeBoard) -> None:
    visit.to_review()
    made_for = visit.voter.ahead
    assert made_for is not None
    election = board.prepared[BOX].setup.election
    choices = made_for._choices
    assert choices is not None
    public = public_credential(election.group, election.uuid, visit.voter.credential)
    credential = PublicCredential.of(election.group, public).key
    other = ((0, 1, *choices[0][2:]), *choices[1:])
    ahead = BallotAhead(election, credential, choices)
    assert ahead.take(other) is None
    assert ahead.take(choices) is None, "it was asked for other choices: it is gone"
    ahead = BallotAhead(election, credential, choices)
    assert ahead.take(choices) is not None
    assert ahead.take(choices) is None


def test_a_made_ballot_shows_no_seed() -> None:
    made = MadeBallot(None, b"seed")  # type: ignore[arg-type]
    assert "seed" not in repr(made).replace("MadeBallot", "")


def _fail(*_: object) -> None:
    raise RuntimeError("what was chosen")
