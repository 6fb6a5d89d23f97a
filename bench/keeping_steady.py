"""Whether the listener keeps its size: hears many messages of words that nobody ever wrote, and weighs itself.

`python -m bench.keeping_steady <folder of models> <folder of signals> <messages>` prints, one a line, the number of
messages so far and the memory in MB.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from bench.processes import memory_of
from bot.knowledge.signals import read_signals
from bot.listening.listener import Listener
from bot.model import LANGUAGES

STEPS = 10
"""How often it is weighed."""
WORDS = 12
"""In one message."""
LETTERS = "aaabcdeeeeefghiijklmnnooprrsstttuvwz"


def main(models: str, signals: str, messages: str) -> None:
    """Hear and weigh."""
    chance = random.Random(7)  # noqa: S311 - the same words each time
    listener = Listener(Path(models), read_signals(Path(signals))[0])
    for number in range(1, int(messages) + 1):
        words = ("".join(chance.choices(LETTERS, k=chance.randint(3, 11))) for _ in range(WORDS))
        listener.listen(" ".join(words), language=LANGUAGES[number % len(LANGUAGES)])
        if number % (int(messages) // STEPS) == 0:
            sys.stdout.write(f"{number} {memory_of([os.getpid()]):.1f}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
