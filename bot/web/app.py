"""The gateway as one application: which page answers at which address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.channels import Channels
from bot.channels.settings import ChannelSettings
from bot.channels.teams import take_activity
from bot.journal.journal import Journal
from bot.model import Knowledge
from bot.settings import Settings
from bot.web import (
    along,
    changing,
    chat,
    coupling,
    door,
    erasing,
    events,
    health,
    journal_pages,
    links,
    own_exercises,
    own_questions,
    patterns,
    signing_in,
    tour,
)
from bot.web.gateway import Gateway, gateway_of
from bot.web.guard import Guard
from bot.web.metrics import Metrics
from bot.web.news import News
from bot.web.oidc import BACK, Provider
from bot.web.pace import Paces
from bot.web.pages import HERE, open_templates, page
from bot.web.problems import refuse_request
from bot.web.rasa import Rasa
from bot.web.reminding import keep_reminding
from bot.web.visitors import signed_in, visitor_of
from bot.web.ways import check_ways_in
from bot.web.words import read_words


def make_app(
    settings: Settings,
    journal: Journal,
    knowledge: Knowledge,
    rasa: Rasa | None = None,
    provider: Provider | None = None,
    channels: ChannelSettings | None = None,
) -> Starlette:
    """Make the gateway from its settings and the rooms behind it; `rasa` and `provider` from the settings if not given.

    Without `channels` there are no messengers. Raises `SettingWrong` when it would serve many and could let nobody in,
    or a messenger cannot work here.
    """
    check_ways_in(settings)
    gateway = Gateway(
        settings=settings,
        journal=journal,
        knowledge=knowledge,
        rasa=rasa or Rasa(settings.rasa_url, settings.gate_secret),
        provider=provider or (Provider(settings) if "oidc" in settings.sign_in else None),
        words=read_words(settings.data / "web"),
        templates=open_templates(),
        news=News(),
        paces=Paces(),
        metrics=Metrics(),
    )
    app = Starlette(
        routes=pages(),
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={HTTPException: refuse_request},
        lifespan=_lifespan,
    )
    app.state.gateway = gateway
    app.state.channels = Channels(gateway, channels or ChannelSettings())
    return app


def pages() -> list[Route | Mount]:
    """Return every address of the gateway and what answers there."""
    return [
        Route("/", chat.show_chat),
        Route("/talk", chat.show_news),
        Route("/say", chat.take_message, methods=["POST"]),
        Route("/language", chat.choose_language, methods=["POST"]),
        Route("/events", events.live),
        *_journal(),
        Route("/patterns", patterns.show_patterns),
        Route("/patterns", patterns.choose_patterns, methods=["POST"]),
        Route("/questions", own_questions.show_questions),
        Route("/questions", own_questions.add_question, methods=["POST"]),
        Route("/questions/{id}/remove", own_questions.remove_question, methods=["POST"]),
        *_exercises(),
        Route("/tour", tour.put_away, methods=["POST"]),
        Route("/privacy", _privacy),
        Route("/sign-in", signing_in.show_ways_in),
        Route("/sign-in/oidc", signing_in.leave_for_provider),
        Route(BACK, signing_in.come_back),
        Route("/sign-out", signing_in.leave, methods=["POST"]),
        Route(links.ENTER, links.show_link),
        Route(links.ENTER, links.use_link, methods=["POST"]),
        Route("/channels/teams", take_activity, methods=["POST"]),
        Route("/api/say", door.take_json, methods=["POST"]),
        Route("/health/live", health.live),
        Route("/health/ready", health.ready),
        Mount("/static", StaticFiles(directory=HERE / "static")),
    ]


def _exercises() -> list[Route]:
    return [
        Route("/exercises", own_exercises.show_exercises),
        Route("/exercises", own_exercises.add, methods=["POST"]),
        Route("/exercises/new", own_exercises.show_form),
        Route("/exercises/{made}", own_exercises.show_one),
        Route("/exercises/{made}", own_exercises.change, methods=["POST"]),
        Route("/exercises/{made}/remove", own_exercises.ask_removal),
        Route("/exercises/{made}/remove", own_exercises.remove, methods=["POST"]),
    ]


def _journal() -> list[Route]:
    return [
        Route("/journal", journal_pages.show_journal),
        Route("/journal/found", journal_pages.show_found),
        Route("/journal/print", along.show_print),
        Route("/journal/export.pdf", along.export_pdf),
        Route("/journal/export.md", along.export_markdown),
        Route("/journal/export.json", along.export_json),
        Route("/journal/export.zip", along.export_archive),
        Route("/journal/couple", coupling.show_code, methods=["POST"]),
        Route("/journal/erase", erasing.ask_all),
        Route("/journal/erase", erasing.erase_all, methods=["POST"]),
        Route("/journal/{id}", journal_pages.show_reflection),
        Route("/journal/{id}/blijk.pdf", along.one_pdf),
        Route("/journal/{id}/card.png", along.card_png),
        Route("/journal/{id}/tags", changing.change_tags, methods=["POST"]),
        Route("/journal/{id}/change/{entry}", changing.ask_change),
        Route("/journal/{id}/change/{entry}", changing.change, methods=["POST"]),
        Route("/journal/{id}/remove/{entry}", changing.ask_removal),
        Route("/journal/{id}/remove/{entry}", changing.remove, methods=["POST"]),
        Route("/journal/{id}/erase", erasing.ask_one),
        Route("/journal/{id}/erase", erasing.erase_one, methods=["POST"]),
    ]


async def _privacy(request: Request) -> Response:
    if gateway_of(request).settings.embedded or await signed_in(request):
        await visitor_of(request)
    return page(request, "privacy.html")


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.channels.start()
    reminding = asyncio.create_task(keep_reminding(app.state.gateway, app.state.channels.notify))
    yield
    reminding.cancel()
    await app.state.channels.stop()
    app.state.gateway.news.close()
    await app.state.gateway.rasa.close()
