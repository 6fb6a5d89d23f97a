"""Coming back: reminders and where to bring them, more than one channel, tags, own questions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _person(**more: bool) -> sa.Column[str]:
    return sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), nullable=False, **more)


def _reflection() -> sa.Column[str]:
    return sa.Column("reflection", sa.String(32), sa.ForeignKey("reflections.id"), nullable=False)


def _id() -> sa.Column[str]:
    return sa.Column("id", sa.String(32), primary_key=True)


def upgrade() -> None:
    """Make the tables."""
    for make in (_channels, _reminders, _own):
        make()


def _channels() -> None:
    moment = sa.Column("expires", sa.String(32), nullable=False)
    op.create_table("codes", sa.Column("hash", sa.LargeBinary(32), primary_key=True), _person(index=True), moment)
    at = sa.Column("at", sa.String(32), nullable=False)
    op.create_table("deliveries", sa.Column("hash", sa.LargeBinary(32), primary_key=True), at)
    op.create_table(
        "addresses",
        _id(),
        _person(),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("used", sa.String(32), nullable=False),
        sa.UniqueConstraint("person", "channel", name="addresses_once"),
    )


def _reminders() -> None:
    op.create_table(
        "reminders",
        _id(),
        _person(),
        _reflection(),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("due", sa.String(32), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("again", sa.String(32), nullable=False),
        sa.Index("reminders_by_moment", "state", "again"),
        sa.Index("reminders_by_person", "person", "reflection"),
    )


def _own() -> None:
    op.create_table(
        "preferences",
        sa.Column("person", sa.String(32), sa.ForeignKey("people.id"), primary_key=True),
        sa.Column("name", sa.String(16), primary_key=True),
        sa.Column("value", sa.String(16), nullable=False),
    )
    op.create_table(
        "tags", _id(), _person(index=True), _reflection(), sa.Column("sealed", sa.LargeBinary, nullable=False)
    )
    op.create_table(
        "prompts",
        _id(),
        _person(index=True),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
    )
