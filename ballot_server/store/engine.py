"""The database engine: SQLite, set so that what was committed stays and what was deleted is gone.

- `journal_mode=WAL` and `synchronous=FULL`: a commit returns after its fsync. Only then may
  a receipt be signed.
- `secure_delete=ON`: the slots of a closed box are overwritten with zeros.
- `temp_store=MEMORY`: no sorting of ballots leaks into temporary files.
- Writers queue before they begin, first come, first served: those of a process, then one of each
  process, each for at most `busy_seconds` (`turns`). They say BEGIN IMMEDIATE, so that they fail
  at the start and not in the middle. Readers get one snapshot per transaction.

PostgreSQL is reached through the same `Store` by URL. What differs is in `_prepare_sqlite`
alone: writers there are kept apart by the row lock that `chain.lock_box` takes everywhere.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from ballot_server.config import ServerConfig
from ballot_server.problems.commands import DatabaseUnsupported
from ballot_server.problems.refusals import (
    BoardProblem,
    DiskNearlyFull,
    StorageBusy,
    StorageFailed,
    StorageReadOnly,
)
from ballot_server.turns.turns import Turns
from ballot_server.turns.writer_lock import only_one_writes

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA temp_store=MEMORY",
)
WRITES = "board_writes"
LOG_SECONDS = 0.05
"""How long everybody may wait so that the log can be emptied."""


class Store:
    """The database of one board, as two kinds of transaction."""

    def __init__(self, engine: Engine, config: ServerConfig) -> None:
        self.engine = engine
        self._writer = engine.execution_options(**{WRITES: True})
        self._config = config
        self._turns = Turns(1)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent snapshot. Raises StorageBusy or StorageFailed."""
        with _storage_problems(), Session(self.engine) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction, begun and alone: durable when the block ends, undone when it raises.

        Raises StorageBusy, DiskNearlyFull (both: nothing stored) or StorageFailed (not certain).
        """
        with (
            self._alone(),
            _storage_problems(),
            Session(self._writer) as session,
            session.begin(),
        ):
            session.connection()
            yield session

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """A writing transaction below the object layer, for migrations."""
        with self._alone(), _storage_problems(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Wait until no other writer is before us."""
        seconds = self._config.busy_seconds
        with self._turns.turn(seconds), only_one_writes(self._config.folder, seconds):
            yield

    def forget_order(self) -> None:
        """Leave nothing beside the database that tells what was written last, if nobody holds it.

        SQLite's write-ahead log has the pages as they were written, and its index names them until
        the next ones come. So the log is folded into the database and emptied, something without a
        meaning is written, and the log emptied again. Readers may hold it for a moment; then it is
        emptied another time: nobody writes while this waits for them.
        """
        with suppress(BoardProblem), self._alone():
            self._erased(LOG_SECONDS)

    def erase_order(self) -> None:
        """Do the same, and wait for whoever reads.

        Raises StorageBusy when somebody reads or writes all the while, DiskNearlyFull or
        StorageFailed; doing it again is harmless.
        """
        seconds = self._config.busy_seconds
        with self._alone():
            if not self._erased(seconds):
                raise StorageBusy

    def write_anew(self) -> None:
        """Write the database again, row after row in the order of the keys, without free pages.

        Raises as `erase_order`.
        """
        with self._alone(), self._raw(self._config.busy_seconds) as cursor:
            if cursor is not None:
                cursor.execute("VACUUM")
        self.erase_order()

    def _erased(self, seconds: float) -> bool:
        """Whether nobody held the log, so that it was emptied, written to, and emptied again."""
        with self._raw(seconds) as cursor:
            if cursor is None:
                return True
            if not _empty_log(cursor):
                return False
            cursor.execute(f"PRAGMA user_version = {secrets.randbits(31)}")
            return _empty_log(cursor)

    @contextmanager
    def _raw(self, seconds: float) -> Iterator[DBAPICursor | None]:
        """For statements that take no transaction; None where the database is not SQLite.

        They wait for others for so many seconds.
        """
        if self.engine.dialect.name != "sqlite":
            yield None
            return
        raw = self.engine.raw_connection()
        try:
            cursor = raw.cursor()
            cursor.execute(_waiting(seconds))
            yield cursor
        except sqlite3.DatabaseError as error:
            raise _problem(error) from error
        finally:
            with suppress(sqlite3.DatabaseError):
                raw.cursor().execute(_waiting(self._config.busy_seconds))
            raw.close()

    def dispose(self) -> None:
        """Let all connections go."""
        self.engine.dispose()


def _empty_log(cursor: DBAPICursor) -> bool:
    """Whether nobody held the log; then it is empty."""
    return not any(busy for busy, *_ in cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)"))


def open_store(config: ServerConfig) -> Store:
    """The store that `config` names; raises DatabaseUnsupported."""
    url = make_url(config.database_url)
    if url.get_backend_name() != "sqlite":
        raise DatabaseUnsupported(found=url.get_backend_name())
    # hide_parameters: an error's text must never show a row.
    # max_overflow: no thread waits for another one's connection, only for its transaction.
    engine = create_engine(
        url,
        hide_parameters=True,
        max_overflow=-1,
        connect_args={"timeout": config.busy_seconds},
    )
    _prepare_sqlite(engine)
    return Store(engine, config)


def _waiting(seconds: float) -> str:
    return f"PRAGMA busy_timeout = {round(1000 * seconds)}"


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def set_pragmas(connection: sqlite3.Connection, record: Any) -> None:
        del record
        connection.isolation_level = None  # the driver begins nothing by itself
        for pragma in PRAGMAS:
            connection.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(WRITES, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def _storage_problems() -> Iterator[None]:
    """Turn the driver's errors into the board's, without their text."""
    try:
        yield
    except DatabaseError as error:
        raise _problem(error.orig) from error


def _problem(error: BaseException | None) -> BoardProblem:
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StorageBusy()
    if primary == sqlite3.SQLITE_FULL:
        return DiskNearlyFull()
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}:
        return StorageReadOnly()
    return StorageFailed()
