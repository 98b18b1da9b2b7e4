"""Checked ballots: a table of the marks of ballots that can never be cast."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "spoiled_ballot",
        sa.Column("box_id", sa.String(100), sa.ForeignKey("box.id"), primary_key=True),
        sa.Column("mark", sa.String(43), primary_key=True),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the table down. Ballots that were spoiled could be cast again."""
    op.drop_table("spoiled_ballot")
