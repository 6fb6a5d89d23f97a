"""`blijk serve`: one part by itself, where systemd or a container engine looks after the parts.

`python -m bot.running.serving <module> [arguments of the module]` runs a module quietly, as `blijk run` would.
"""

from __future__ import annotations

import os
import runpy
import sys
from typing import NoReturn
from urllib.parse import urlsplit

from bot.errors import ModelMissing, SettingWrong
from bot.quiet import keep_quiet
from bot.running.apart import check_apart
from bot.running.environment import rasa_environment
from bot.settings import ROOT, Settings

MODEL = "rasa.tar.gz"
"""Where `prepare` puts Rasa's model in `BLIJK_HOME`."""
PARTS = {"actions": "bot.components.action_server", "gateway": "bot.web", "rasa": "rasa"}
"""Each part, and the module that it runs."""


def serve(part: str, settings: Settings) -> NoReturn:
    """Become the process of a part; raises as `command_of` does."""
    command = command_of(part, settings)
    os.chdir(ROOT)  # where Rasa's files lie
    os.execve(command[0], command, rasa_environment())  # noqa: S606 - what stays should be small


def command_of(part: str, settings: Settings) -> list[str]:
    """Return the command line of a part; the settings come from the environment.

    `command_of("gateway", settings)` -> `[python, "-m", "bot.running.serving", "bot.web"]`
    Raises `SettingWrong` for another part or a missing setting, `ModelMissing` before `prepare` made Rasa's model.
    """
    check_apart(settings)
    if part == "prepare":
        return [sys.executable, "-m", "bot.running.preparing"]
    if part not in PARTS:
        raise SettingWrong(f"serve: '{part}' is no part; expected one; choices: prepare, {', '.join(PARTS)}")
    arguments = _rasa(settings) if part == "rasa" else []
    return [sys.executable, "-m", "bot.running.serving", PARTS[part], *arguments]


def _rasa(settings: Settings) -> list[str]:
    listen, model = urlsplit(settings.rasa_url), settings.home / MODEL
    if not listen.port or not listen.hostname:
        raise SettingWrong(
            "environment: BLIJK_RASA_URL has no port; expected where this Rasa is to listen; "
            "choices: http://127.0.0.1:5005, http://rasa-1:5005"
        )
    if not model.is_file():
        raise ModelMissing(f"{model}: is not there; expected Rasa's model; choices: `blijk serve prepare` makes it")
    files = ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    return ["run", "--model", str(model), *files, "--interface", listen.hostname, "--port", str(listen.port)]


def main(module: str, *arguments: str) -> None:
    """Run `module` as `python -m` would, and let it tell only where things happened."""
    keep_quiet()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
