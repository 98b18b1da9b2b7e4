"""What a closed box leaves in its files tells nobody the order of voting.

Slots lie where they lie since the box was opened (`test_slots`), so that what becomes of their
pages says nothing. The log must be empty: it may have pages as they were written.
"""

from __future__ import annotations

import random
import sqlite3
import struct
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board import closing
from ballot_server.board.closing import close
from ballot_server.board.recovery import start_up
from ballot_server.config import ServerConfig
from ballot_server.problems.commands import OrderNotErased
from ballot_server.store import chain
from ballot_server.web.app import create_app
from crypto.record.event_order import Stage
from tests.ballot_server.fixtures.asking import cast
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded, config_in, loaded_server

VOTERS = 6
RUNS = 6


def free_pages(config: ServerConfig) -> list[int]:
    """The database's list of free pages, read from the file as its format says."""
    data = config.database.read_bytes()
    size = struct.unpack(">H", data[16:18])[0]
    trunk = struct.unpack(">I", data[32:36])[0]
    found: list[int] = []
    while trunk:
        page = data[(trunk - 1) * size : trunk * size]
        following, count = struct.unpack(">II", page[:8])
        found += [trunk, *struct.unpack(f">{count}I", page[8 : 8 + 4 * count])]
        trunk = following
    return found


def voted(loaded: Loaded) -> list[str]:
    """Let voters vote, in an order of chance; return it."""
    client = create_app(loaded.config)
    order = random.sample(loaded.slips[BOX], VOTERS)
    for slip in order:
        assert cast(client.test_client(), slip.text()).status_code == 200
    client.extensions["board"].store.dispose()
    return [slip.public for slip in order]


def test_the_free_pages_of_a_closed_box_are_empty_and_lie_in_the_order_of_its_slots(
    tmp_path: Path,
) -> None:
    """What they were is the pool's, and that lay where it lay before anybody voted."""
    loaded = loaded_server(config_in(tmp_path / "server"), slips=VOTERS)
    before = loaded.config.database.read_bytes()
    voted(loaded)
    close(loaded.board, BOX)
    data = loaded.config.database.read_bytes()
    pages = free_pages(loaded.config)
    assert pages
    assert len(data) >= len(before)
    size = struct.unpack(">H", data[16:18])[0]
    trunks = struct.unpack(">I", data[32:36])
    for page in set(pages) - set(trunks):
        assert not any(data[(page - 1) * size : page * size]), page
    loaded.board.store.dispose()


def stage(loaded: Loaded) -> Stage:
    with loaded.board.store.reading() as session:
        return chain.standing(session, BOX).stage


def test_closing_fails_loudly_while_somebody_holds_the_log(tmp_path: Path) -> None:
    loaded = loaded_server(config_in(tmp_path / "server", busy_seconds=0.2), slips=VOTERS)
    voted(loaded)
    reader = sqlite3.connect(loaded.config.database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM pool_slot").fetchall()
    log = loaded.config.database.with_name("board.sqlite-wal")
    with pytest.raises(OrderNotErased, match="close the box again"):
        close(loaded.board, BOX)
    assert log.stat().st_size > 0
    assert not loaded.config.pool_key(BOX).exists()
    with pytest.raises(OrderNotErased):
        start_up(loaded.board)
    assert stage(loaded) is Stage.CLOSED
    reader.execute("ROLLBACK")
    reader.close()
    closing.finish(loaded.board, BOX)
    assert stage(loaded) is Stage.TALLIED
    loaded.board.store.dispose()


def test_the_log_is_empty_before_anything_public_follows(
    client: FlaskClient, loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    for slip in loaded.slips[BOX][:VOTERS]:
        cast(client, slip.text())
    sizes: list[int] = []
    log = loaded.config.database.with_name("board.sqlite-wal")
    real = closing._add_up

    def add_up(*words: object) -> None:
        sizes.append(log.stat().st_size)
        real(*words)  # type: ignore[arg-type]

    monkeypatch.setattr(closing, "_add_up", add_up)
    close(loaded.board, BOX)
    assert sizes == [0]
