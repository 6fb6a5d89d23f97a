"""How a turn's time grows with what a person has behind them, here and in Rasa's own memory."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import uuid4

from bench.checkout import RunningBlijk
from bench.filling import fill
from bench.rest_bot import RestBot
from bench.samples import Sample, Tick, in_rotation, windows
from bench.talks import Talker
from bot.model import Heard

EARLIER, REFLECTIONS = 1000, 500
"""The turns and reflections after which a turn may take hardly longer than the first."""
WINDOW = 20
"""Turns of the other bot that make one point of its curve."""

Curve = list[tuple[int, float]]
"""Points: so many turns before, so many milliseconds at the median."""


def first_and_later(
    blijk: RunningBlijk, heards: Sequence[Heard], earlier: int, count: int, tick: Tick
) -> tuple[Sample, Sample]:
    """Take the same talks of people who are new, and of one with `earlier` turns, half as many reflections, behind."""
    old = blijk.person()
    fill(blijk.journal, old, heards, earlier * REFLECTIONS // EARLIER, earlier, tick)
    turns = {"first": Talker(blijk.at_connector).turn, "later": Talker(lambda: blijk.at_connector(old)).turn}
    taken = in_rotation(turns, count, 10, tick)
    return taken["first"], taken["later"]


def curve_of_rest_bot(bot: RestBot, turns: int, tick: Tick) -> Curve:
    """Say the same to it as one person, over and over."""
    sender, seconds = uuid4().hex, []
    for _ in range(turns):
        seconds.append(bot.say(sender, bot.said[0]))
        tick()
    return windows(seconds, WINDOW)
