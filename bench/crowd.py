"""Many people at once, each with a message now and then."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.checkout import RunningBlijk
from bench.samples import Sample
from bench.talks import Talker

EVERY = 5.0
"""Seconds between two messages of one person, on average; at random between none and twice as many."""


@dataclass
class Crowd:
    """What a number of people saw."""

    people: int
    seconds: list[float] = field(default_factory=list)
    errors: int = 0

    @property
    def sample(self) -> Sample:
        """The times of all their turns."""
        return Sample(tuple(self.seconds))


def gather(blijk: RunningBlijk, people: int, duration: float) -> Crowd:
    """Let people talk through the gateway for `duration` seconds; a message that is not answered is an error."""
    crowd, chance = Crowd(people), random.Random(people)  # noqa: S311 - when people write is no secret
    talkers = [Talker(blijk.through_gateway) for _ in range(people)]
    until = time.monotonic() + duration
    threads = [threading.Thread(target=_talk, args=(each, crowd, chance, until)) for each in talkers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return crowd


def _talk(talker: Talker, crowd: Crowd, chance: random.Random, until: float) -> None:
    while (pause := chance.uniform(0, 2 * EVERY)) < until - time.monotonic():
        time.sleep(pause)
        try:
            crowd.seconds.append(talker.turn())
        except (OSError, HTTPException, ValueError, KeyError):
            crowd.errors += 1
