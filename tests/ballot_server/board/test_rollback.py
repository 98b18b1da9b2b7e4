"""A server whose database was set back, exchanged or damaged signs nothing more."""

from __future__ import annotations

import shutil
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.board import open_board
from ballot_server.board.checkpoints import sign_newest, signed_checkpoint
from ballot_server.board.closing import close
from ballot_server.board.recovery import start_up
from ballot_server.problems.commands import MeetingOfOtherServer
from ballot_server.problems.refusals import (
    BoardBehind,
    BoardForked,
    ChainDamaged,
    MarkUnreadable,
    PoolDamaged,
    PoolKeyMissing,
)
from ballot_server.store.mark import read_mark
from crypto.board.board_proof import GrowthProof
from crypto.board.checkpoint import open_checkpoint
from crypto.board.server_key import ServerKey
from tests.ballot_server.fixtures.asking import NewApp, cast, receipt_of, refused
from tests.ballot_server.fixtures.small_meeting import BOX, OTHER_BOX, Loaded

pytestmark = pytest.mark.usefixtures("sealing_by_fives")


def fill(client: FlaskClient, loaded: Loaded, first: int, last: int) -> None:
    for slip in loaded.slips[BOX][first:last]:
        receipt_of(cast(client, slip.text()), loaded)


def backup(loaded: Loaded, name: str) -> Path:
    """Copy the database as a backup does: the database alone, never the keys."""
    target = loaded.config.folder.parent / name
    source, copy = sqlite3.connect(loaded.config.database), sqlite3.connect(target)
    source.backup(copy)
    source.close()
    copy.close()
    return target


def restore(loaded: Loaded, copy: Path) -> None:
    loaded.board.store.dispose()
    for suffix in ("-wal", "-shm"):
        Path(f"{loaded.config.database}{suffix}").unlink(missing_ok=True)
    shutil.copyfile(copy, loaded.config.database)


def change(loaded: Loaded, statement: str, *values: object) -> None:
    connection = sqlite3.connect(loaded.config.database)
    connection.execute(statement, values)
    connection.commit()
    connection.close()


@pytest.mark.parametrize("sealed", [False, True], ids=["lost from the pool", "lost from the chain"])
def test_a_restored_backup_that_lacks_accepted_ballots_is_noticed(
    client: FlaskClient, loaded: Loaded, new_app: NewApp, *, sealed: bool
) -> None:
    fill(client, loaded, 0, 3)
    old = backup(loaded, "old.sqlite")
    fill(client, loaded, 3, 12 if sealed else 5)
    client.application.extensions["board"].store.dispose()
    restore(loaded, old)
    with pytest.raises(BoardBehind):
        start_up(loaded.board)
    running = new_app(loaded)  # and a worker that was not started anew gives no receipt either
    assert refused(running.get(f"/api/boxes/{BOX}/checkpoint")) == (503, "board-behind")
    assert refused(cast(running, loaded.slips[BOX][20].text())) == (503, "board-behind")


def test_a_restored_backup_that_lacks_nothing_is_welcome(
    client: FlaskClient, loaded: Loaded, new_app: NewApp
) -> None:
    fill(client, loaded, 0, 11)
    good = backup(loaded, "good.sqlite")
    client.application.extensions["board"].store.dispose()
    restore(loaded, good)
    start_up(loaded.board)
    fill(new_app(loaded), loaded, 11, 13)


def test_another_chain_of_the_same_length_is_noticed(
    client: FlaskClient, loaded: Loaded, new_app: NewApp
) -> None:
    fill(client, loaded, 0, 9)
    old = backup(loaded, "fork.sqlite")
    fill(client, loaded, 9, 10)
    before = read_mark(loaded.config, BOX)
    client.application.extensions["board"].store.dispose()
    restore(loaded, old)
    forked = new_app(loaded)
    assert before is not None
    assert before.size == 6
    response = cast(forked, loaded.slips[BOX][10].text())  # the tenth of this chain: it is sealed
    assert refused(response) == (503, "board-forked")
    with pytest.raises(BoardForked):
        start_up(loaded.board)


