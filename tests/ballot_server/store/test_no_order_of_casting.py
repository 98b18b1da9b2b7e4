"""Nothing that is stored tells who voted when: chance orders the chain, and the pool is blind."""

from __future__ import annotations

import re
import sqlite3
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from ballot_server.board.closing import close
from ballot_server.box import sealing
from ballot_server.box.box import open_pool
from ballot_server.config import ServerConfig
from ballot_server.problems.refusals import PoolDamaged
from ballot_server.store import chain, pool_key
from ballot_server.store.models import Base
from crypto.ballots.sealing_order import ascending_runs
from crypto.board.receipt import Receipt
from crypto.record.record import read_record
from tests.ballot_server.fixtures.asking import NewApp, accepted, cast, receipt_of
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    config_in,
    loaded_server,
)

pytestmark = pytest.mark.usefixtures("sealing_by_fives")

M = 5


def rows(config: ServerConfig, query: str, *values: str) -> list[Any]:
    connection = sqlite3.connect(config.database)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def everything_on_disk(config: ServerConfig) -> bytes:
    files = [path for path in config.folder.rglob("*") if path.is_file()]
    return b"".join(path.read_bytes() for path in sorted(files))


@given(waiting=st.integers(0, 60), batch=st.integers(1, 12))
def test_batches_are_m_of_at_least_2m(waiting: int, batch: int) -> None:
    batches = sealing.draw_batches(range(waiting), batch)
    sealed = [each for drawn in batches for each in drawn]
    assert len(set(sealed)) == len(sealed)
    assert {len(drawn) for drawn in batches} <= {batch}
    left = waiting - len(sealed)
    assert left == waiting or batch <= left < 2 * batch


def test_without_a_batch_nothing_is_sealed_before_the_closing() -> None:
    assert not sealing.ready(10**6, 0)
    assert sealing.draw_batches(range(1000), 0) == []


def test_which_ones_is_up_to_chance() -> None:
    drawn = [frozenset(sealing.draw_batches(range(2 * M), M)[0]) for _ in range(400)]
    assert len(set(drawn)) > 150  # of 252 possible ones
    assert frozenset[int]().union(*drawn) == set(range(2 * M))


def test_the_chain_grows_by_m_when_2m_wait(client: FlaskClient, loaded: Loaded) -> None:
    sizes = []
    for slip in loaded.slips[BOX][:20]:
        cast(client, slip.text())
        with loaded.board.store.reading() as session:
            found = chain.standing(session, BOX)
        sizes.append((found.sealed, found.waiting))
    assert sizes[8:10] == [(0, 9), (5, 5)]
    assert sizes[13:15] == [(5, 9), (10, 5)]
    assert sizes[19] == (15, 5)
    assert all(sealed + waiting == count for count, (sealed, waiting) in enumerate(sizes, 1))
    assert all(after[0] - before[0] in {0, M} for before, after in pairwise(sizes))


def test_no_waiting_ballot_can_be_read_from_the_database(
    client: FlaskClient, loaded: Loaded
) -> None:
    slips = loaded.slips[BOX][:9]
    ballots = [slip.ballot() for slip in slips]
    for ballot in ballots:
        receipt_of(cast(client, ballot.to_json().encode()), loaded)
    found = rows(loaded.config, "SELECT tag, nonce, name, locked FROM pool_slot")
    assert len(found) == 30 + 6  # whoever has voted
    lengths = "SELECT DISTINCT length(name), length(locked) FROM pool_slot WHERE box_id = ?"
    assert len(rows(loaded.config, lengths, BOX)) == 1
    disk = everything_on_disk(loaded.config)
    pooled = b"".join(part for row in found for part in row)
    for slip, ballot in zip(slips, ballots, strict=True):
        assert ballot.fingerprint.encode() not in disk
        assert ballot.tracker.encode() not in disk
        assert ballot.to_json().encode()[200:260] not in disk
        # The credential is public, but nothing in the pool says which ones have voted.
        assert slip.public.encode() not in pooled


def test_rows_lie_in_the_order_of_their_tags_not_of_their_coming(
    client: FlaskClient, loaded: Loaded
) -> None:
    came = [Receipt.parse(cast(client, slip.text()).data) for slip in loaded.slips[BOX][:9]]
    asked = "SELECT hex(tag) FROM pool_slot WHERE box_id = ? ORDER BY slot"
    tags = [str(tag) for (tag,) in rows(loaded.config, asked, BOX)]
    assert tags == sorted(tags)
    with loaded.board.store.reading() as session:
        electorate = loaded.board.electorate(session, BOX)
        pool = open_pool(session, loaded.config, BOX, electorate)
        listed = [ballot.fingerprint for ballot in pool.ballots()]
    assert sorted(listed) == sorted(receipt.fingerprint for receipt in came)
    assert listed != [receipt.fingerprint for receipt in came]  # wrong once in 9! = 362880


