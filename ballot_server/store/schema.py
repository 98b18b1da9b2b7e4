"""Bringing a database to the tables that this release knows, by Alembic's migrations."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from ballot_server.problems.commands import SchemaForeign

MIGRATIONS = Path(__file__).parent / "migrations"


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring the database up to `revision`, inside the transaction of `connection`.

    Raises SchemaForeign when the database was made by a later release.
    """
    check_known(connection)
    settings = _settings()
    settings.attributes["connection"] = connection
    command.upgrade(settings, revision)


def downgrade(connection: Connection, revision: str) -> None:
    """Take the database back to `revision`, inside the transaction of `connection`."""
    settings = _settings()
    settings.attributes["connection"] = connection
    command.downgrade(settings, revision)


def check_known(connection: Connection) -> None:
    """Refuse a database whose revision no migration of this release leads to."""
    found = MigrationContext.configure(connection).get_current_revision()
    known = {
        script.revision for script in ScriptDirectory.from_config(_settings()).walk_revisions()
    }
    if found is not None and found not in known:
        raise SchemaForeign(found=found)


def _settings() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings
