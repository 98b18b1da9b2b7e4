"""Whether a server takes ballots from enrolled kiosks alone, as it was made to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Servers of before have no row in it, and go by their list of kiosks."""
    op.create_table(
        "kiosk_rule",
        sa.Column("only_enrolled", sa.Boolean, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the table down."""
    op.drop_table("kiosk_rule")
