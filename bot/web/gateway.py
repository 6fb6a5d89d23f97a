"""What every page needs, gathered in one place: the gateway's settings and the rooms that it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from jinja2 import Environment
from starlette.requests import Request

from bot.journal.journal import Journal
from bot.model import Knowledge
from bot.settings import Settings
from bot.web.news import News
from bot.web.pace import Pace
from bot.web.rasa import Rasa
from bot.web.words import Words


@dataclass(frozen=True)
class Who:
    """Somebody at a door, as the door proved it; the journal knows which person that is."""

    channel: str
    identity: str


@dataclass(frozen=True)
class Gateway:
    """The rooms behind the pages."""

    settings: Settings
    journal: Journal
    knowledge: Knowledge
    rasa: Rasa
    words: Mapping[str, Words]
    templates: Environment
    news: News
    pace: Pace

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin."""
        return ZoneInfo(self.settings.zone)


def gateway_of(request: Request) -> Gateway:
    """Return the gateway that this request came in by."""
    gateway: Gateway = request.app.state.gateway
    return gateway
