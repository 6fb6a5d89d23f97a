"""The settings of the messengers, read from the environment. One that is begun must be whole, or nothing starts."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.abilities import ABILITIES
from bot.errors import SettingWrong
from bot.settings import URL_LOOPBACK

LOOPBACK_ONLY = "loopback-only"
"""The one value of BLIJK_TEAMS_UNSIGNED."""
URL = re.compile(r"(https|http)://([A-Za-z0-9.-]+|\[[0-9a-f:]+\])(:[0-9]{1,5})?(/[^\s?#]*)?")


@dataclass(frozen=True)
class TeamsSettings:
    """How Microsoft Teams reaches us and we reach it."""

    app: str
    """BLIJK_TEAMS_APP: the id of the app registration, a GUID."""
    secret: str
    """BLIJK_TEAMS_SECRET: what Microsoft gave along with it."""
    tenant: str
    """BLIJK_TEAMS_TENANT: the one tenant whose people may talk, a GUID."""
    metadata: str
    """BLIJK_TEAMS_METADATA: where it says with which keys Microsoft signs."""
    token: str
    """BLIJK_TEAMS_TOKEN: where we get what proves that we are the app; `{tenant}` is filled in."""
    issuers: tuple[str, ...]
    """BLIJK_TEAMS_ISSUERS: who may sign, with commas."""
    services: tuple[str, ...]
    """BLIJK_TEAMS_SERVICES: the hosts to which answers may go, with commas."""
    unsigned: bool
    """BLIJK_TEAMS_UNSIGNED=loopback-only: believe and answer a test client on this machine, which signs nothing."""


@dataclass(frozen=True)
class MatrixSettings:
    """The account of Blijk on the school's own Matrix server."""

    server: str
    """BLIJK_MATRIX_SERVER: its address."""
    user: str
    """BLIJK_MATRIX_USER: the whole name of the account, `@blijk:school.nl`."""
    password: str
    """BLIJK_MATRIX_PASSWORD."""
    guests: tuple[str, ...]
    """BLIJK_MATRIX_GUESTS: other servers whose people may talk, with commas; default none."""


@dataclass(frozen=True)
class ChannelSettings:
    """Which messengers there are."""

    telegram_token: str = ""
    """BLIJK_TELEGRAM_TOKEN: what BotFather gave."""
    telegram_api: str = "https://api.telegram.org"
    """BLIJK_TELEGRAM_API: where Telegram's Bot API is."""
    teams: TeamsSettings | None = None
    matrix: MatrixSettings | None = None
    link_only: tuple[str, ...] = ()
    """BLIJK_LINK_ONLY: the channels that bring nothing but a link to the own page, with commas."""


def read_channel_settings(environ: Mapping[str, str] = os.environ, *, embedded: bool = True) -> ChannelSettings:
    """Read the settings; `embedded` tells that only this machine can reach the gateway.

    Raises `SettingWrong`, naming what is missing, when a channel is set in part, or what cannot be used.
    """
    telegram = _whole(environ, "BLIJK_TELEGRAM_", ("TOKEN",))
    return ChannelSettings(
        telegram_token=telegram.get("TOKEN", ""),
        telegram_api=_url(environ, "BLIJK_TELEGRAM_API", "https://api.telegram.org"),
        teams=_teams(environ, embedded),
        matrix=_matrix(environ),
        link_only=_several(environ, "BLIJK_LINK_ONLY", tuple(ABILITIES)),
    )


def _teams(environ: Mapping[str, str], embedded: bool) -> TeamsSettings | None:
    unsigned = environ.get("BLIJK_TEAMS_UNSIGNED", "")
    if unsigned and (unsigned != LOOPBACK_ONLY or not embedded):
        raise SettingWrong(
            "environment: BLIJK_TEAMS_UNSIGNED lets anybody speak for anybody; expected nothing, or a Blijk that only "
            f"this machine can reach; choices: leave it out, or {LOOPBACK_ONLY} where nobody signs in"
        )
    found = _whole(environ, "BLIJK_TEAMS_", () if unsigned else ("APP", "SECRET", "TENANT"))
    if not found and not unsigned:
        return None
    return TeamsSettings(
        found.get("APP", ""),
        found.get("SECRET", ""),
        found.get("TENANT", ""),
        _url(environ, "BLIJK_TEAMS_METADATA", "https://login.botframework.com/v1/.well-known/openidconfiguration"),
        environ.get("BLIJK_TEAMS_TOKEN") or "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
        _several(environ, "BLIJK_TEAMS_ISSUERS") or ("https://api.botframework.com",),
        _several(environ, "BLIJK_TEAMS_SERVICES") or ("smba.trafficmanager.net",),
        bool(unsigned),
    )


def _matrix(environ: Mapping[str, str]) -> MatrixSettings | None:
    found = _whole(environ, "BLIJK_MATRIX_", ("SERVER", "USER", "PASSWORD"))
    if not found:
        return None
    if not re.fullmatch(r"@[^:\s]+:[^\s]+", found["USER"]):
        raise SettingWrong(
            "environment: BLIJK_MATRIX_USER is no account; expected the whole name; choices: @blijk:school.nl"
        )
    server = _url(environ, "BLIJK_MATRIX_SERVER", "")
    return MatrixSettings(server, found["USER"], found["PASSWORD"], _several(environ, "BLIJK_MATRIX_GUESTS"))


def _whole(environ: Mapping[str, str], prefix: str, names: tuple[str, ...]) -> dict[str, str]:
    """Return what is set of a channel, with all of `names`; nothing where the channel is not wanted at all."""
    found = {name.removeprefix(prefix): value for name, value in environ.items() if name.startswith(prefix) and value}
    missing = [f"{prefix}{name}" for name in names if name not in found]
    if found and missing:
        raise SettingWrong(
            f"environment: {', '.join(missing)} missing beside others of {prefix}*; expected all that the channel "
            f"needs to prove who sends; choices: set them, or leave out every {prefix}*"
        )
    return found


def _url(environ: Mapping[str, str], name: str, default: str) -> str:
    value = (environ.get(name) or default).rstrip("/")
    parts = URL.fullmatch(value)
    if parts and (parts[1] == "https" or parts[2] in URL_LOOPBACK):
        return value
    raise SettingWrong(
        f"environment: {name} is no address that can be used; expected scheme and host; "
        "choices: https://name, or http://127.0.0.1:port to try things out"
    )


def _several(environ: Mapping[str, str], name: str, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
    values = tuple(each.strip().lower() for each in environ.get(name, "").split(",") if each.strip())
    if choices and not set(values) <= set(choices):
        raise SettingWrong(
            f"environment: {name} names what is no channel; expected channels, with commas; "
            f"choices: {', '.join(choices)}"
        )
    return values
