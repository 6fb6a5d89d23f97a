"""How a turn's time grows: with what a person has behind them, within one reflection, and in Rasa's own memory."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import islice
from uuid import uuid4

from bench.checkout import RunningBlijk
from bench.filling import fill
from bench.rest_bot import RestBot
from bench.samples import Sample, Tick, in_rotation
from bench.talks import Talker
from bot.model import Heard

EARLIER, REFLECTIONS = 1000, 500
"""The turns and reflections after which a turn may take hardly longer than the first."""
MESSAGES = 3
"""Taken of each person within one reflection."""


def first_and_later(
    blijk: RunningBlijk, heards: Sequence[Heard], earlier: int, count: int, tick: Tick
) -> dict[str, Sample]:
    """Take the same talks of people who are new, and of one with `earlier` turns, half as many reflections, behind."""
    old = blijk.person()
    fill(blijk.journal, old, heards, earlier * REFLECTIONS // EARLIER, earlier, tick)
    turns = {"first": Talker(blijk.at_connector).turn, "later": Talker(lambda: blijk.at_connector(old)).turn}
    return in_rotation(turns, count, 10, tick)


def within_one(blijk: RunningBlijk, heards: Sequence[Heard], answers: int, count: int, tick: Tick) -> Sample:
    """Take the next messages of people who gave so many answers in the reflection that they are in."""
    seconds: list[float] = []
    while len(seconds) < count:
        person = blijk.person()
        fill(blijk.journal, person, heards, 1, answers, lambda: None, done=False)
        say = blijk.at_connector(person)
        for heard in islice(heards, MESSAGES):
            begun = time.perf_counter()
            say(heard.text, None)
            seconds.append(time.perf_counter() - begun)
        tick()
    return Sample(tuple(seconds))


def one_each(blijk: RunningBlijk, init: RestBot, count: int, warm_up: int, tick: Tick) -> dict[str, Sample]:
    """Let one person talk with each bot all along, at each door of Blijk another."""
    person, name = blijk.person(), uuid4().hex
    turns = {
        "connector": Talker(lambda: blijk.at_connector(person)).turn,
        "init": init.turn_as(uuid4().hex),
        "gateway": Talker(lambda: blijk.through_gateway(name)).turn,
    }
    return in_rotation(turns, count, warm_up, tick)
