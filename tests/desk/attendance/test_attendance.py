"""Who came, in a file that tells nothing else."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from desk.attendance.attendance import FILE, MIGRATIONS, PRAGMAS, Attendance, Counts, make
from desk.attendance.models import Base
from desk.problem import Problem
from desk.store.database import Database
from meeting.lists.roster import Voter
from tests.desk.fixtures.published import names

CAME = 30


def roster(count: int) -> list[Voter]:
    return [Voter(each, "镇政府", "委员", "AB"[at % 2]) for at, each in enumerate(names(count))]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / FILE
    make(made, roster(60), ["r1-A", "r1-B"])
    return made


@pytest.fixture
def stored(path: Path) -> Iterator[Attendance]:
    found = Attendance(path)
    yield found
    found.dispose()


def test_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    database = Database(tmp_path / FILE, PRAGMAS)
    database.bring_up_to_date(MIGRATIONS)
    with database.reading() as session:
        found = MigrationContext.configure(session.connection())
        assert compare_metadata(found, Base.metadata) == []
    database.dispose()


@pytest.mark.parametrize("size", [60, 20_000])
def test_the_same_people_leave_the_same_bytes_in_whatever_order_they_came(
    tmp_path: Path, size: int
) -> None:
    first = tmp_path / FILE
    make(first, roster(size), ["r1-A", "r1-B"])
    places = random.Random(7).sample(range(size), CAME)  # noqa: S311 - no secret
    found = set()
    for order in range(5):
        folder = tmp_path / str(order)
        folder.mkdir()
        shutil.copy(first, folder / FILE)
        stored = Attendance(folder / FILE)
        random.Random(order).shuffle(places)  # noqa: S311 - no secret
        for place in places:
            assert stored.mark(place, came=True)
        stored.dispose()
        found.add((folder / FILE).read_bytes())
        beside = {each.name: each.stat().st_size for each in folder.iterdir()}
        assert beside.pop(FILE) > 0
        assert set(beside) <= {f"{FILE}-journal"}
        assert not any(beside.values())
    assert len(found) == 1


def test_a_check_in_taken_back_leaves_the_bytes_of_nobody_but_a_count_of_changes(
    path: Path,
) -> None:
    files = []
    for place in (3, 50):
        copy = path.with_name(f"{place}.sqlite")
        shutil.copy(path, copy)
        stored = Attendance(copy)
        stored.mark(place, came=True)
        stored.mark(place, came=False)
        stored.dispose()
        files.append(copy.read_bytes())
    assert files[0] == files[1]


def test_the_file_has_no_column_for_a_time_or_an_order(path: Path, stored: Attendance) -> None:
    assert stored.people
    with sqlite3.connect(path) as connection:
        columns = {
            table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
        }
        assert connection.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    connection.close()
    assert columns == {
        "alembic_version": ["version_num"],
        "expected": ["place", "name", "unit", "post", "group"],
        "came": ["row", "flags"],
        "slips": ["box", "opened", "given", "spoiled", "left"],
    }


def test_places_are_drawn_and_not_those_of_the_roster(tmp_path: Path) -> None:
    listed = roster(200)
    drawn = []
    for name in ("one.sqlite", "other.sqlite"):
        make(tmp_path / name, listed, [])
        stored = Attendance(tmp_path / name)
        drawn.append([each.name for each in stored.people])
        stored.dispose()
    assert drawn[0] != drawn[1]
    assert [each.name for each in listed] not in drawn
    assert {*drawn[0]} == {each.name for each in listed}


def test_somebody_comes_once(stored: Attendance) -> None:
    assert stored.mark(5, came=True)
    assert not stored.mark(5, came=True)
    assert stored.present().total() == 1
    assert stored.mark(5, came=False)
    assert not stored.mark(5, came=False)
    assert stored.present().total() == 0
    for place in (-1, 60):
        with pytest.raises(IndexError):
            stored.mark(place, came=True)


def test_what_was_made_is_not_made_again(path: Path, stored: Attendance) -> None:
    stored.mark(5, came=True)
    make(path, roster(60), ["r1-A"])
    assert stored.present().total() == 1


def test_counts_that_another_device_changed_are_not_overwritten(stored: Attendance) -> None:
    mine, theirs = Counts(30, 20, 1, 10), Counts(30, 19, 1, 11)
    stored.count({"r1-A": (Counts(), theirs)})
    with pytest.raises(Problem, match="Another device"):
        stored.count({"r1-B": (Counts(), mine), "r1-A": (Counts(), mine)})
    assert stored.slips() == {"r1-A": theirs, "r1-B": Counts()}


@pytest.mark.parametrize(
    ("counts", "agree"),
    [
        (Counts(30, 20, 1, 10), True),
        (Counts(30, 20, 1, 9), False),
        (Counts(30, 20, 21, 10), False),
        (Counts(), True),
    ],
)
def test_unsealed_slips_are_those_given_out_and_those_left(counts: Counts, agree: bool) -> None:
    assert counts.agree is agree
