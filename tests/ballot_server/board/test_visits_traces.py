"""What the board keeps of open visits: nothing that comes near a ballot, a time or an order."""

from __future__ import annotations

import secrets
import sqlite3
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from ballot_server.board.closing import close
from ballot_server.board.visits import Visits
from ballot_server.problems.refusals import VisitNotNoted
from meeting.board_interface.questions import VisitStep
from tests.ballot_server.fixtures.asking import cast, refused
from tests.ballot_server.fixtures.small_meeting import BOX, Loaded
from tests.ballot_server.fixtures.told_visits import (
    ONE,
    TWO,
    Clock,
    kept,
    may,
    noted,
    tell,
)


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
        found.note(BOX, each, VisitStep.BEGIN, may)
    table = kept(loaded).read_bytes()
    places = [table.index(each) for each in numbers]
    assert places != sorted(places), "wrong once in 20!"
    assert all(place % 19 == 0 for place in places)
    ticks = {table[place + 16 : place + 18] for place in places}
    assert len(ticks) == 1


def test_a_folder_of_somebody_else_is_not_used(loaded: Loaded, tmp_path: Path) -> None:
    """Others may write into the memory too: what they put there in time is left alone."""
    other = tmp_path / "other"
    other.mkdir()
    (other / BOX).write_bytes(b"theirs")
    loaded.config.visits.symlink_to(other)
    found = Visits(loaded.config)
    with pytest.raises(VisitNotNoted):
        found.note(BOX, bytes(16), VisitStep.BEGIN, may)
    found.stop()
    assert found.open(BOX) is None
    assert (other / BOX).read_bytes() == b"theirs"


def test_the_tables_of_the_ballots_know_no_visit(loaded: Loaded) -> None:
    connection = sqlite3.connect(loaded.config.database)
    names = {str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    assert not any("visit" in name for name in names)
