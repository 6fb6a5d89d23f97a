"""The phases in which Blijk and the bots beside it run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench import floor, growing, parts, steady
from bench.asking import Line
from bench.checkout import RunningBlijk
from bench.crowd import gather
from bench.filling import fill
from bench.measuring import WARM_UP, Measuring
from bench.rest_bot import RestBot
from bench.samples import Sample, Tick, in_rotation, windows
from bench.talks import Talker

GOAL_PEOPLE = 50
WINDOW = 20
"""Turns that make one point of a curve."""
OWNER = "me"
"""Whose pages the gateway shows by itself."""


@dataclass(frozen=True)
class Running:
    """What runs."""

    blijk: RunningBlijk
    init: RestBot
    bare: RestBot


Measure = Callable[[Measuring, Running, Tick], None]
"""A phase."""


def take_turns(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Take turns of everything, in rotation, with somebody new for each talk."""
    blijk = running.blijk
    with floor.round_trip() as round_trip, floor.commit(measuring.folder) as commit:
        turns = {
            "new.connector": Talker(blijk.at_connector).turn,
            "new.init": running.init.turn,
            "new.gateway": Talker(blijk.through_gateway).turn,
            "bare": running.bare.turn,
            "loopback": round_trip,
            "commit": commit,
        }
        measuring.note(in_rotation(turns, measuring.scale.turns, WARM_UP, tick))


def go_on(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Take turns of one person with each bot, who goes on talking."""
    taken = growing.one_each(running.blijk, running.init, measuring.scale.turns, WARM_UP, tick)
    measuring.note(taken)
    for name in ("connector", "init"):
        measuring.curves[f"on.{name}"] = windows(taken[name].seconds, WINDOW)


def grow(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Take turns of people with more and more behind them, and further and further in one reflection."""
    scale = measuring.scale
    for earlier in scale.earlier:
        count = scale.turns if earlier == growing.EARLIER else scale.more
        taken = growing.first_and_later(running.blijk, measuring.heards, earlier, count, tick)
        measuring.point("earlier", earlier, taken["later"].median)
        if earlier == growing.EARLIER:
            measuring.point("earlier", 0, taken["first"].median)
            measuring.note(taken)
    for answers in scale.answers:
        taken_there = growing.within_one(running.blijk, measuring.heards, answers, scale.more, tick)
        measuring.point("within", answers, taken_there.median)


def take_apart(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Take the time of each part of a turn."""
    blijk, laps = running.blijk, parts.Laps()
    pieces = parts.piece_by_piece(blijk, measuring.listener, measuring.knowledge, laps)
    turns = {
        "gateway": Talker(blijk.through_gateway).turn,
        "connector": Talker(blijk.at_connector).turn,
        "action": Talker(parts.at_action_server(blijk, measuring.listener, laps)).turn,
        "pieces": Talker(pieces).turn,
    }
    whole = in_rotation(turns, measuring.scale.turns, WARM_UP, tick)
    measuring.figures |= parts.shares(whole, laps.samples)


def show_pages(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Fetch the journal page of somebody with many entries, and search in it."""
    scale, owner = measuring.scale, running.blijk.person(OWNER)
    fill(running.blijk.journal, owner, measuring.heards, scale.entries // 10, scale.entries // 2, tick)
    line, word = Line(running.blijk.address), measuring.heards[0].text.split()[-1].strip(".")
    pages = {"page": "/journal", "search": f"/journal?q={word}"}
    turns = {name: lambda path=path: _timed(line, path) for name, path in pages.items()}
    measuring.note(in_rotation(turns, scale.pages, 2, tick))


def _timed(line: Line, path: str) -> float:
    begun = time.perf_counter()
    line.get(path)
    return time.perf_counter() - begun


def gather_people(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Let more and more people talk at once; one alone before and after each."""
    scale, single = measuring.scale, Talker(running.blijk.through_gateway).turn
    alone = []
    for people in scale.people:
        alone += [single() for _ in range(scale.more)]
        crowd = gather(running.blijk, people, scale.whole if people == GOAL_PEOPLE else scale.short)
        measuring.point("median", people, crowd.sample.median)
        measuring.point("p95", people, crowd.sample.p95)
        if people == GOAL_PEOPLE:
            measuring.note({"crowd": crowd.sample})
            measuring.figures |= {"crowd.errors": crowd.errors, "crowd.turns": len(crowd.seconds)}
        tick()
    measuring.note({"alone": Sample(tuple(alone))})


def keep_steady(measuring: Measuring, running: Running, tick: Tick) -> None:
    """Let people send very many messages, and weigh all processes."""
    weights = steady.keep_talking(running.blijk, measuring.scale.messages, tick)
    measuring.curves["steady"] = weights
    fifth = next(weight for number, weight in weights if number * 5 >= measuring.scale.messages)
    measuring.figures |= {"memory.fifth": fifth, "memory.end": weights[-1][1]}
