"""`blijk run` from its first line to its last: what happens in which order, and what is said about it."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.channels.settings import read_channel_settings
from bot.errors import NotReady
from bot.running.asking import fetch
from bot.running.daily import Daily
from bot.running.environment import rasa_environment
from bot.running.ports import free_ports, is_free
from bot.running.runfile import Run, only_one, write_run
from bot.running.supervisor import Part, Supervisor
from bot.running.words import Words
from bot.settings import ROOT, Settings
from bot.web.ways import check_ways_in

LONGEST_START = 150.0
"""Seconds that the three parts may take to get ready."""
FEW = 3
"""How often a part may die before the first time that all are ready."""
WAITING = 5.0
"""Seconds between two lines that say what is still waited for."""
GLANCE = 0.2
"""Seconds between two looks at the parts."""

Say = Callable[[str], None]


def run(settings: Settings, words: Words, say: Say) -> None:
    """Start everything, keep it running, stop it at Ctrl-C or SIGTERM.

    Raises `NotReady`, `SettingWrong` or another `BlijkError` when it cannot start.
    """
    for stop in (signal.SIGINT, signal.SIGTERM):  # also where a script that starts us in the background ignores Ctrl-C
        signal.signal(stop, signal.default_int_handler)
    check_ways_in(settings)
    read_channel_settings(embedded=settings.embedded)  # what is missing is said before anything starts
    with only_one(settings.home):
        if not is_free(settings.host, settings.port):
            raise NotReady(words.say("port_taken", port=settings.port))
        try:
            model = prepare(words)
            new = Run(settings.host, settings.port, secrets.token_urlsafe(32), os.getpid())
            supervisor = Supervisor(parts(settings, model, new.secret), settings.home / "log")
            _keep_running(supervisor, new, settings, words, say)
        except KeyboardInterrupt:
            say(words.say("stopped"))


def prepare(words: Words) -> Path:
    """Migrate the journal and train what has changed, in a process of its own; return the path of Rasa's model.

    Raises `NotReady` when that failed; what went wrong was said by that process, on the standard error.
    """
    command = [sys.executable, "-m", "bot.running.preparing"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=rasa_environment())
    if done.returncode:
        raise NotReady(words.say("not_prepared"))
    return Path(done.stdout.strip())


def parts(settings: Settings, model: Path, run_secret: str) -> tuple[Part, ...]:
    """Describe the three processes, with new internal ports and secrets."""
    rasa_port, action_port = free_ports(2)
    environment = {
        **rasa_environment(),
        "BLIJK_HOME": str(settings.home),
        "BLIJK_RASA_URL": f"http://127.0.0.1:{rasa_port}",
        "BLIJK_ACTION_URL": f"http://127.0.0.1:{action_port}/webhook",
        "BLIJK_GATE_SECRET": secrets.token_urlsafe(32),
        "BLIJK_ACTION_SECRET": secrets.token_urlsafe(32),
        "BLIJK_RUN_SECRET": run_secret,
    }
    rasa = ["run", "--model", str(model), "--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    return (
        Part("rasa", "rasa", [*rasa, "--interface", "127.0.0.1", "--port", str(rasa_port)], environment),
        Part("actions", "bot.components.action_server", [], environment),
        Part("gateway", "bot.web", [], environment),
    )


def _keep_running(supervisor: Supervisor, new: Run, settings: Settings, words: Words, say: Say) -> None:
    try:
        say(words.say("starting"))
        supervisor.start()
        with write_run(settings.home, new):
            _wait_until_ready(supervisor, new, settings, words, say)
            say(words.say("ready", address=settings.origin or new.address))
            daily = Daily(settings.home / "log" / "tidy.log")
            while True:
                daily.look()
                for part in supervisor.look_after():
                    say(words.say("again", part=part.name))
                time.sleep(GLANCE)
    finally:
        supervisor.stop()


def _wait_until_ready(supervisor: Supervisor, new: Run, settings: Settings, words: Words, say: Say) -> None:
    begun = said = time.monotonic()
    while fetch(f"{new.address}/health/ready").status != 200:
        supervisor.look_after()
        now = time.monotonic()
        for part in supervisor.parts:
            if part.deaths >= FEW or now - begun > LONGEST_START:
                raise NotReady(words.say("not_ready", part=part.name, log=settings.home / "log" / f"{part.name}.log"))
        if now - said > WAITING:
            said = now
            say(words.say("waiting", seconds=round(now - begun)))
        time.sleep(GLANCE)
