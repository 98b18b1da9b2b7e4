"""Checks of each slip: a table in which an open box keeps the marks of checked ballots."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Marks made before stand in the other one, and stay there."""
    op.create_table(
        "slip_checks",
        sa.Column("box_id", sa.String(100), sa.ForeignKey("box.id"), primary_key=True),
        sa.Column("tag", sa.LargeBinary(32), primary_key=True),
        sa.Column("places", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the table down. Ballots that were spoiled in open boxes could be cast again."""
    op.drop_table("slip_checks")
