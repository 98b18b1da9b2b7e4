"""Last voters: whether a box that is open still lets new slips in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column. Boxes that are open go on letting slips in."""
    op.add_column(
        "box", sa.Column("last_voters", sa.Boolean, nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Take the column away. Boxes with last voters only let new slips in again."""
    op.drop_column("box", "last_voters")
