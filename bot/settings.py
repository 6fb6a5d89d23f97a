"""All settings, read once from the environment, with defaults that are safe on a laptop. Only doors import this."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_config_path, user_data_path

from bot.errors import SettingWrong

ROOT = Path(__file__).resolve().parent.parent
"""The folder of the checkout: config.yml, data and models lie here."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")
URL_LOOPBACK = ("127.0.0.1", "[::1]", "localhost")
ADDRESS = re.compile(r"(?:(?P<tls>https)|http)://(?P<host>[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?(?P<path>/\S*)?")

SIGN_IN = ("link", "oidc")
"""The ways to sign in: by a one-time link asked for in the chat of a channel, at an OpenID provider."""


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
    origin: str
    """Where people reach a served gateway, `https://blijk.school.nl`; when set, everybody has to sign in."""
    sign_in: tuple[str, ...]
    """The ways to sign in at a served gateway, of `SIGN_IN`; separated by commas."""
    oidc_issuer: str
    """Address of the OpenID provider, exactly as it names itself; `…/organizations/v2.0` for several Entra tenants."""
    oidc_client: str
    """Under which id the provider knows this gateway."""
    oidc_secret: str
    """What the provider gave along with that id."""
    oidc_tenants: tuple[str, ...]
    """Only accounts of these tenants (the claim `tid` of Entra); separated by commas."""
    session_minutes: int
    """After so many minutes without a page being asked for somebody has to sign in again."""
    session_hours: int
    """After so many hours anybody has to sign in again."""
    proxies: tuple[str, ...]
    """Addresses or networks of the proxies whose word on where a request came from is taken; default loopback."""
    metrics_port: int | None
    """Port on 127.0.0.1 with figures for Prometheus; default none."""
    exercises: Path
    """A folder with exercises of the school's own, one file each; default `exercises` in `home`."""
    quiet: tuple[int, int]
    """From which hour to which nobody is reminded of anything; default 21 to 7."""
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
    def secure(self) -> bool:
        """Whether people reach the gateway over TLS."""
        return self.origin.startswith("https://")

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
    origin = _address(environ, "BLIJK_ORIGIN")
    embedded = _yes_or_no(environ, "BLIJK_EMBEDDED", "no" if origin else "yes")
    return Settings(
        home=home,
        host=_host(environ, embedded),
        port=_port(environ),
        hosts=_several(environ, "BLIJK_HOSTS"),
        database_url=environ.get("BLIJK_DATABASE_URL") or f"sqlite:///{home / 'journal.db'}",
        keys=environ.get("BLIJK_KEYS") or str(user_config_path("blijk") / "keys.db"),
        master_key_file=Path(master).expanduser().absolute(),
        zone=_zone(environ),
        person=environ.get("BLIJK_PERSON") or "me",
        embedded=embedded,
        origin=origin,
        sign_in=_ways(environ),
        oidc_issuer=_address(environ, "BLIJK_OIDC_ISSUER", path=True),
        oidc_client=environ.get("BLIJK_OIDC_CLIENT", ""),
        oidc_secret=environ.get("BLIJK_OIDC_SECRET", ""),
        oidc_tenants=_several(environ, "BLIJK_OIDC_TENANTS"),
        session_minutes=_whole(environ, "BLIJK_SESSION_MINUTES", 1440) or 120,
        session_hours=_whole(environ, "BLIJK_SESSION_HOURS", 720) or 12,
        proxies=_networks(environ),
        metrics_port=_whole(environ, "BLIJK_METRICS_PORT", 65535),
        exercises=Path(environ.get("BLIJK_EXERCISES") or home / "exercises").expanduser().absolute(),
        quiet=_hours(environ),
        keep_days=_whole(environ, "BLIJK_KEEP_DAYS", 36_500),
        rasa_url=environ.get("BLIJK_RASA_URL", ""),
        action_url=environ.get("BLIJK_ACTION_URL", ""),
        gate_secret=environ.get("BLIJK_GATE_SECRET", ""),
        action_secret=environ.get("BLIJK_ACTION_SECRET", ""),
        run_secret=environ.get("BLIJK_RUN_SECRET", ""),
    )


def _several(environ: Mapping[str, str], name: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in environ.get(name, "").split(",") if each.strip())


def _whole(environ: Mapping[str, str], name: str, most: int) -> int | None:
    value = environ.get(name) or ""
    if not value or (value.isascii() and value.isdecimal() and 0 < int(value) <= most):
        return int(value) if value else None
    raise SettingWrong(f"environment: {name} cannot be used; expected a whole number; choices: 1 to {most}, or nothing")


def _hours(environ: Mapping[str, str]) -> tuple[int, int]:
    begin, _, end = (environ.get("BLIJK_QUIET") or "21-7").partition("-")
    if begin.isdecimal() and end.isdecimal() and int(begin) < 24 and int(end) < 24:
        return int(begin), int(end)
    raise SettingWrong(
        "environment: BLIJK_QUIET cannot be read; expected the hours between which nobody is reminded; "
        "choices: 21-7, 18-8, 0-0 for none"
    )


def _address(environ: Mapping[str, str], name: str, *, path: bool = False) -> str:
    value = environ.get(name) or ""
    parts = ADDRESS.fullmatch(value)
    if not value or (parts and (parts["tls"] or parts["host"] in URL_LOOPBACK) and (path or not parts["path"])):
        return value
    raise SettingWrong(
        f"environment: {name} is no address that can be used; expected scheme and host, in small letters"
        f"{'' if path else ', without a path or a slash at the end'}; "
        "choices: https://name, https://name:port, or http://localhost:port to try things out"
    )


def _ways(environ: Mapping[str, str]) -> tuple[str, ...]:
    ways = _several(environ, "BLIJK_SIGN_IN")
    if set(ways) <= set(SIGN_IN):
        return ways
    raise SettingWrong(
        "environment: BLIJK_SIGN_IN names a way to sign in that is not known; expected one or more, with commas; "
        f"choices: {', '.join(SIGN_IN)}"
    )


def _networks(environ: Mapping[str, str]) -> tuple[str, ...]:
    networks = _several(environ, "BLIJK_PROXIES") or LOOPBACK[:2]
    try:
        return tuple(str(ip_network(each)) for each in networks)
    except ValueError:
        raise SettingWrong(
            "environment: BLIJK_PROXIES names what is no address; expected addresses or networks, with commas; "
            "choices: 127.0.0.1, 10.0.0.0/24, …"
        ) from None


def _port(environ: Mapping[str, str]) -> int:
    value = environ.get("BLIJK_PORT") or "8080"
    if value.isascii() and value.isdecimal() and 0 < int(value) < 65536:
        return int(value)
    raise SettingWrong("environment: BLIJK_PORT is no port; expected a whole number; choices: 1 to 65535")


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
