"""Alembic's environment: it runs on the connection that `database` hands over, nowhere else."""

from __future__ import annotations

from alembic import context

from desk.attendance.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
