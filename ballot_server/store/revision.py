"""Whether a database has the tables of this release, and bringing it to them.

Nearly every database has them. Alembic takes longer to load than the rest of a command, so it is
loaded for the others only.
"""

from __future__ import annotations

from sqlalchemy import Connection, column, inspect, select, table

LATEST = "0008"
"""The revision of the last migration."""

_KEPT = table("alembic_version", column("version_num"))


def is_current(connection: Connection) -> bool:
    """Say whether the tables are those of this release."""
    if not inspect(connection).has_table(_KEPT.name):
        return False
    found = connection.scalars(select(_KEPT.c.version_num)).all()
    return found == [LATEST]


def bring_up_to_date(connection: Connection) -> None:
    """Give the database the tables of this release, inside the transaction of `connection`.

    Raises SchemaForeign when the database was made by a later release.
    """
    if not is_current(connection):
        from ballot_server.store.schema import migrate  # noqa: PLC0415 - it loads Alembic

        migrate(connection)
