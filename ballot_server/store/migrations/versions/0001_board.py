"""The board as it began: one meeting, its boxes, their records, and the pool."""

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
        "meeting",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("definition", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "box",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("setup", sa.String(64), nullable=False, unique=True),
        sa.Column("timestamp", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "event",
        _box(),
        sa.Column("height", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("type", sa.String(20), nullable=False),
        sa.Column("payload", sa.String(64)),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "data",
        _box(),
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "sealed_ballot",
        _box(),
        sa.Column("credential", sa.Text, primary_key=True),
        sa.Column("fingerprint", sa.String(43), nullable=False),
        sa.Column("tracker", sa.String(43), nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("sealed_ballot_fingerprint", "sealed_ballot", ["fingerprint"])
    op.create_index("sealed_ballot_tracker", "sealed_ballot", ["tracker"])
    op.create_table(
        "waiting_ballot",
        _box(),
        sa.Column("tag", sa.LargeBinary(32), primary_key=True),
        sa.Column("nonce", sa.LargeBinary(12), nullable=False),
        sa.Column("locked", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Take everything down."""
    for table in ("waiting_ballot", "sealed_ballot", "data", "event", "box", "meeting"):
        op.drop_table(table)


def _box() -> sa.Column[str]:
    return sa.Column("box_id", sa.String(100), sa.ForeignKey("box.id"), primary_key=True)
