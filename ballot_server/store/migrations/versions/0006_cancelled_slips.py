"""Cancelled slips: those that nobody votes with any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "cancelled_slip",
        sa.Column("box_id", sa.String(100), sa.ForeignKey("box.id"), primary_key=True),
        sa.Column("credential", sa.Text, primary_key=True),
        sa.Column("audited", sa.Boolean, nullable=False),
        sa.Column("proof", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the table down. Cancelled slips could vote again."""
    op.drop_table("cancelled_slip")
