"""SQLite under the board: the conformance suite, and what only SQLite has."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from ballot_server.config import ServerConfig
from ballot_server.problems.commands import DatabaseUnsupported, SchemaForeign
from ballot_server.store.engine import WRITES, open_store
from ballot_server.store.models import Base
from ballot_server.store.schema import downgrade, migrate
from tests.ballot_server.fixtures.small_meeting import config_in
from tests.ballot_server.fixtures.storage_conformance import StorageConformance


class TestSQLite(StorageConformance):
    @pytest.fixture
    def config(self, tmp_path: Path) -> ServerConfig:
        return config_in(tmp_path / "server")


def test_every_connection_keeps_what_it_commits_and_wipes_what_it_deletes(tmp_path: Path) -> None:
    store = open_store(config_in(tmp_path))
    for _ in range(2):
        with store.engine.connect() as connection:
            found = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys")
            }
        store.dispose()
        assert found == {
            "journal_mode": "wal",
            "synchronous": 2,
            "secure_delete": 1,
            "foreign_keys": 1,
        }


def test_writers_queue_at_the_start(tmp_path: Path) -> None:
    store = open_store(config_in(tmp_path))
    begun: list[str] = []
    with store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        driver.set_trace_callback(begun.append)
    with store.writing() as session:
        session.connection()
        assert session.connection().get_execution_options()[WRITES] is True
    with store.reading() as session:
        session.connection()
    store.dispose()
    assert begun[0] == "BEGIN IMMEDIATE"
    assert "BEGIN" in begun[1:]


def test_the_tables_are_those_of_the_models_up_and_down(tmp_path: Path) -> None:
    def described(database: Path) -> dict[str, list[tuple[object, ...]]]:
        connection = sqlite3.connect(database)
        names = [
            name
            for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if name != "alembic_version"
        ]
        found = {
            name: [row[1:] for row in connection.execute(f"PRAGMA table_info({name})")]
            for name in names
        }
        connection.close()
        return found

    migrated, modelled = config_in(tmp_path), ServerConfig(tmp_path, url=f"sqlite:///{tmp_path}/m")
    store = open_store(migrated)
    with store.connection() as connection:
        migrate(connection)
    made = open_store(modelled)
    with made.connection() as connection:
        Base.metadata.create_all(connection)
    made.dispose()
    assert described(migrated.database) == described(tmp_path / "m")
    with store.connection() as connection:
        downgrade(connection, "base")
    assert described(migrated.database) == {}
    with store.connection() as connection:
        migrate(connection)
    store.dispose()
    assert described(migrated.database) == described(tmp_path / "m")


def test_a_database_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    store = open_store(config_in(tmp_path))
    with store.connection() as connection:
        migrate(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaForeign), store.connection() as connection:
        migrate(connection)
    store.dispose()


def test_other_databases_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnsupported, match="postgresql"):
        open_store(ServerConfig(tmp_path, url="postgresql://board@localhost/board"))
