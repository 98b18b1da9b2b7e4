"""Fresh encryption: a table of the marks of every α that a ballot used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Ballots taken before have no marks in it."""
    op.create_table(
        "used_alpha",
        sa.Column("box_id", sa.String(100), sa.ForeignKey("box.id"), primary_key=True),
        sa.Column("mark", sa.LargeBinary(32), primary_key=True),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the table down."""
    op.drop_table("used_alpha")
