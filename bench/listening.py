"""How fast `blijk listen` hears on one core."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Sequence
from functools import partial

from bench.checkout import BLIJK, Checkout
from bench.samples import Tick

WARM_UP = 50
"""Lines before the clock starts: the start of the program is not part of the rate."""


def messages_a_second(checkout: Checkout, lines: Sequence[str], tick: Tick) -> float:
    """Let `blijk listen`, held on one core, hear lines; return how many a second."""
    core = sorted(os.sched_getaffinity(0))[0]
    with subprocess.Popen(
        [*BLIJK, "listen"],
        cwd=checkout.code,
        env=checkout.told,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        preexec_fn=partial(os.sched_setaffinity, 0, {core}),
    ) as program:
        assert program.stdin is not None and program.stdout is not None  # noqa: S101 - it was asked for both
        begun = 0.0
        for number, line in enumerate(lines):
            if number == WARM_UP:
                begun = time.perf_counter()
            program.stdin.write(line.encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["sentences"]  # noqa: S101 - it has heard something
            tick()
        seconds = time.perf_counter() - begun
        program.stdin.close()
    return (len(lines) - WARM_UP) / seconds