def test_tables_have_no_rowid_no_time_and_no_sequence(loaded: Loaded) -> None:
    tables = dict(rows(loaded.config, "SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    assert set(Base.metadata.tables) | {"alembic_version"} == set(tables)
    for name, sql in tables.items():
        if name == "alembic_version":  # one row, never about a ballot
            continue
        assert "WITHOUT ROWID" in str(sql), name
        with pytest.raises(sqlite3.OperationalError, match="no such column"):
            rows(loaded.config, f"SELECT rowid FROM {name}")  # noqa: S608
    columns = {column.name for table in Base.metadata.tables.values() for column in table.columns}
    allowed = {"timestamp"}  # the day in the archive's header, one per box
    assert (
        not {each for each in columns if re.search(r"time|date|seq|order|kiosk|lang|_at$", each)}
        - allowed
    )
    assert rows(loaded.config, "SELECT DISTINCT timestamp % 86400 FROM box") == [(0,)]


def test_what_was_sealed_is_wiped_from_the_pool(client: FlaskClient, loaded: Loaded) -> None:
    for slip in loaded.slips[BOX][:9]:
        cast(client, slip.text())
    before = dict(rows(loaded.config, "SELECT tag, locked FROM pool_slot"))
    cast(client, loaded.slips[BOX][9].text())
    loaded.board.store.forget_order()
    left = dict(rows(loaded.config, "SELECT tag, locked FROM pool_slot"))
    gone = [locked for tag, locked in before.items() if locked != left[tag]]
    assert len(gone) >= M - 1
    disk = loaded.config.database.read_bytes()
    for locked in gone:
        assert isinstance(locked, bytes)
        assert not any(locked[at : at + 24] in disk for at in range(0, len(locked) - 24, 997))


def test_a_log_that_somebody_held_when_a_batch_was_sealed_is_emptied_by_the_next_ballot(
    client: FlaskClient, loaded: Loaded
) -> None:
    """The log has the rows of waiting ballots one after another, as they came."""
    *slips, last, after = loaded.slips[BOX][: 2 * M + 1]
    for slip in slips:
        cast(client, slip.text())
    log = loaded.config.database.with_name("board.sqlite-wal")
    reader = sqlite3.connect(loaded.config.database, isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM pool_slot").fetchall()
    receipt_of(cast(client, last.text()), loaded)  # a batch is sealed
    assert log.stat().st_size > 0
    reader.close()
    receipt_of(cast(client, after.text()), loaded)
    assert log.stat().st_size == 0


def test_after_closing_nothing_is_left_of_the_pool_or_its_key(
    client: FlaskClient, loaded: Loaded
) -> None:
    for slip in loaded.slips[BOX][:9]:
        cast(client, slip.text())
    path = loaded.config.pool_key(BOX)
    key = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    held = path.open("rb")  # as if somebody had the old file still open
    tags = rows(loaded.config, "SELECT hex(tag) FROM pool_slot WHERE box_id = ?", BOX)
    close(loaded.board, BOX)
    assert not path.exists()
    assert held.read() != key
    held.close()
    assert loaded.config.pool_key(OTHER_BOX).exists()
    left = rows(loaded.config, "SELECT count(*) FROM pool_slot WHERE box_id = ?", BOX)
    assert left == [(0,)]
    disk = everything_on_disk(loaded.config)
    assert key not in disk
    assert len(tags) == 30
    for (tag,) in tags:
        assert bytes.fromhex(str(tag)) not in disk


def test_a_closing_sorts_what_it_seals(tmp_path: Path, new_app: NewApp) -> None:
    loaded = loaded_server(config_in(tmp_path / "server"), slips=20)
    client = new_app(loaded)
    came = [receipt_of(cast(client, slip.text()), loaded).fingerprint for slip in loaded.slips[BOX]]
    close(loaded.board, BOX)
    record = read_record(client.get(f"/api/boxes/{BOX}/record.bel").data)
    chained = [re.search(rb'"hash":"([^"]+)"', each.data) for each in record.ballots]
    order = [match[1].decode() for match in chained if match]
    assert sorted(order) == sorted(came)
    assert min(ascending_runs(order)) >= M
    loaded.board.store.dispose()


def test_a_row_cannot_be_moved_to_another_tag_or_box(client: FlaskClient, loaded: Loaded) -> None:
    for slip in loaded.slips[BOX][:2]:
        cast(client, slip.text())
    connection = sqlite3.connect(loaded.config.database)
    asked = "SELECT nonce, locked FROM pool_slot WHERE box_id = ? LIMIT 2"
    (first, second) = connection.execute(asked, (BOX,)).fetchall()
    asked = "SELECT tag FROM pool_slot WHERE box_id = ? LIMIT 2"
    tags = connection.execute(asked, (BOX,)).fetchall()
    update = "UPDATE pool_slot SET nonce = ?, locked = ? WHERE tag = ?"
    connection.execute(update, (*second, *tags[0]))
    connection.execute(update, (*first, *tags[1]))
    connection.commit()
    connection.close()
    with loaded.board.store.reading() as session:
        electorate = loaded.board.electorate(session, BOX)
        pool = open_pool(session, loaded.config, BOX, electorate)
        with pytest.raises(PoolDamaged):
            pool.check()
    assert accepted(loaded) == 2


def test_the_pool_key_shows_in_no_repr(loaded: Loaded) -> None:
    key = pool_key.load(loaded.config.pool_key(BOX), loaded.slips[BOX][0].setup)
    assert key is not None
    assert key.tags.hex() not in repr(key)
    assert repr(key) == "PoolKey()"