def test_a_box_reopened_by_a_backup_has_no_key_and_does_not_start(
    client: FlaskClient, loaded: Loaded
) -> None:
    fill(client, loaded, 0, 3)
    old = backup(loaded, "open.sqlite")
    loaded.config.mark(BOX).rename(loaded.config.mark(BOX).with_suffix(".kept"))
    shutil.copyfile(loaded.config.mark(BOX).with_suffix(".kept"), loaded.config.mark(BOX))
    close(loaded.board, BOX)
    loaded.config.mark(BOX).with_suffix(".kept").replace(loaded.config.mark(BOX))
    client.application.extensions["board"].store.dispose()
    restore(loaded, old)  # with the mark set back as well, only the key is missing
    with pytest.raises(PoolKeyMissing):
        start_up(loaded.board)


def test_another_pool_key_is_noticed(client: FlaskClient, loaded: Loaded) -> None:
    fill(client, loaded, 0, 3)
    loaded.config.pool_key(BOX).write_bytes(b"\x07" * 32)
    with pytest.raises(PoolDamaged):
        start_up(loaded.board)
    with pytest.raises(PoolDamaged):
        close(loaded.board, BOX)  # and nothing is thrown away
    assert loaded.config.pool_key(BOX).exists()


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"setup":"x"}'])
def test_a_missing_or_damaged_mark_stops_the_server(
    client: FlaskClient, loaded: Loaded, content: bytes | None
) -> None:
    fill(client, loaded, 0, 1)
    if content is None:
        loaded.config.mark(BOX).unlink()
    else:
        loaded.config.mark(BOX).write_bytes(content)
    with pytest.raises(MarkUnreadable):
        start_up(loaded.board)
    assert refused(cast(client, loaded.slips[BOX][1].text())) == (503, "mark-unreadable")


DAMAGE = {
    "an event's payload": "UPDATE event SET payload = '" + "0" * 64 + "' WHERE height = 3",
    "an event's hash": "UPDATE event SET hash = '" + "0" * 64 + "' WHERE height = 3",
    "a ballot": "UPDATE data SET content = CAST(content || ' ' AS BLOB) WHERE hash = "
    "(SELECT payload FROM event WHERE height = 2 AND box_id = 'r1-A')",
    "the credentials": "UPDATE data SET content = CAST(content || ' ' AS BLOB) WHERE "
    "substr(content, 1, 2) = CAST('[\"' AS BLOB) AND box_id = 'r1-A'",
    "a row of the index": "DELETE FROM sealed_ballot WHERE height = 2",
}


@pytest.mark.parametrize("what", DAMAGE)
def test_damage_in_the_database_stops_the_start(
    client: FlaskClient, loaded: Loaded, what: str
) -> None:
    fill(client, loaded, 0, 10)
    client.application.extensions["board"].store.dispose()
    change(loaded, DAMAGE[what])
    with pytest.raises(ChainDamaged):
        start_up(loaded.board)


def test_another_server_key_stops_the_start(loaded: Loaded) -> None:
    loaded.config.server_key.write_bytes(ServerKey.generate().to_pem())
    board = open_board(loaded.config)
    with pytest.raises(MeetingOfOtherServer):
        start_up(board)
    board.store.dispose()


def test_checkpoints_only_ever_grow(client: FlaskClient, loaded: Loaded) -> None:
    notes = [signed_checkpoint(loaded.board, BOX)]
    for count in range(0, 16, 4):
        fill(client, loaded, count, count + 4)
        notes.append(client.get(f"/api/boxes/{BOX}/checkpoint").text)
    notes.append(close(loaded.board, BOX))
    key = loaded.board.key.public
    found = [open_checkpoint(note.encode(), key) for note in notes]
    for earlier, later in pairwise(found):
        asked = f"/api/boxes/{BOX}/consistency?from={earlier.size}&to={later.size}"
        GrowthProof.parse(client.get(asked).data).check(earlier, later)
    assert [each.size for each in found] == [1, 1, 1, 6, 11, 19]


def test_what_keeps_one_box_from_being_signed_keeps_no_other_one(loaded: Loaded) -> None:
    """Who asks at the same time shares a round of signing, whichever box it is about."""
    lock = loaded.config.keys / f"{BOX}.lock"
    lock.unlink()
    lock.mkdir()
    of_box, of_other = sign_newest(loaded.board, lambda: [BOX, OTHER_BOX])
    assert isinstance(of_box, OSError)
    assert isinstance(of_other, str)
    open_checkpoint(of_other.encode(), loaded.board.key.public)
