"""Every write, failing in both ways: not stored, and stored although it failed.

After each, the same ballot is sent again to the same server and to one that was started anew:
it counts once, and gets the one receipt. Nothing accepted is lost, nothing refused is kept.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ballot_server.board import checkpoints, closing, receipts
from ballot_server.board.board import Board
from ballot_server.board.closing import close
from ballot_server.board.open_for_voting import open_for_voting
from ballot_server.board.recovery import start_up
from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import DiskNearlyFull, StorageFailed
from ballot_server.store import chain, pool_key
from ballot_server.store.engine import Store
from ballot_server.store.mark import Mark, write_mark
from ballot_server.store.models import State
from ballot_server.store.pool import room
from crypto.record.event_order import Stage
from crypto.record.record import read_record
from tests.ballot_server.fixtures.asking import NewApp, accepted, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import (
    ABSTAIN_MOVE,
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)

pytestmark = pytest.mark.usefixtures("sealing_by_fives")

Way = Literal["not stored", "stored"]
WAYS: tuple[Way, ...] = ("not stored", "stored")


class CrashError(BaseException):
    """The process ends here: nothing in the server catches this."""


class Faults:
    """Makes one write fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._writing = Store.writing

    def transaction(self, number: int, way: Way, error: BaseException | None = None) -> None:
        """Let the write transaction of this number (from 1, from now on) fail."""
        real = self._writing
        begun = 0

        @contextmanager
        def writing(store: Store) -> Iterator[Session]:
            nonlocal begun
            begun += 1
            fails = begun == number
            with real(store) as session:
                yield session
                if fails and way == "not stored":
                    raise error or StorageFailed
            if fails:
                raise error or StorageFailed

        self._monkeypatch.setattr(Store, "writing", writing)

    def mark(self, way: Way, error: BaseException) -> None:
        """Let the next mark fail."""

        def fail(config: ServerConfig, box_id: str, mark: Mark) -> None:
            self._monkeypatch.setattr(checkpoints, "write_mark", write_mark)
            if way == "stored":
                write_mark(config, box_id, mark)
            raise error

        self._monkeypatch.setattr(checkpoints, "write_mark", fail)

    def end(self) -> None:
        """Let everything work again."""
        self._monkeypatch.undo()


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Faults:
    return Faults(monkeypatch)


def test_a_cast_that_failed_and_was_not_stored_leaves_the_slip_unused(
    client: FlaskClient, loaded: Loaded, faults: Faults
) -> None:
    slip = loaded.slips[BOX][0]
    faults.transaction(1, "not stored")
    assert refused(cast(client, slip.text())) == (503, "storage-failed")
    faults.end()
    assert accepted(loaded) == 0
    receipt_of(cast(client, slip.text(ABSTAIN_MOVE)), loaded)
    assert accepted(loaded) == 1


def test_a_cast_that_failed_but_was_stored_stands_and_gives_its_receipt_when_sent_again(
    client: FlaskClient, loaded: Loaded, faults: Faults
) -> None:
    slip = loaded.slips[BOX][0]
    body = slip.text()
    faults.transaction(1, "stored")
    assert refused(cast(client, body)) == (503, "storage-failed")
    faults.end()
    receipt_of(cast(client, body), loaded)
    assert refused(cast(client, slip.text())) == (409, "slip-used")
    assert accepted(loaded) == 1


@pytest.mark.parametrize("way", WAYS)
def test_a_failed_sealing_loses_nothing_and_the_receipt_is_given(
    client: FlaskClient,
    loaded: Loaded,
    faults: Faults,
    caplog: pytest.LogCaptureFixture,
    way: Way,
) -> None:
    slips = loaded.slips[BOX][:11]
    for slip in slips[:9]:
        cast(client, slip.text())
    caplog.set_level("ERROR")
    faults.transaction(2, way)  # the first stores the tenth ballot, the second seals
    receipt_of(cast(client, slips[9].text()), loaded)
    assert caplog.messages == [f"box {BOX}: no batch can be sealed: storage-failed"]
    faults.end()
    with loaded.board.store.reading() as session:
        assert chain.standing(session, BOX).sealed == (0 if way == "not stored" else 5)
    receipt_of(cast(client, slips[10].text()), loaded)
    with loaded.board.store.reading() as session:
        found = chain.standing(session, BOX)
    assert (found.accepted, found.sealed) == (11, 5)


@pytest.mark.parametrize("way", WAYS)
def test_a_failed_mark_withholds_the_receipt_and_the_ballot_stands(
    client: FlaskClient, loaded: Loaded, faults: Faults, way: Way
) -> None:
    body = loaded.slips[BOX][0].text()
    faults.mark(way, StorageFailed())
    assert refused(cast(client, body)) == (503, "storage-failed")
    receipt_of(cast(client, body), loaded)
    assert accepted(loaded) == 1


CRASHES = {
    "before the commit": (1, "not stored", 0),
    "after the commit, before sealing": (1, "stored", 1),
    "during the sealing": (2, "not stored", 1),
    "after the sealing, before the receipt": (2, "stored", 1),
}


@pytest.mark.parametrize("moment", CRASHES)
def test_a_crash_while_casting_and_a_new_start(
    client: FlaskClient, loaded: Loaded, faults: Faults, new_app: NewApp, moment: str
) -> None:
    slips = loaded.slips[BOX]
    for slip in slips[:9]:
        cast(client, slip.text())
    number, way, stands = CRASHES[moment]
    body = slips[9].text()
    faults.transaction(number, way, CrashError())  # type: ignore[arg-type]
    with pytest.raises(CrashError):
        cast(client, body)
    faults.end()
    start_up(loaded.board)
    assert accepted(loaded) == 9 + stands
    with loaded.board.store.reading() as session:
        assert chain.standing(session, BOX).sealed == 5 * stands  # the new start seals what is due
    receipt_of(cast(new_app(loaded), body), loaded)
    assert accepted(loaded) == 10


