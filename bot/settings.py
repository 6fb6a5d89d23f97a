"""All settings, read once from the environment, with defaults that are safe on a laptop. Only doors import this."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_config_path, user_data_path

from bot.errors import SettingWrong

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the checkout: config.yml, data and models lie here."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True)
class Settings:
    """Where things lie and who may knock. The name of each field, after `BLIJK_` and in capitals, is its variable."""

    home: Path
    """What the program makes at run time goes here; default `var/` in the checkout."""
    host: str
    """The address that the gateway listens on; the embedded default allows loopback only."""
    port: int
    """The port of the gateway."""
    hosts: tuple[str, ...]
    """More host names that a browser may ask for, beside loopback's own; separated by commas."""
    database_url: str
    """SQLAlchemy URL of the journal; default a SQLite file in `home`."""
    keys: str
    """Path or SQLAlchemy URL of the key ring; default `blijk/keys.db` in the user's configuration folder."""
    master_key_file: Path
    """The master key; default `blijk/master.key` in the user's data folder."""
    zone: str
    """Time zone in which "half vier" is understood."""
    person: str
    """Whose journal the chat page and the terminal open in the embedded default."""
    embedded: bool
    """One local person, no sign-in: whoever has the computer account can read."""
    keep_days: int | None
    """What was not touched for so many days is erased; default never."""
    # internal: `blijk run` makes these and hands them to its three processes
    rasa_url: str
    action_url: str
    gate_secret: str
    """Signs what the gateway sends to Rasa."""
    action_secret: str
    """The header with which Rasa knocks at the action server."""
    run_secret: str
    """With which the terminal knocks at the gateway."""

    @property
    def models(self) -> Path:
        """The folder of the trained models, beside the code, each under its content's hash."""
        return ROOT / "models"

    @property
    def data(self) -> Path:
        """The folder of everything that is said."""
        return ROOT / "data"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Read the settings.

    `read_settings({"BLIJK_PORT": "9000"}).port` -> `9000`
    Raises `SettingWrong`, naming the variable and the choices, when one cannot be used.
    """
    home = Path(environ.get("BLIJK_HOME") or ROOT / "var").expanduser().absolute()
    master = environ.get("BLIJK_MASTER_KEY_FILE") or user_data_path("blijk") / "master.key"
    embedded = _yes_or_no(environ, "BLIJK_EMBEDDED", "yes")
    return Settings(
        home=home,
        host=_host(environ, embedded),
        port=_port(environ),
        hosts=tuple(host.strip() for host in environ.get("BLIJK_HOSTS", "").split(",") if host.strip()),
        database_url=environ.get("BLIJK_DATABASE_URL") or f"sqlite:///{home / 'journal.db'}",
        keys=environ.get("BLIJK_KEYS") or str(user_config_path("blijk") / "keys.db"),
        master_key_file=Path(master).expanduser().absolute(),
        zone=_zone(environ),
        person=environ.get("BLIJK_PERSON") or "me",
        embedded=embedded,
        keep_days=_days(environ),
        rasa_url=environ.get("BLIJK_RASA_URL", ""),
        action_url=environ.get("BLIJK_ACTION_URL", ""),
        gate_secret=environ.get("BLIJK_GATE_SECRET", ""),
        action_secret=environ.get("BLIJK_ACTION_SECRET", ""),
        run_secret=environ.get("BLIJK_RUN_SECRET", ""),
    )


def _port(environ: Mapping[str, str]) -> int:
    value = environ.get("BLIJK_PORT") or "8080"
    if value.isascii() and value.isdecimal() and 0 < int(value) < 65536:
        return int(value)
    raise SettingWrong("environment: BLIJK_PORT is no port; expected a whole number; choices: 1 to 65535")


def _days(environ: Mapping[str, str]) -> int | None:
    value = environ.get("BLIJK_KEEP_DAYS") or ""
    if not value or (value.isascii() and value.isdecimal() and 0 < int(value) < 36525):
        return int(value) if value else None
    raise SettingWrong(
        "environment: BLIJK_KEEP_DAYS is no number of days; expected a whole number; choices: 1 to 36524, or nothing to "
        "keep everything"
    )


def _host(environ: Mapping[str, str], embedded: bool) -> str:
    value = environ.get("BLIJK_HOST") or LOOPBACK[0]
    if embedded and value not in LOOPBACK:
        raise SettingWrong(
            "environment: BLIJK_HOST is not loopback, and without sign-in anybody there could read the journal; "
            f"expected a loopback address; choices: {', '.join(LOOPBACK)}"
        )
    return value


def _zone(environ: Mapping[str, str]) -> str:
    value = environ.get("BLIJK_ZONE") or "Europe/Amsterdam"
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise SettingWrong(
            "environment: BLIJK_ZONE is no time zone known here; expected a name of the IANA list; "
            "choices: Europe/Amsterdam, Europe/Brussels, America/Paramaribo, …"
        ) from None
    return value


def _yes_or_no(environ: Mapping[str, str], name: str, default: str) -> bool:
    value = (environ.get(name) or default).lower()
    if value in ("yes", "no"):
        return value == "yes"
    raise SettingWrong(f"environment: {name} cannot be read; expected one word; choices: yes, no")
