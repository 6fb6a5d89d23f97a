"""The phases in which nothing else runs: training, starting and weighing, listening."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from statistics import median

from bench import doubled, listening, rest_bot
from bench.checkout import RunningBlijk
from bench.measuring import WARM_UP, Measuring
from bench.processes import family_of, memory_of
from bench.rest_bot import RestBot
from bench.samples import Tick
from bench.talks import Talker, all_lines

INIT_SAID = ("hello", "great", "bye")
"""What is said to the init bot: the way of its own first story."""
BARE_SAID = ("hello", "bye")


def train(measuring: Measuring, tick: Tick) -> None:
    """Make and train everything that is not there yet; training is measured only then."""
    checkout, folder, figures = measuring.checkout, measuring.folder, measuring.figures
    if not checkout.code.exists():
        checkout.copy()
    if not checkout.models:
        figures["training.blijk"] = checkout.train()
    tick()
    before = checkout.models
    figures["training.unchanged"] = checkout.train()
    figures["training.again"] = len(set(checkout.models.items()) - set(before.items()))
    tick()
    if not (folder / "init").exists():
        figures["training.init"] = rest_bot.make_init_bot(folder / "init")
    tick()
    if not (folder / "bare").exists():
        rest_bot.make_bare_bot(folder / "bare")
    tick()


def weigh(measuring: Measuring, tick: Tick) -> None:
    """Start each alone, by turns; let it talk for a while, weigh it, stop it."""
    taken: dict[str, list[float]] = {}
    for _ in range(measuring.scale.starts):
        with measuring.checkout.running() as blijk:
            _weigh_one("blijk", blijk, Talker(blijk.through_gateway).turn, taken)
        tick()
        with rest_bot.running(measuring.folder / "init", INIT_SAID) as init:
            _weigh_one("init", init, init.turn, taken)
        tick()
    measuring.figures |= {name: median(values) for name, values in taken.items()}


def _weigh_one(
    name: str, bot: RunningBlijk | RestBot, turn: Callable[[], float], taken: dict[str, list[float]]
) -> None:
    for _ in range(WARM_UP):
        turn()
    taken.setdefault(f"start.{name}", []).append(bot.start)
    taken.setdefault(f"memory.{name}", []).append(memory_of(family_of(bot.pid)))


def listen(measuring: Measuring, tick: Tick) -> None:
    """Let `blijk listen` hear the answers of the talks, over and over, on one core."""
    lines = list(itertools.islice(itertools.cycle(all_lines()), measuring.scale.lines))
    measuring.figures["listen.words"] = median(len(line.split()) for line in lines)
    measuring.figures["listen.rate"] = listening.messages_a_second(measuring.checkout, lines, tick)


def double(measuring: Measuring, tick: Tick) -> None:
    """Let people talk with one Rasa, then with two."""
    for name, many in (("one", 1), ("two", 2)):
        rate = doubled.turns_a_second(measuring.checkout, many, measuring.scale.short, tick)
        if rate is not None:
            measuring.figures[f"{name}.rate"] = rate
