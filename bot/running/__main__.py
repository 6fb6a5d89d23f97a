"""`blijk run` in a process that has loaded nothing else, since it stays: `python -m bot.running`."""

from __future__ import annotations

import sys

from bot.errors import BlijkError
from bot.running.starting import run
from bot.running.words import words_of_this_terminal
from bot.settings import read_settings


def main() -> int:
    """Run until stopped; return the exit status."""
    try:
        run(read_settings(), words_of_this_terminal(), _say)
    except BlijkError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
