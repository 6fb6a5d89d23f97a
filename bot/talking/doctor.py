"""`blijk doctor`: looks at everything that a talk needs, changes nothing, and says what is wrong and what to do."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.errors import BlijkError
from bot.journal.engines import file_of
from bot.journal.inspecting import look_at_copy, look_into_journal
from bot.journal.master import master_key
from bot.journal.rings import ring_exists
from bot.knowledge import read_knowledge
from bot.running.apart import check_apart
from bot.running.asking import fetch
from bot.running.models import places_of
from bot.running.ports import is_free
from bot.running.runfile import read_run
from bot.running.words import Words
from bot.settings import Settings

ENOUGH = 200 * 1024 * 1024
"""Bytes that must be free where the journal lies: for its log, an archive, a migration's copy."""


@dataclass(frozen=True)
class Remark:
    """One sentence that says what is wrong and what to do."""

    says: str
    fault: bool = True
    """Whether something is wrong; else it is advice."""


@dataclass(frozen=True)
class Finding:
    """What was looked at, and what there is to say about it; nothing when all is well."""

    about: str
    remarks: tuple[Remark, ...]

    @property
    def well(self) -> bool:
        """Whether nothing is wrong."""
        return not any(remark.fault for remark in self.remarks)


def examine(settings: Settings, words: Words) -> Iterator[Finding]:
    """Look at each part in turn; `about` is one of the names under `doctor` in `data/cli`."""
    for about, look in LOOKS.items():
        try:
            remarks = tuple(look(settings, words))
        except BlijkError as error:  # its message says where, what, what was expected, and the choices
            remarks = (Remark(str(error)),)
        except OSError as error:
            what = error.filename or about
            remarks = (Remark(words.say("doctor_unreadable", what=what, why=type(error).__name__)),)
        yield Finding(about, remarks)


def look_at_home(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether `BLIJK_HOME` is its owner's alone."""
    home = settings.home
    if home.exists() and stat.S_IMODE(home.stat().st_mode) & 0o077:
        yield Remark(words.say("doctor_open_home", home=home))


def look_at_disk(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether there is room to write."""
    there = next(folder for folder in (settings.home, *settings.home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    if free < ENOUGH:
        yield Remark(words.say("doctor_full", home=there, free=free // 2**20, wanted=ENOUGH // 2**20))


def look_at_keys(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether ring and master key lie apart, closed to others, and fit each other, and for the copy."""
    check_apart(settings)
    waiting = Path(f"{settings.master_key_file}.new")
    if waiting.exists():
        yield Remark(words.say("doctor_half_changed", file=waiting))
        return
    if not settings.master_key_file.exists() and not ring_exists(settings.keys):
        return  # the first start makes both
    copy = look_at_copy(settings.keys, master_key(settings.master_key_file, settings.keys))
    if copy.file is None:
        yield Remark(words.say("copy_missing"), fault=False)
    elif copy.stale or not copy.file.exists():
        yield Remark(words.say("doctor_stale_copy", file=copy.file))


def look_at_journal(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether the database answers, its tables are up to date, and the ring knows it."""
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        return  # the first start makes it
    pending = look_into_journal(settings.database_url, settings.keys, _master(settings))
    if pending:
        yield Remark(words.say("doctor_erasing", count=pending))


def look_at_knowledge(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether what the coach says is without faults."""
    read_knowledge(settings.data / "coaching")
    yield from ()


def look_at_models(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether the models are trained from the data as it is."""
    if not all(place.exists() for place in places_of(settings)):
        yield Remark(words.say("doctor_untrained"))


def look_at_running(settings: Settings, words: Words) -> Iterator[Remark]:
    """Look whether a running Blijk is ready; else, whether its port is free."""
    running = read_run(settings.home)
    if running is None:
        if settings.embedded and not is_free(settings.host, settings.port):
            yield Remark(words.say("port_taken", port=settings.port))
        return
    ready = fetch(f"{running.address}/health/ready")
    for part in ready.content.get("not_ready", () if ready.status == 200 else ("gateway",)):
        yield Remark(words.say("doctor_not_ready", part=part, log=settings.home / "log"))


LOOKS: dict[str, Callable[[Settings, Words], Iterator[Remark]]] = {
    "home": look_at_home,
    "disk": look_at_disk,
    "keys": look_at_keys,
    "journal": look_at_journal,
    "knowledge": look_at_knowledge,
    "models": look_at_models,
    "running": look_at_running,
}


def _master(settings: Settings) -> bytes:
    return master_key(settings.master_key_file, settings.keys)
