"""What all commands of the terminal share: say a line, end with one clear sentence, know whose journal it is."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn

import typer

from bot.errors import BlijkError
from bot.running.words import words_of_this_terminal
from bot.settings import Settings, read_settings

PersonOption = Annotated[str, typer.Option("--person", help="Whose journal; only where nobody needs to sign in.")]


def say(line: str) -> None:
    """Write one line to the standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def fail(sentence: str) -> NoReturn:
    """End the command with exit status 1 and one sentence on the standard error."""
    sys.stderr.write(f"{sentence}\n")
    raise typer.Exit(1)


@contextmanager
def clearly() -> Iterator[None]:
    """End with one clear sentence where the block finds something wrong or is interrupted; no traceback."""
    try:
        yield
    except BlijkError as error:
        fail(str(error))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    except BrokenPipeError:  # whoever read our output has enough
        raise typer.Exit(0) from None


def embedded_settings() -> Settings:
    """Return the settings where whoever is at this keyboard may read; else end the command."""
    settings = read_settings()
    if not settings.embedded:
        fail(words_of_this_terminal().say("only_embedded"))
    return settings
