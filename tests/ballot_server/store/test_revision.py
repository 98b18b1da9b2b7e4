"""Which tables a database has: those of this release, of another one, or none."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from ballot_server.problems.commands import SchemaForeign
from ballot_server.store.engine import open_store
from ballot_server.store.revision import LATEST, bring_up_to_date, is_current
from ballot_server.store.schema import MIGRATIONS, downgrade
from tests.ballot_server.fixtures.small_meeting import config_in


def test_the_latest_revision_is_that_of_the_last_migration() -> None:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS))
    settings.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(settings).get_current_head() == LATEST


def test_tables_are_current_once_they_were_brought_there(tmp_path: Path) -> None:
    store = open_store(config_in(tmp_path))
    with store.connection() as connection:
        assert not is_current(connection)
        bring_up_to_date(connection)
        assert is_current(connection)
        downgrade(connection, "0003")
        assert not is_current(connection)
        bring_up_to_date(connection)
        bring_up_to_date(connection)
        assert is_current(connection)
        downgrade(connection, "base")
        assert not is_current(connection)
    store.dispose()


def test_tables_of_a_later_release_are_not_current_and_stay(tmp_path: Path) -> None:
    store = open_store(config_in(tmp_path))
    with store.connection() as connection:
        bring_up_to_date(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
        assert not is_current(connection)
        with pytest.raises(SchemaForeign):
            bring_up_to_date(connection)
    store.dispose()
