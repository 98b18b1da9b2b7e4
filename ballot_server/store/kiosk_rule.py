"""What this server was made for: to take ballots from enrolled kiosks alone, or from any.

It is said once, when the folder is made, and stands beside the ballots: so that a list of kiosks
that was lost (`kiosks.registry`) opens nothing. Nothing of any kiosk stands here.
"""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from ballot_server.store.models import KioskRuleRow, table_of

_TABLE = table_of(KioskRuleRow)


def keep_rule(connection: Connection, *, only_enrolled: bool) -> None:
    """Say it of a new server."""
    connection.execute(insert(_TABLE).values(only_enrolled=only_enrolled))


def is_only_enrolled(connection: Connection) -> bool:
    """Whether this server takes ballots from enrolled kiosks alone; earlier ones said nothing."""
    return bool(connection.scalars(select(_TABLE.c.only_enrolled)).first())
