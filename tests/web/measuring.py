"""How fast the pages are with years of reflections: `python -m tests.web.measuring [REFLECTIONS] [TIMES]`.

Fills a journal of its own, serves it on this machine, asks each page so many times and prints milliseconds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timezone
from pathlib import Path

import httpx2

from bot.journal.finding import Wanted
from bot.journal.journal import Journal
from bot.journal.opening import master_key, migrate, open_journal
from bot.knowledge import read_knowledge
from bot.running.ports import free_ports
from bot.settings import Settings, read_settings
from bot.settling import settle
from bot.web.__main__ import configure
from bot.web.app import make_app
from tests.journal.many import fill
from tests.web.serving import listening

PAGES = (
    "/", "/journal", "/journal?page=20", "/journal?month=2026-03", "/journal?q=renee", "/journal?q=renee+rooster",
    "/journal?who=renee", "/journal?feeling=angry", "/journal?tag=Team", "/journal?exercise=four_words",
    "/journal?from=2025-01-01&until=2025-12-31", "/journal/found?q=rooster", "/journal/{id}",
    "/journal/{id}/change/{entry}", "/journal/{id}/erase", "/patterns", "/questions", "/exercises",
    "/exercises/new", "/privacy",
)  # fmt: skip
FILES = ("/journal/export.md", "/journal/export.json", "/journal/{id}/blijk.pdf", "/journal/{id}/card.png")


@contextmanager
def years(count: int) -> Iterator[tuple[str, Journal, Settings]]:
    """Serve the journal of somebody with so many reflections; give its address, the journal and the settings."""
    with tempfile.TemporaryDirectory() as folder:
        port, keys = free_ports(1)[0], str(Path(folder) / "conf" / "keys.db")
        here = {"BLIJK_HOME": f"{folder}/home", "BLIJK_KEYS": keys, "BLIJK_PORT": str(port)}
        settings = read_settings({**here, "BLIJK_GATE_SECRET": "x" * 32, "BLIJK_RASA_URL": "http://127.0.0.1:9"})
        migrate(settings.database_url)
        journal = open_journal(settings.database_url, keys, master_key(Path(folder) / "data" / "master.key", keys))
        person = journal.person("local", settings.person).id
        fill(journal, person, count, datetime.now(timezone.utc))
        journal.preferences.keep(person, "patterns", "yes")
        app = make_app(settings, journal, read_knowledge(settings.data / "coaching"))
        settle()
        with closing(journal), listening(configure(app, settings)):
            yield f"http://127.0.0.1:{port}", journal, settings


def main() -> None:
    count, times = (int(each) for each in (*sys.argv[1:3], "2000", "40")[:2]) if sys.argv[2:] else (2000, 40)
    with years(count) as (address, journal, settings), httpx2.Client(base_url=address, timeout=300) as browser:
        person = journal.person("local", settings.person).id
        reflection = journal.finding.find(person, Wanted()).begun[0][0]
        entry = journal.reflection(person, reflection).entries[0].id
        for path, often in [*((each, times) for each in PAGES), *((each, 3) for each in FILES)]:
            took, size = [], 0
            for _ in range(often):
                begun = time.perf_counter()
                answer = browser.get(path.format(id=reflection, entry=entry))
                took.append((time.perf_counter() - begun) * 1000)
                assert answer.status_code == 200, (path, answer.status_code)
                size = len(answer.content)
            took.sort()
            high = took[max(0, round(often * 0.95) - 1)]
            print(f"{path:45} median {statistics.median(took):7.0f}  95 % {high:7.0f} ms  {size:9,} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
