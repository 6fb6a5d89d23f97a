"""Starts the gateway: `python -m bot.web`, with the settings of the environment."""

from __future__ import annotations

from types import FrameType

import uvicorn
from starlette.applications import Starlette

from bot.channels.settings import read_channel_settings
from bot.journal.opening import master_key, open_journal
from bot.knowledge import read_knowledge
from bot.quiet import keep_quiet
from bot.settings import Settings, read_settings
from bot.settling import settle
from bot.web.app import make_app
from bot.web.news import News
from bot.web.ways import check_ways_in


class Server(uvicorn.Server):
    """Lets the pages with live updates go when it has to stop; it would wait for them else."""

    def __init__(self, config: uvicorn.Config, news: News) -> None:
        """Take how to serve, and where those pages wait."""
        super().__init__(config)
        self.news = news

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to stop."""
        self.news.close()
        super().handle_exit(sig, frame)


def configure(app: Starlette, settings: Settings) -> uvicorn.Config:
    """Say how to serve. No access log: it would hold addresses with what was searched for."""
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        ws="none",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=not settings.embedded,
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=3,
    )


def main() -> None:
    """Serve until told to stop."""
    settings = read_settings()
    keep_quiet()
    check_ways_in(settings)
    channels = read_channel_settings(embedded=settings.embedded)
    master = master_key(settings.master_key_file, settings.keys)
    journal = open_journal(settings.database_url, settings.keys, master)
    app = make_app(settings, journal, read_knowledge(settings.data / "coaching", settings.exercises), channels=channels)
    if settings.metrics_port is not None:
        app.state.gateway.metrics.serve(settings.metrics_port)
    settle()
    Server(configure(app, settings), app.state.gateway.news).run()


if __name__ == "__main__":
    main()
