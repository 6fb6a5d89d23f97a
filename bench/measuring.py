"""What all phases share: where they work, how much they do, and the figures so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from bench.checkout import Checkout
from bench.samples import Sample
from bench.talks import all_lines
from bot.knowledge import read_knowledge
from bot.listening.listener import Listener
from bot.model import Heard, Knowledge

WARM_UP = 20
"""Turns that are not counted."""


@dataclass(frozen=True)
class Scale:
    """How much is done."""

    turns: int = 220
    """Of everything that is compared turn by turn."""
    starts: int = 3
    earlier: tuple[int, ...] = (100, 300, 1000, 3000)
    """Turns that somebody has behind them, for the curve; one of them is the goal's."""
    more: int = 60
    """Turns taken for each other point of a curve."""
    answers: tuple[int, ...] = (0, 10, 20, 40, 60)
    """Answers that were given in a reflection, for the curve."""
    people: tuple[int, ...] = (10, 25, 50, 100)
    """At once, for the curve; one of them is the goal's."""
    whole: float = 60.0
    """Seconds that the goal's people talk."""
    short: float = 20.0
    """Seconds that the others do."""
    entries: int = 5000
    pages: int = 30
    lines: int = 3000
    messages: int = 20_000


QUICK = Scale(40, 1, (100, 1000), 20, (0, 60), (10, 50), 20.0, 10.0, 1000, 10, 600, 1000)
"""For trying; too little to judge by."""


@dataclass
class Measuring:
    """One whole measuring."""

    folder: Path
    scale: Scale
    figures: dict[str, float] = field(default_factory=dict)
    curves: dict[str, list[tuple[int, float]]] = field(default_factory=dict)

    @cached_property
    def checkout(self) -> Checkout:
        """The Blijk that is measured."""
        return Checkout(self.folder / "blijk")

    @cached_property
    def knowledge(self) -> Knowledge:
        """What that Blijk's coach knows."""
        return read_knowledge(self.checkout.code / "data" / "coaching")

    @cached_property
    def listener(self) -> Listener:
        """A listener in this process, with the models of that Blijk."""
        return Listener(self.checkout.listening, self.knowledge.signals)

    @cached_property
    def heards(self) -> list[Heard]:
        """What is heard in every answer of the talks."""
        return [self.listener.listen(line) for line in all_lines()]

    def note(self, samples: Mapping[str, Sample]) -> None:
        """Keep the median and 95th percentile of samples: `connector.median`, `connector.p95`."""
        for name, sample in samples.items():
            self.figures |= {f"{name}.median": sample.median, f"{name}.p95": sample.p95}

    def point(self, curve: str, at: int, milliseconds: float) -> None:
        """Keep a point of a curve."""
        self.curves.setdefault(curve, []).append((at, milliseconds))
