"""One copy of the disk tells no order of casting, not even to who has the pool's key with it.

The release before gave all of it away: a waiting ballot took the next free pages of the database or
of its log, so that whoever could read the tags had the order of casting (ρ = 1.00 of 30 ballots in
each of three tries), and so had who looked at the marks of α. Here the same is tried on real files.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from statistics import fmean

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.box.box import Box, open_pool
from ballot_server.problems.refusals import PoolDamaged
from ballot_server.store import chain
from ballot_server.store.models import PoolRow
from ballot_server.web.app import create_app
from crypto.ballots.sealing_order import ascending_runs
from tests.ballot_server.fixtures.asking import cast, receipt_of
from tests.ballot_server.fixtures.disk_copy import DiskCopy, rank_correlation
from tests.ballot_server.fixtures.small_meeting import (
    BOX,
    OTHER_BOX,
    Loaded,
    Slip,
    config_in,
    loaded_server,
)

VOTERS = 30
RUNS = 4


def voted(loaded: Loaded, voters: int = VOTERS) -> list[Slip]:
    """Let voters vote, in an order of chance; return it."""
    client = create_app(loaded.config)
    order = random.sample(loaded.slips[BOX], voters)
    for slip in order:
        assert cast(client.test_client(), slip.text()).status_code == 200
    client.extensions["board"].store.dispose()
    return order


def test_where_a_ballot_lies_says_nothing_of_when_it_came(tmp_path: Path) -> None:
    """The former attack: sort by place, compare with the order of casting. ρ was 1.00."""
    found: list[list[float]] = []
    for run in range(RUNS):
        loaded = loaded_server(config_in(tmp_path / str(run)), slips=VOTERS)
        order = voted(loaded)
        disk = DiskCopy(loaded, tmp_path / f"copy-{run}")
        places = zip(*(disk.places(slip) for slip in order), strict=True)
        found.append([rank_correlation(each, range(VOTERS)) for each in places])
        loaded.board.store.dispose()
    means = [abs(fmean(piece)) for piece in zip(*found, strict=True)]
    assert max(means) < 0.5  # the deviation of each mean is 0.19 / 2


def test_every_ballot_lies_where_its_slot_lay_before_anybody_voted(
    loaded: Loaded, tmp_path: Path
) -> None:
    """So each of all who voted may have come at each place: nothing is left to guess from."""
    before = DiskCopy(loaded, tmp_path / "before")
    order = voted(loaded, 12)
    after = DiskCopy(loaded, tmp_path / "after")
    assert len(after.database) == len(before.database)
    assert (before.free_pages, after.free_pages) == (0, 0)
    for slip in loaded.slips[BOX]:
        assert after.places(slip) == before.places(slip)
    assert order


def test_nothing_beside_the_database_names_what_was_written_last(
    loaded: Loaded, client: FlaskClient, tmp_path: Path
) -> None:
    first, second, third = loaded.slips[BOX][:3]
    for number, slip in enumerate((first, second)):
        receipt_of(cast(client, slip.text()), loaded)
        disk = DiskCopy(loaded, tmp_path / str(number))
        assert disk.log == b""
        assert disk.indexed_pages in ([], [1])
    fingerprint = third.ballot().fingerprint
    client.post(f"/api/boxes/{BOX}/spoiled", data=third.spoiling(fingerprint))
    disk = DiskCopy(loaded, tmp_path / "spoiled")
    assert (disk.log, disk.indexed_pages) == (b"", [1])


@pytest.mark.usefixtures("sealing_by_fives")
def test_a_batch_that_is_sealed_leaves_its_slots_where_they_are(
    loaded: Loaded, tmp_path: Path
) -> None:
    before = DiskCopy(loaded, tmp_path / "before")
    voted(loaded, 10)
    after = DiskCopy(loaded, tmp_path / "after")
    for slip in loaded.slips[BOX]:
        assert after.places(slip) == before.places(slip)
    with loaded.board.store.reading() as session:
        found = chain.standing(session, BOX)
    assert (found.sealed, found.waiting) == (5, 5)


def test_a_closed_box_has_no_slots_and_its_chain_is_sorted(loaded: Loaded) -> None:
    order = voted(loaded)
    close(loaded.board, BOX)
    with loaded.board.store.reading() as session:
        entries = list(chain.entries(session, BOX, 1))[: len(order)]
        assert session.get(PoolRow, BOX) is None
        assert session.get(PoolRow, OTHER_BOX) is not None
    fingerprints = [each.data[0].split(b'"hash":"')[1][:43].decode() for each in entries]
    assert ascending_runs(fingerprints) == [VOTERS]


def test_where_a_ballot_lies_after_the_closing_says_nothing_either(tmp_path: Path) -> None:
    """Neither in the chain nor in the file; sealing by fives left ρ = 0.93."""
    found: list[list[float]] = []
    for run in range(RUNS):
        loaded = loaded_server(config_in(tmp_path / str(run)), slips=VOTERS)
        order = voted(loaded)
        close(loaded.board, BOX)
        with loaded.board.store.reading() as session:
            sealed = [each.data[0] for each in chain.entries(session, BOX, 1, VOTERS + 1)]
        loaded.board.store.dispose()
        database = (loaded.config.folder / "board.sqlite").read_bytes()
        ballots = {json.loads(each)["credential"]: each for each in sealed}
        in_turn = [ballots[slip.public] for slip in order]
        rows = [sealed.index(each) for each in in_turn]
        # a page may end within a piece, but not within both
        lying = [max(map(database.find, (each[-12:], each[-60:-40]))) for each in in_turn]
        assert min(lying) >= 0
        found.append([rank_correlation(each, range(VOTERS)) for each in (rows, lying)])
    means = [abs(fmean(piece)) for piece in zip(*found, strict=True)]
    assert max(means) < 0.5  # the deviation of each mean is 0.19 / 2


def test_what_the_bits_say_is_what_the_slots_hold(loaded: Loaded, client: FlaskClient) -> None:
    for slip in loaded.slips[BOX][:3]:
        receipt_of(cast(client, slip.text()), loaded)
    with loaded.board.store.writing() as session:
        electorate = loaded.board.electorate(session, BOX)
        pool = open_pool(session, loaded.config, BOX, electorate)
        pool.check()
        assert (pool.filled.bit_count(), len(list(pool.names()))) == (3, 3)
        row = session.get_one(PoolRow, BOX)
        row.filled = bytes(len(row.filled))  # as if no ballot had come
        session.flush()
        with pytest.raises(PoolDamaged):
            pool.check()
        session.rollback()


def test_slots_are_made_for_every_slip_and_say_nothing(loaded: Loaded) -> None:
    with loaded.board.store.writing() as session:
        electorate = loaded.board.electorate(session, BOX)
        pool = open_pool(session, loaded.config, BOX, electorate)
        assert not pool.filled
        assert not [*pool.ballots(), *pool.names()]
        assert all(pool.find(slip.public) is None for slip in loaded.slips[BOX])
        assert Box(session, loaded.config, BOX).row.state == "open"
