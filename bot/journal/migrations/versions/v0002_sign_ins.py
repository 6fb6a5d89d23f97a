"""Who is signed in on the page: one-time links, sessions, attempts to sign in elsewhere."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables of sign-ins."""
    op.create_table(
        "links",
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("expires", sa.String(32), nullable=False),
    )
    op.create_table(
        "sign_ins",
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False, index=True),
        sa.Column("begun", sa.String(32), nullable=False),
        sa.Column("seen", sa.String(32), nullable=False),
    )
    op.create_table(
        "attempts",
        sa.Column("hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("expires", sa.String(32), nullable=False),
    )
