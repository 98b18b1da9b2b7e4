"""Attendance as it began: the roster, who came, and counts of slips."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, every one of them without rowid."""
    op.create_table(
        "expected",
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("unit", sa.String(60), nullable=False),
        sa.Column("post", sa.String(60), nullable=False),
        sa.Column("group", sa.String(40), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "came",
        sa.Column("row", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("flags", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "slips",
        sa.Column("box", sa.String(80), primary_key=True),
        sa.Column("opened", sa.Integer, nullable=False),
        sa.Column("given", sa.Integer, nullable=False),
        sa.Column("spoiled", sa.Integer, nullable=False),
        sa.Column("left", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take the tables away."""
    for name in ("slips", "came", "expected"):
        op.drop_table(name)