def test_a_crash_between_commit_and_receipt(
    client: FlaskClient,
    loaded: Loaded,
    new_app: NewApp,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    body = loaded.slips[BOX][0].text()

    def crash(*_: object) -> None:
        raise CrashError

    with monkeypatch.context() as patch:
        patch.setattr(receipts, "sign_receipt", crash)
        with pytest.raises(CrashError):
            cast(client, body)
    start_up(loaded.board)
    receipt_of(cast(new_app(loaded), body), loaded)
    assert accepted(loaded) == 1


def _crash(*_: object, **__: object) -> None:
    raise CrashError


CLOSING_STEPS = {
    "before the key is destroyed": (pool_key, "destroy"),
    "after the key is destroyed": (Store, "erase_order"),
    "before the sums": (closing, "_add_up"),
    "before the last checkpoint": (closing, "signed_checkpoint"),
}


@pytest.mark.parametrize("moment", CLOSING_STEPS)
def test_a_crash_while_closing_is_finished_by_the_next_start(
    client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    for slip in loaded.slips[BOX][:6]:
        cast(client, slip.text())
    with monkeypatch.context() as patch:
        patch.setattr(*CLOSING_STEPS[moment], _crash)
        with pytest.raises(CrashError):
            close(loaded.board, BOX)
    start_up(loaded.board)
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    assert record.stage is Stage.TALLIED
    assert len(record.ballots) == 6
    assert not loaded.config.pool_key(BOX).exists()
    start_up(loaded.board)  # and once more: nothing is done twice
    assert read_record(client.get(f"/api/boxes/{BOX}/record.bel").data).head == record.head


@pytest.mark.parametrize("number", [1, 2], ids=["the end of voting", "the sums"])
@pytest.mark.parametrize("way", WAYS)
def test_a_failed_write_while_closing(
    client: FlaskClient, loaded: Loaded, faults: Faults, number: int, way: Way
) -> None:
    for slip in loaded.slips[BOX][:6]:
        cast(client, slip.text())
    faults.transaction(number, way)
    with pytest.raises(StorageFailed):
        close(loaded.board, BOX)
    faults.end()
    start_up(loaded.board)
    with loaded.board.store.reading() as session:
        state = chain.find_box(session, BOX).state
    if number == 1 and way == "not stored":
        assert state == State.OPEN
        receipt_of(cast(client, loaded.slips[BOX][7].text()), loaded)
        close(loaded.board, BOX)
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    assert record.stage is Stage.TALLIED
    assert len(record.ballots) in {6, 7}


def test_a_disk_that_is_nearly_full_stops_the_box_before_anything_is_lost(
    client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = loaded.slips[BOX][0].text()
    receipt_of(cast(client, body), loaded)
    usage = shutil.disk_usage(loaded.config.folder)
    monkeypatch.setattr(
        shutil, "disk_usage", lambda _: usage._replace(free=loaded.config.reserve_bytes - 1)
    )
    assert refused(cast(client, loaded.slips[BOX][1].text())) == (507, "disk-nearly-full")
    assert accepted(loaded) == 1


def test_a_full_disk_and_a_locked_database_have_their_own_answers(
    loaded: Loaded, client: FlaskClient
) -> None:
    blocker = sqlite3.connect(loaded.config.database, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    response = cast(client, loaded.slips[BOX][0].text())
    blocker.execute("ROLLBACK")
    assert refused(response) == (503, "storage-busy")
    assert response.headers["Retry-After"] == "1"
    size = blocker.execute("PRAGMA page_count").fetchone()[0]
    blocker.close()
    board: Board = client.application.extensions["board"]
    with board.store.engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {size}")
    for slip in loaded.slips[BOX][:8]:  # they have their places since the box was opened
        receipt_of(cast(client, slip.text()), loaded)
    with pytest.raises(DiskNearlyFull):
        close(board, BOX)
    board.store.dispose()  # a new connection has no limit
    receipt_of(cast(client, loaded.slips[BOX][9].text()), loaded)
    close(board, BOX)
    assert accepted(loaded) == 9


def test_a_box_for_which_the_disk_is_too_small_is_not_opened(tmp_path: Path) -> None:
    config = config_in(tmp_path / "server")
    loaded = loaded_server(config, opened=False)
    needed = 2 * 30 * room(loaded.board.electorate_of(BOX).longest_ballot)
    free = shutil.disk_usage(config.folder).free
    object.__setattr__(config, "reserve_bytes", free - needed // 2)
    with pytest.raises(DiskNearlyFull):
        open_for_voting(loaded.board, BOX)
    with loaded.board.store.reading() as session:
        assert chain.state_of(session, BOX) is State.PREPARED
    assert not config.pool_key(BOX).exists()
    loaded.board.store.dispose()


def test_boxes_do_not_hold_each_other_up(client: FlaskClient, loaded: Loaded) -> None:
    receipt_of(cast(client, loaded.slips[BOX][0].text()), loaded)
    close(loaded.board, BOX)
    receipt_of(cast(client, loaded.slips[OTHER_BOX][0].text(), OTHER_BOX), loaded)
