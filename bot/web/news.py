"""Tells every open page of a person that something new is in the journal, without saying what."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

MOST = 20
"""Pages that one person can have open with live updates."""


class News:
    """Who is waiting for news; kept in memory only."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._bells: defaultdict[Hashable, set[asyncio.Event]] = defaultdict(set)
        self.closed = False

    def tell(self, who: Hashable) -> None:
        """Ring the bell of every page that this person has open."""
        for bell in self._bells.get(who, ()):
            bell.set()

    def full(self, who: Hashable) -> bool:
        """Whether this person has as many pages open as there can be."""
        return len(self._bells.get(who, ())) >= MOST

    def close(self) -> None:
        """Let all pages go, so that the gateway can stop."""
        self.closed = True
        for who in tuple(self._bells):
            self.tell(who)

    @contextmanager
    def bell(self, who: Hashable) -> Iterator[asyncio.Event]:
        """Lend a bell that rings when there is news for this person."""
        bell = asyncio.Event()
        self._bells[who].add(bell)
        try:
            yield bell
        finally:
            self._bells[who].discard(bell)
            if not self._bells[who]:
                del self._bells[who]
