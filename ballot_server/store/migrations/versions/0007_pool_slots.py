"""Slots: the pool of an open box has one for each slip; of an α nothing is stored any more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Ballots that wait in the old one are moved by who has their key."""
    op.create_table(
        "pool",
        _box(),
        sa.Column("filled", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pool_slot",
        _box(),
        sa.Column("slot", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("tag", sa.LargeBinary(32), nullable=False),
        sa.Column("name_nonce", sa.LargeBinary(12), nullable=False),
        sa.Column("name", sa.LargeBinary, nullable=False),
        sa.Column("nonce", sa.LargeBinary(12), nullable=False),
        sa.Column("locked", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_index("pool_slot_tag", "pool_slot", ["box_id", "tag"], unique=True)
    op.drop_table("used_alpha")


def downgrade() -> None:
    """Take the tables down; refuse it while ballots wait in slots."""
    if any(any(filled) for (filled,) in op.get_bind().execute(sa.text("SELECT filled FROM pool"))):
        raise ValueError("ballots wait in slots: close the boxes first")
    op.create_table(
        "used_alpha",
        _box(),
        sa.Column("mark", sa.LargeBinary(32), primary_key=True),
        sqlite_with_rowid=False,
    )
    op.drop_table("pool_slot")
    op.drop_table("pool")


def _box() -> sa.Column[str]:
    return sa.Column("box_id", sa.String(100), sa.ForeignKey("box.id"), primary_key=True)
