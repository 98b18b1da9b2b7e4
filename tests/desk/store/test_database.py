"""The desk's database file: its tables, and what is done about a file that is not ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text

from desk.problem import Problem
from desk.store.database import Database
from desk.store.migrate import MIGRATIONS
from desk.store.models import Base


def test_migrations_make_the_tables_of_the_models(tmp_path: Path) -> None:
    database = Database(tmp_path / "desk.sqlite")
    database.bring_up_to_date(MIGRATIONS)
    database.bring_up_to_date(MIGRATIONS)
    with database.reading() as session:
        assert (
            compare_metadata(MigrationContext.configure(session.connection()), Base.metadata) == []
        )
    assert database.path.stat().st_mode & 0o777 == 0o600
    database.dispose()


def test_a_file_of_a_later_release_is_left_alone(tmp_path: Path) -> None:
    database = Database(tmp_path / "desk.sqlite")
    database.bring_up_to_date(MIGRATIONS)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Problem, match="later release"):
        database.bring_up_to_date(MIGRATIONS)
    database.dispose()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_text("no database at all, and long enough to be taken for one" * 20)
    with pytest.raises(Problem) as refused:
        Database(path).bring_up_to_date(MIGRATIONS)
    assert refused.value.where == str(path)
