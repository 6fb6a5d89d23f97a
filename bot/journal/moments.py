"""Moments as the database keeps them: UTC, one length, so that their order as text is their order in time."""

from __future__ import annotations

from datetime import datetime, timezone


def stamp(moment: datetime) -> str:
    """Write a moment with time zone as text in UTC, to the microsecond.

    `datetime(2026, 3, 2, 16, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))` -> `"2026-03-02T15:30:00.000000+00:00"`
    Raises `ValueError` for a moment without time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(
            "moment: has no time zone; expected one with; choices: datetime.now(zone), moment.astimezone()"
        )
    return moment.astimezone(timezone.utc).isoformat(timespec="microseconds")


def moment(stamped: str) -> datetime:
    """Read what `stamp` wrote: the same moment, in UTC."""
    return datetime.fromisoformat(stamped)
