"""The `blijk` command."""

from __future__ import annotations

import json
import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from bot.running.words import words_of_this_terminal
from bot.settings import read_settings
from bot.talking.backing import backup, keys_commands, restore, tidy, verify
from bot.talking.keeping import journal_commands
from bot.talking.keyboard import PersonOption, clearly, embedded_settings, fail, say

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(journal_commands, name="journal")
app.add_typer(keys_commands, name="keys")
for command in (backup, restore, verify, tidy):
    app.command()(command)

# Each command imports what it alone needs: `talk` must not wait for what only `listen` and `run` load.


@app.command()
def run() -> None:
    """Start Blijk: the action server, Rasa and the gateway. Ctrl-C stops all three."""
    os.execv(sys.executable, [sys.executable, "-m", "bot.running"])  # noqa: S606 - what stays should be small


@app.command()
def talk(
    person: PersonOption = "",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per line in, and nothing else.")] = False,
) -> None:
    """Talk in the terminal with the Blijk that runs."""
    from bot.running.runfile import read_run
    from bot.talking.client import Client
    from bot.talking.keeping import last_offered
    from bot.talking.terminal import talk_in_json, talk_plainly

    with clearly():
        settings, words = embedded_settings(), words_of_this_terminal()
        who, running = person or settings.person, read_run(settings.home)
        if running is None:
            fail(words.say("not_running"))
        client = Client(running, who, last_offered(settings, who))
        if as_json:
            talk_in_json(client, sys.stdin, say)
        else:
            talk_plainly(client, lambda: input("> "), say, words.say("not_saved"))


@app.command()
def listen(language: Annotated[str | None, typer.Option(help="What the person speaks: nl or en.")] = None) -> None:
    """Show what is heard in each line (plain, or a JSON object with `text`), one JSON object per line."""
    from bot.talking.listening import hear_lines

    with clearly():
        for heard in hear_lines(sys.stdin, language, read_settings()):
            say(json.dumps(heard, ensure_ascii=False))


@app.command()
def train() -> None:
    """Train what has changed, and nothing else."""
    from bot.running.models import ready_models

    with clearly():
        words = words_of_this_terminal()
        ready_models(read_settings(), words, say)
        say(words.say("trained"))


@app.command()
def check() -> None:
    """Check what the coach knows and the school's own exercises: one fault per line, path first; list the shelf."""
    from bot.talking.checking import find_all_faults, shelf_lines

    knowledge, faults = find_all_faults(read_settings())
    for fault in faults:
        say(fault)
    if faults:
        raise typer.Exit(1)
    words = words_of_this_terminal()
    for line in shelf_lines(knowledge, words):
        say(line)
    counts = {"exercises": len(knowledge.exercises), "moves": len(knowledge.moves), "signals": len(knowledge.signals)}
    say(words.say("all_good", **counts))


@app.command()
def doctor() -> None:
    """Look at everything a talk needs and say what is wrong and what to do; exit status 1 when something is."""
    from bot.talking.doctor import examine

    with clearly():
        words, well = words_of_this_terminal(), True
        names = words.names("doctor")
        for finding in examine(read_settings(), words):
            well = well and finding.well
            say(f"{'✓' if finding.well else '✗'} {names[finding.about]}")
            for remark in finding.remarks:
                say(f"    {remark.says}")
        if not well:
            raise typer.Exit(1)
        say(words.say("doctor_well"))


@app.command()
def serve(part: Annotated[str, typer.Argument(help="actions, rasa, gateway, or prepare.")]) -> None:
    """Run one part by itself, for a server where something else looks after the parts; see docs/operations.md."""
    from bot.running import serving

    with clearly():
        serving.serve(part, read_settings())


def main() -> None:
    """Run the command that the arguments name, in UTF-8 whatever the terminal says; a line ends where it ends."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    app()


if __name__ == "__main__":
    main()
