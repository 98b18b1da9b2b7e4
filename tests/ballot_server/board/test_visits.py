"""Open visits: what the closers learn of the booths."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from ballot_server.board import visits
from ballot_server.board.closing import close
from ballot_server.board.last_voters import last_voters, let_in_again
from ballot_server.board.visits import DROPPED, SILENT, SLOTS, TICK, OpenVisits, Visits
from ballot_server.problems.refusals import BoxClosed, VisitNotNoted
from meeting.board_interface.questions import VisitStep
from tests.ballot_server.fixtures.asking import NewApp, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded, config_in
from tests.ballot_server.fixtures.told_visits import (
    ONE,
    TWO,
    Clock,
    in_booths,
    kept,
    may,
    noted,
    tell,
)


@pytest.fixture
def serving(loaded: Loaded) -> Iterator[None]:
    """Hold what a running server holds."""
    loaded.board.visits.start()
    yield
    loaded.board.visits.stop()


@pytest.mark.usefixtures("serving")
def test_visits_are_counted_by_box_from_their_beginning_to_their_end(
    client: FlaskClient, loaded: Loaded
) -> None:
    assert in_booths(loaded) == OpenVisits(0, 0)
    noted(client, "begin")
    noted(client, "begin", TWO)
    noted(client, "begin", "3d" * 16, OTHER_BOX)
    noted(client, "here")
    assert in_booths(loaded) == OpenVisits(2, 0)
    assert in_booths(loaded, OTHER_BOX) == OpenVisits(1, 0)
    noted(client, "end")
    noted(client, "end")
    assert in_booths(loaded) == OpenVisits(1, 0)


@pytest.mark.usefixtures("serving")
def test_every_worker_and_command_sees_the_same_visits(loaded: Loaded, new_app: NewApp) -> None:
    first, second = new_app(loaded), new_app(loaded)
    noted(first, "begin")
    noted(second, "begin", TWO)
    noted(second, "end")
    assert in_booths(loaded) == OpenVisits(1, 0)


@pytest.mark.usefixtures("serving")
def test_a_visit_not_heard_of_is_said_to_be_so_and_holds_nothing_for_ever(loaded: Loaded) -> None:
    clock = Clock()
    found = Visits(loaded.config, clock)
    found.note(BOX, bytes(15) + b"a", VisitStep.BEGIN, may)
    found.note(BOX, bytes(15) + b"b", VisitStep.BEGIN, may)
    clock.now += SILENT * TICK
    found.note(BOX, bytes(15) + b"b", VisitStep.HERE, may)
    assert found.open(BOX) == OpenVisits(1, 1)
    clock.now += (DROPPED - SILENT) * TICK
    assert found.open(BOX) == OpenVisits(0, 1)
    assert b"a" in kept(loaded).read_bytes()
    found.note(BOX, bytes(15) + b"b", VisitStep.HERE, may)
    assert b"a" not in kept(loaded).read_bytes(), "what was dropped is overwritten"
    assert found.open(BOX) == OpenVisits(1, 0)


@pytest.mark.usefixtures("serving")
def test_who_left_with_nothing_cast_is_counted_apart_and_for_a_while(loaded: Loaded) -> None:
    clock = Clock()
    found = Visits(loaded.config, clock)
    visit, left = bytes(15) + b"a", bytes(15) + b"b"
    found.note(BOX, visit, VisitStep.BEGIN, may)
    found.note(BOX, left, VisitStep.LEFT, may)
    found.note(BOX, visit, VisitStep.END, may)
    assert found.open(BOX) == OpenVisits(0, 0, left=1)
    clock.now += (DROPPED - 1) * TICK
    assert found.open(BOX) == OpenVisits(0, 0, left=1), "its kiosk may be back"
    found.note(BOX, left, VisitStep.LEFT, may)
    clock.now += DROPPED * TICK
    assert found.open(BOX) == OpenVisits(0, 0)
    found.note(BOX, left, VisitStep.LEFT, may)
    found.note(BOX, left, VisitStep.END, may)
    assert found.open(BOX) == OpenVisits(0, 0)
    assert set(kept(loaded).read_bytes()) <= {0}


@given(since_start=st.floats(0, 1e9), age=st.integers(0, DROPPED + 2))
def test_the_tick_may_wrap_at_any_time(
    tmp_path_factory: pytest.TempPathFactory, since_start: float, age: int
) -> None:
    clock = Clock()
    clock.now = since_start // TICK * TICK
    folder = tmp_path_factory.mktemp("wrap") / "server"
    folder.mkdir()
    found = Visits(config_in(folder), clock)
    found.start()
    found.note(BOX, secrets.token_bytes(16), VisitStep.BEGIN, may)
    clock.now += age * TICK
    here = age < SILENT
    there = SILENT <= age < DROPPED
    assert found.open(BOX) == OpenVisits(int(here), int(there))
    found.stop()


@pytest.mark.usefixtures("serving")
def test_visits_cannot_fill_the_memory_or_push_others_out(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "SLOTS", 8)
    clock = Clock()
    found = Visits(loaded.config, clock)
    for number in range(8):
        found.note(BOX, bytes(15) + bytes([number + 1]), VisitStep.BEGIN, may)
    with pytest.raises(VisitNotNoted):
        found.note(BOX, bytes(15) + b"x", VisitStep.BEGIN, may)
    found.note(BOX, bytes(15) + b"\1", VisitStep.HERE, may)
    assert found.open(BOX) == OpenVisits(8, 0)
    clock.now += DROPPED * TICK
    found.note(BOX, bytes(15) + b"x", VisitStep.BEGIN, may)
    assert SLOTS == 512


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b'{"step":"begin"}',
        b'{"step":"begin","visit":"1f"}',
        b'{"step":"begin","visit":"' + b"1F" * 16 + b'"}',
        b'{"step":"stay","visit":"' + ONE.encode() + b'"}',
        b'{"step":1,"visit":"' + ONE.encode() + b'"}',
        b'{"credential":"x","step":"begin","visit":"' + ONE.encode() + b'"}',
        b'{"step":"begin","visit":"' + ONE.encode() + b'"' + b" " * 300 + b"}",
    ],
)
def test_a_malformed_word_is_refused(client: FlaskClient, loaded: Loaded, body: bytes) -> None:
    path = f"/api/boxes/{BOX}/visits"
    answer = client.post(path, data=body, content_type="application/json")
    assert refused(answer) == (400, "visit-malformed")
    assert not loaded.config.visits.exists()


def test_only_json_for_a_box_of_this_meeting_is_taken(client: FlaskClient) -> None:
    form = client.post(f"/api/boxes/{BOX}/visits", data={"step": "begin", "visit": ONE})
    assert refused(form) == (415, "media-type")
    for step in ("begin", "here", "left", "end"):
        assert refused(tell(client, step, box="..")) == (404, "box-unknown")
        assert refused(tell(client, step, box="r9-Z")) == (404, "box-unknown")
    assert refused(client.get(f"/api/boxes/{BOX}/visits")) == (405, "method-not-allowed")


@pytest.mark.usefixtures("serving")
def test_last_voters_finish_and_nobody_else_begins(client: FlaskClient, loaded: Loaded) -> None:
    noted(client, "begin")
    last_voters(loaded.board, BOX)
    assert refused(tell(client, "begin", TWO)) == (403, "last-voters")
    noted(client, "begin", TWO, OTHER_BOX)
    noted(client, "here")
    noted(client, "here", "3d" * 16)
    noted(client, "left", "4c" * 16)
    assert in_booths(loaded) == OpenVisits(2, 0, left=1), (
        "a visit whose beginning was lost is there too"
    )
    receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    noted(client, "end")
    let_in_again(loaded.board, BOX)
    noted(client, "begin", TWO)


def test_ballots_are_taken_whatever_becomes_of_visits(client: FlaskClient, loaded: Loaded) -> None:
    """A place where no visit can be noted: voting goes on, and entry is still refused."""
    loaded.config.visits.write_bytes(b"a file where the folder should be")
    assert refused(tell(client, "begin")) == (503, "visit-not-noted")
    receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    last_voters(loaded.board, BOX)
    assert refused(tell(client, "begin")) == (403, "last-voters")
    receipt_of(cast(client, loaded.slips[BOX][1].text()), loaded)
    close(loaded.board, BOX)
    assert in_booths(loaded) is None


def test_a_box_closed_in_the_middle_is_seen_to_be_closed(loaded: Loaded) -> None:
    """Whoever holds the file first wins: nothing is noted after a box was wiped."""

    def closed_meanwhile() -> None:
        raise BoxClosed

    found = Visits(loaded.config)
    found.note(BOX, bytes.fromhex(ONE), VisitStep.BEGIN, may)
    with pytest.raises(BoxClosed):
        found.note(BOX, bytes.fromhex(TWO), VisitStep.HERE, closed_meanwhile)
    assert bytes.fromhex(TWO) not in kept(loaded).read_bytes()
