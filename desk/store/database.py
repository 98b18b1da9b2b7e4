"""SQLite files of the desk, set so that what was committed stays and what was deleted is gone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from desk.problem import Problem
from meeting.language import N_

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
WRITES = "desk_writes"
BUSY_SECONDS = 10.0


class Database:
    """One SQLite file, as two kinds of transaction."""

    def __init__(self, path: Path, pragmas: Sequence[str] = PRAGMAS) -> None:
        self.path = path
        self._pragmas = pragmas
        # hide_parameters: an error's text must never show a row.
        self._engine = create_engine(
            f"sqlite:///{path}", hide_parameters=True, connect_args={"timeout": BUSY_SECONDS}
        )
        self._writer = self._engine.execution_options(**{WRITES: True})
        event.listen(self._engine, "connect", self._set_pragmas)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent snapshot. Raises Problem."""
        with self._refusals(), Session(self._engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: durable when the block ends, undone when it raises. Raises Problem."""
        with self._refusals(), Session(self._writer) as session, session.begin():
            session.connection()
            yield session

    def bring_up_to_date(self, migrations: Path) -> None:
        """Give the file the tables of this release. Raises Problem."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path.touch(mode=0o600)
        with self._refusals(), self._writer.begin() as connection:
            settings = _settings(migrations)
            found = MigrationContext.configure(connection).get_current_revision()
            scripts = ScriptDirectory.from_config(settings)
            if found is not None and found not in {
                each.revision for each in scripts.walk_revisions()
            }:
                raise Problem(
                    "desk-newer",
                    N_("This file was made by a later release of Piaoxiang. Use that one."),
                    where=str(self.path),
                )
            settings.attributes["connection"] = connection
            command.upgrade(settings, "head")

    def dispose(self) -> None:
        """Let all connections go."""
        self._engine.dispose()

    @contextmanager
    def _refusals(self) -> Iterator[None]:
        try:
            yield
        except DatabaseError as error:
            raise Problem(
                "desk-storage",
                N_(
                    "Nothing could be stored: the disk may be full, or the file held by another "
                    "program. Try again."
                ),
                where=str(self.path),
            ) from error

    def _set_pragmas(self, connection: sqlite3.Connection, record: Any) -> None:
        del record
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in self._pragmas:
            connection.execute(pragma)


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _settings(migrations: Path) -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(migrations).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings
