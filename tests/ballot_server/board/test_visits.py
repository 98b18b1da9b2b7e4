"""Open visits: what the closers learn of the booths, and that nothing else ever can be learnt."""

from __future__ import annotations

import os
import secrets
import signal
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from ballot_server.board import visits
from ballot_server.board.closing import close
from ballot_server.board.entry import last_voters, let_in_again
from ballot_server.board.visits import DROPPED, SILENT, SLOTS, TICK, OpenVisits, Step, Visits
from ballot_server.problems.refusals import BoxClosed, VisitNotNoted
from crypto.canonical import dumps
from tests.ballot_server.fixtures.asking import NewApp, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded, config_in
from tests.ballot_server.serving.test_processes import Start, log, start, trigger

__all__ = ["log", "start", "trigger"]  # fixtures

ONE, TWO = "1f" * 16, "2e" * 16


class Clock:
    """Seconds that a test turns on."""

    def __init__(self) -> None:
        self.now = 1e6

    def __call__(self) -> float:
        return self.now


def may() -> None:
    """Allow everything."""


def tell(client: FlaskClient, step: str, visit: str = ONE, box: str = BOX) -> TestResponse:
    body = dumps({"step": step, "visit": visit})
    return client.post(f"/api/boxes/{box}/visits", data=body, content_type="application/json")


def noted(client: FlaskClient, step: str, visit: str = ONE, box: str = BOX) -> None:
    answer = tell(client, step, visit, box)
    assert (answer.status_code, answer.json) == (200, {"state": "noted"})


def kept(loaded: Loaded, box: str = BOX) -> Path:
    return loaded.config.visits / box


def in_booths(loaded: Loaded, box: str = BOX) -> OpenVisits | None:
    return Visits(loaded.config).open(box)


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
    found.note(BOX, bytes(15) + b"a", Step.BEGIN, may)
    found.note(BOX, bytes(15) + b"b", Step.BEGIN, may)
    clock.now += SILENT * TICK
    found.note(BOX, bytes(15) + b"b", Step.HERE, may)
    assert found.open(BOX) == OpenVisits(1, 1)
    clock.now += (DROPPED - SILENT) * TICK
    assert found.open(BOX) == OpenVisits(0, 1)
    assert b"a" in kept(loaded).read_bytes()
    found.note(BOX, bytes(15) + b"b", Step.HERE, may)
    assert b"a" not in kept(loaded).read_bytes(), "what was dropped is overwritten"
    assert found.open(BOX) == OpenVisits(1, 0)


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
    found.note(BOX, secrets.token_bytes(16), Step.BEGIN, may)
    clock.now += age * TICK
    here = age < SILENT
    there = SILENT <= age < DROPPED
    assert found.open(BOX) == OpenVisits(int(here), int(there))
    found.stop()


def test_a_visit_leaves_nothing_where_it_was(client: FlaskClient, loaded: Loaded) -> None:
    noted(client, "begin")
    held = kept(loaded).open("rb")
    assert bytes.fromhex(ONE) in held.read()
    noted(client, "end")
    held.seek(0)
    assert set(held.read()) <= {0}
    noted(client, "begin", TWO)
    close(loaded.board, BOX)
    assert not kept(loaded).exists()
    held.seek(0)
    assert set(held.read()) <= {0}, "the file was overwritten before it was removed"
    held.close()
    assert refused(tell(client, "here", TWO)) == (403, "box-closed")
    noted(client, "end", TWO)
    assert not kept(loaded).exists(), "an end that is late makes no file"


def test_nothing_of_a_visit_comes_near_the_ballots(client: FlaskClient, loaded: Loaded) -> None:
    """Neither rows nor log nor keys change by a visit, and the visits know nothing of ballots."""

    def board() -> dict[str, bytes]:
        files = [path for path in loaded.config.folder.rglob("*") if path.is_file()]
        return {path.name: path.read_bytes() for path in files if path.suffix != ".sqlite-shm"}

    cast(client, loaded.slips[BOX][1].text())
    before = board()
    for step in ("begin", "here", "end", "begin"):
        noted(client, step)
    assert {name: data for name, data in board().items() if not name.endswith("-shm")} == {
        name: data for name, data in before.items() if not name.endswith("-shm")
    }
    slip = loaded.slips[BOX][0]
    ballot = slip.ballot()
    seen = kept(loaded).read_bytes()
    cast(client, ballot.to_json().encode())
    assert kept(loaded).read_bytes() == seen, "a ballot is no event of a visit"
    for name in (ballot.fingerprint, ballot.tracker, slip.public):
        assert name.encode() not in seen
    assert loaded.config.folder not in kept(loaded).parents
    assert kept(loaded).stat().st_mode & 0o777 == 0o600
    assert kept(loaded).parent.stat().st_mode & 0o777 == 0o700


