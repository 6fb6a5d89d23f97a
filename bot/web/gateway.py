"""What every page needs, gathered in one place: the gateway's settings and the rooms that it opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

from jinja2 import Environment
from starlette.requests import Request

from bot.journal.journal import Journal
from bot.journal.signing_in import Lives
from bot.model import Knowledge, Person
from bot.settings import Settings
from bot.web.metrics import Metrics
from bot.web.news import News
from bot.web.oidc import Provider
from bot.web.pace import Paces
from bot.web.rasa import Rasa
from bot.web.words import Words

SIGNED_IN = "signed_in"
"""The channel of somebody who signed in on the page; their identity there is the id of the person."""


@dataclass(frozen=True)
class Who:
    """Somebody at a door, as the door proved it; the journal knows which person that is."""

    channel: str
    identity: str
    tenant: str = ""
    person: Person | None = field(default=None, compare=False)
    """The person, where the door knows them already."""


def signed_in_as(person: Person) -> Who:
    """Return how a person is known on the page once they signed in there."""
    return Who(SIGNED_IN, person.id, person=person)


@dataclass(frozen=True)
class Gateway:
    """The rooms behind the pages."""

    settings: Settings
    journal: Journal
    knowledge: Knowledge
    rasa: Rasa
    provider: Provider | None
    """Where people sign in, if that is a way in."""
    words: Mapping[str, Words]
    templates: Environment
    news: News
    paces: Paces
    metrics: Metrics

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which days begin."""
        return ZoneInfo(self.settings.zone)

    @property
    def lives(self) -> Lives:
        """How long somebody stays signed in."""
        idle, longest = timedelta(minutes=self.settings.session_minutes), timedelta(hours=self.settings.session_hours)
        return Lives(idle, longest)

    def find(self, who: Who) -> Person | None:
        """Return the person at a door, `None` when there is nothing of theirs yet."""
        return who.person or self.journal.find_person(who.channel, who.identity, tenant=who.tenant)

    def meet(self, who: Who) -> Person:
        """Return the person at a door, a new one when there is nothing of theirs yet."""
        return who.person or self.journal.person(who.channel, who.identity, tenant=who.tenant)

    def tell(self, who: Who, person: Person) -> None:
        """Ring the bell of every page that this person has open, by whatever way they are known there."""
        for each in {who, signed_in_as(person)}:
            self.news.tell(each)


def gateway_of(request: Request) -> Gateway:
    """Return the gateway that this request came in by."""
    gateway: Gateway = request.app.state.gateway
    return gateway
