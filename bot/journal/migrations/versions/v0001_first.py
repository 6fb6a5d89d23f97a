"""The first tables: people, their identities, reflections, entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table("journal", sa.Column("id", sa.String(32), primary_key=True))
    op.create_table("erasures", sa.Column("owner", sa.String(32), primary_key=True))
    op.create_table(
        "people",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("language", sa.String(8)),
        sa.Column("met", sa.Boolean, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "identities",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("hash", sa.LargeBinary(32), nullable=False, unique=True),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
    _reflections()
    _entries()


def _reflections() -> None:
    op.create_table(
        "reflections",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("exercise", sa.String(64)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("begun", sa.String(32), nullable=False),
        sa.Column("touched", sa.String(32), nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("asked", sa.LargeBinary, nullable=False),
        sa.Column("intention", sa.LargeBinary),
        sa.Index("reflections_by_age", "person", "last"),
        sa.Index("reflections_by_state", "person", "state", "last"),
    )


def _entries() -> None:
    op.create_table(
        "entries",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False),
        sa.Column("reflection", sa.String(32), sa.ForeignKey("reflections.id")),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("exercise", sa.String(64)),
        sa.Column("step", sa.String(64)),
        sa.Column("message", sa.LargeBinary(32), nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
        sa.Column("heard", sa.LargeBinary),
        sa.Column("turn", sa.LargeBinary),
        sa.UniqueConstraint("message", "role", name="entries_once"),
        sa.Index("entries_by_reflection", "person", "reflection", "seq"),
        sa.Index("entries_by_age", "person", "seq", unique=True),
    )
