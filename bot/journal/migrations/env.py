"""What Alembic runs: the steps that are missing, on the connection that `migrate` hands over."""

from __future__ import annotations

from alembic import context

from bot.journal.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
