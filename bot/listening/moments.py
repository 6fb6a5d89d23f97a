"""Moments in time, by a small grammar whose words are data: a day, a part of a day, an hour, what joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.listening.calendar import Day, find_day
from bot.listening.clock import Hour, find_hour
from bot.listening.forms import Forms
from bot.model import Moment

FEW = 5
"""A vague word ("binnenkort") is an answer about time only in a message of so few words."""


LONGEST = 3_000
"""Of a longer message only so many characters are searched."""


@dataclass(frozen=True)
class Piece:
    """One piece of a moment, as found in the text."""

    kind: str
    """`day`, `part`, `clock`, `in` (so long from now) or `vague`."""
    action: str
    start: int
    end: int
    words: dict[str, str]


class MomentListener:
    """Finds the moment that a message names."""

    def __init__(self, forms: Forms) -> None:
        """Take the forms of one language."""
        self._forms = forms

    def hear(self, text: str, now: datetime) -> Moment | None:
        """Return the moment that was named, the coming one first; `now` has the time zone that is meant.

        `"vrijdag om half 4"` on Wednesday 4 March 2026 -> Friday 6 March 15:30, grain `time`, whole
        """
        lower = text[:LONGEST].lower().replace("’", "'")
        clusters = list(self._clusters(lower))
        found = [moment for cluster in clusters if (moment := self._moment(text, lower, cluster, now))]
        coming = [moment for moment in found if moment.at and moment.at >= _midnight(now)]
        best = max(coming or found, key=_fullness, default=None)
        if best and len({moment.at for moment in coming}) > 1 and self._is_choice(lower):
            return Moment(best.text, best.at, best.grain, False, best.dated)
        return best

    def _clusters(self, lower: str) -> Iterator[list[Piece]]:
        cluster: list[Piece] = []
        for piece in self._pieces(lower):
            fits = cluster and self._forms.is_glue(lower[cluster[-1].end : piece.start])
            if cluster and (not fits or any(piece.kind == other.kind for other in cluster)):
                yield cluster
                cluster = []
            cluster.append(piece)
        if cluster:
            yield cluster

    def _pieces(self, lower: str) -> list[Piece]:
        """Find all forms, longest first, none overlapping another, in the order of the text."""
        if not self._forms.any_in(lower):
            return []
        found = [
            Piece(form.kind, form.action, *match.span(), {key: word for key, word in match.groupdict().items() if word})
            for form in self._forms.all
            for match in form.pattern.finditer(lower)
        ]
        kept: list[Piece] = []
        for piece in sorted(found, key=lambda piece: (piece.start - piece.end, piece.start)):
            if all(piece.end <= other.start or piece.start >= other.end for other in kept):
                kept.append(piece)
        ends = {piece.end for piece in kept}
        whole = [piece for piece in kept if not lower[: piece.start][-1:].isalnum() or piece.start in ends]
        coming = [piece for piece in whole if not self._forms.is_one_of_many(lower[: piece.start])]
        return sorted(coming, key=lambda piece: piece.start)

    def _moment(self, text: str, lower: str, cluster: list[Piece], now: datetime) -> Moment | None:
        by_kind = {piece.kind: piece for piece in cluster}
        start, end = cluster[0].start, cluster[-1].end
        if "clock" in by_kind and len(cluster) == 1 and not self._is_meant(cluster[0], lower):
            return None
        said = text[start:end]
        if "in" in by_kind:
            piece = by_kind["in"]
            return Moment(said, now + self._forms.span(piece.action, piece.words), "time", True)
        day = find_day(by_kind["day"].action, by_kind["day"].words, self._forms, now) if "day" in by_kind else None
        hour = find_hour(by_kind.get("clock"), by_kind.get("part"), self._forms)
        if day is None and hour is None:
            return Moment(said, None, "day", False) if len(lower.split()) <= FEW else None
        whole = "vague" not in by_kind and (day is None or day.sure)
        return _join(said, day, hour, now, whole)

    def _is_meant(self, clock: Piece, lower: str) -> bool:
        """A bare "twee uur" may be a length of time: it is an hour only with a preposition or alone."""
        alone = len(re.findall(r"\w+", lower)) <= len(re.findall(r"\w+", lower[clock.start : clock.end])) + 2
        return not clock.action.startswith("bare") or alone

    def _is_choice(self, lower: str) -> bool:
        return any(re.search(rf"\b{re.escape(word)}\b", lower) for word in self._forms.words("or"))


def _join(said: str, day: Day | None, hour: Hour | None, now: datetime, whole: bool) -> Moment:
    if day is None and hour is not None:
        at = _midnight(now) + timedelta(hours=hour.hour, minutes=hour.minute)
        at = _midnight(now).replace(hour=hour.hour, minute=hour.minute)
        if at <= now and not hour.today:
            at = (at + timedelta(days=1)).replace(hour=hour.hour, minute=hour.minute)
        return Moment(said, at, hour.grain, whole and hour.sure, dated=hour.today)
    assert day is not None  # noqa: S101
    at = _midnight(now).replace(year=day.date.year, month=day.date.month, day=day.date.day)
    if hour is None:
        return Moment(said, at, day.grain, whole)
    exact = day.grain in ("day", "part")
    return Moment(said, at.replace(hour=hour.hour, minute=hour.minute), hour.grain, whole and hour.sure and exact)


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _fullness(moment: Moment) -> tuple[int, int]:
    order: Sequence[str] = ("month", "week", "day", "part", "time")
    return order.index(moment.grain) + (2 if moment.dated else 0), -1 if moment.at is None else 0