def test_the_places_of_visits_tell_no_order(loaded: Loaded) -> None:
    """Slots are equal, taken at random, and hold a number and a tick of half a minute."""
    found = Visits(loaded.config, Clock())
    numbers = [secrets.token_bytes(16) for _ in range(20)]
    for each in numbers:
        found.note(BOX, each, Step.BEGIN, may)
    table = kept(loaded).read_bytes()
    places = [table.index(each) for each in numbers]
    assert places != sorted(places), "wrong once in 20!"
    assert all(place % 18 == 0 for place in places)
    ticks = {table[place + 16 : place + 18] for place in places}
    assert len(ticks) == 1


@pytest.mark.usefixtures("serving")
def test_visits_cannot_fill_the_memory_or_push_others_out(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visits, "SLOTS", 8)
    clock = Clock()
    found = Visits(loaded.config, clock)
    for number in range(8):
        found.note(BOX, bytes(15) + bytes([number + 1]), Step.BEGIN, may)
    with pytest.raises(VisitNotNoted):
        found.note(BOX, bytes(15) + b"x", Step.BEGIN, may)
    found.note(BOX, bytes(15) + b"\1", Step.HERE, may)
    assert found.open(BOX) == OpenVisits(8, 0)
    clock.now += DROPPED * TICK
    found.note(BOX, bytes(15) + b"x", Step.BEGIN, may)
    assert SLOTS == 512


def test_a_folder_of_somebody_else_is_not_used(loaded: Loaded, tmp_path: Path) -> None:
    """Others may write into the memory too: what they put there in time is left alone."""
    other = tmp_path / "other"
    other.mkdir()
    (other / BOX).write_bytes(b"theirs")
    loaded.config.visits.symlink_to(other)
    found = Visits(loaded.config)
    with pytest.raises(VisitNotNoted):
        found.note(BOX, bytes(16), Step.BEGIN, may)
    found.stop()
    assert found.open(BOX) is None
    assert (other / BOX).read_bytes() == b"theirs"


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
    for step in ("begin", "here", "end"):
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
    assert in_booths(loaded) == OpenVisits(2, 0), "a visit whose beginning was lost is there too"
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
    found.note(BOX, bytes.fromhex(ONE), Step.BEGIN, may)
    with pytest.raises(BoxClosed):
        found.note(BOX, bytes.fromhex(TWO), Step.HERE, closed_meanwhile)
    assert bytes.fromhex(TWO) not in kept(loaded).read_bytes()


def test_the_tables_of_the_ballots_know_no_visit(loaded: Loaded) -> None:
    connection = sqlite3.connect(loaded.config.database)
    names = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert not any("visit" in name for name in names)


def test_a_real_server_counts_visits_from_all_its_workers_and_forgets_them(
    start: Start, loaded: Loaded
) -> None:
    url, process = start()
    assert in_booths(loaded) == OpenVisits(0, 0), "it runs: nobody is there"
    for number in range(20):
        body = dumps({"step": "begin", "visit": f"{number:032x}"})
        answer = httpx.post(
            f"{url}/api/boxes/{BOX}/visits",
            content=body,
            headers={"Content-Type": "application/json"},
            trust_env=False,
        )
        assert answer.status_code == 200
    assert in_booths(loaded) == OpenVisits(20, 0)
    os.kill(process.pid, signal.SIGTERM)
    process.wait(30)
    assert not loaded.config.visits.exists()
    assert in_booths(loaded) is None


def test_a_second_server_on_the_folder_forgets_nobody(start: Start, loaded: Loaded) -> None:
    _, first = start()
    loaded.board.visits.note(BOX, bytes.fromhex(ONE), Step.BEGIN, may)
    _, second = start()
    assert in_booths(loaded) == OpenVisits(1, 0)
    for process, left in ((second, OpenVisits(1, 0)), (first, None)):
        os.kill(process.pid, signal.SIGTERM)
        process.wait(30)
        assert in_booths(loaded) == left
    assert not loaded.config.visits.exists()


def test_what_a_killed_server_left_counts_for_nothing(start: Start, loaded: Loaded) -> None:
    _, process = start()
    loaded.board.visits.note(BOX, bytes.fromhex(ONE), Step.BEGIN, may)
    assert in_booths(loaded) == OpenVisits(1, 0)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait(30)
    assert kept(loaded).exists()
    deadline = time.monotonic() + 30  # for the workers to be gone too
    while in_booths(loaded) is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert in_booths(loaded) is None
    start()
    assert in_booths(loaded) == OpenVisits(0, 0)
