"""`blijk backup`, `restore`, `verify`, `keys`, `tidy`: the journal without keys, the keys' one copy, letting go."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import KeyRingUnsafe, NotReady
from bot.journal import backup as archives
from bot.journal.copying import copy_ring, renew_copy_of
from bot.journal.engines import file_of, url_of
from bot.journal.inspecting import look_at_copy
from bot.journal.master import change_master_key, master_key
from bot.running.apart import is_inside
from bot.running.runfile import only_one
from bot.running.words import words_of_this_terminal
from bot.settings import Settings, read_settings
from bot.talking.keeping import open_at
from bot.talking.keyboard import clearly, fail, say

keys_commands = typer.Typer(no_args_is_help=True, help="Change the master key; keep the one copy of the key ring.")

To = Annotated[Path, typer.Option("--to", help="The file to write; an older one there is replaced.")]
Archive = Annotated[Path, typer.Argument(help="A file that `blijk backup` made.")]


def backup(to: To) -> None:
    """Write the journal into one file, without keys, check that file, and renew the one copy of the keys."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        archive = _writable(to)
        _there(settings)
        archives.back_up(settings.database_url, archive)
        found = archives.verify(archive, settings.keys, _known_master(settings))
        say(words.say("backed_up", entries=found.entries, file=archive))
        try:
            copied = renew_copy_of(settings.keys)
        except OSError:
            fail(words.say("copy_away"))
        say(words.say("copy_missing") if copied is None else words.say("copy_renewed", keys=copied))


def verify(archive: Archive) -> None:
    """Open every text in an archive with the keys of today, and count them. Nothing is changed."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        found = archives.verify(archive, settings.keys, _known_master(settings))
        say(words.say("verified", entries=found.entries, erased=found.erased))


def restore(archive: Archive) -> None:
    """Bring an archive back into an empty journal; what was erased since it was made does not come back."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        with only_one(settings.home):
            found = archives.restore(archive, settings.database_url, settings.keys, _known_master(settings))
        say(words.say("restored", entries=found.entries, erased=found.erased))


def tidy() -> None:
    """Erase what was not touched for BLIJK_KEEP_DAYS days, keys too; does nothing where that is not set."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        if settings.keep_days is None:
            say(words.say("keeps_all"))
            return
        _there(settings)
        journal = open_at(settings)
        receipt = journal.tidy(datetime.now(timezone.utc) - timedelta(days=settings.keep_days))
        journal.close()
        gone = dict(receipt.stores)
        say(words.say("tidied", days=settings.keep_days, reflections=gone.get("reflections", 0), keys=gone["keys"]))


@keys_commands.command()
def rotate() -> None:
    """Give the key ring a new master key. Every process of Blijk must be stopped, and is started again afterwards."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        with only_one(settings.home):
            _known_master(settings)
            wrapped = change_master_key(settings.master_key_file, settings.keys)
        say(words.say("rotated", keys=wrapped, file=settings.master_key_file))


@keys_commands.command()
def copy(to: To) -> None:
    """Write the one copy of the key ring, and from now on keep it up to date there."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        look_at_copy(settings.keys, _known_master(settings))
        target = _writable(to)
        if is_inside(target, settings.home) or file_of(url_of(settings.keys)) == target:
            raise KeyRingUnsafe(
                "key ring's copy: lies in BLIJK_HOME or over the ring itself; expected a place that is not lost along "
                "with either; choices: another disk, another machine's folder"
            )
        former = copy_ring(settings.keys, target)
        say(words.say("copied", file=target))
        if former is not None and former.exists():
            former.unlink()
            say(words.say("former_gone", file=former))
        elif former is not None:
            say(words.say("former_away", file=former))


def _writable(file: Path) -> Path:
    place = file.expanduser().absolute()
    if place.parent.is_dir() and not place.is_dir():
        return place
    raise NotReady(f"'{place}': cannot be written; expected a file in a folder that is there; choices: another path")


def _there(settings: Settings) -> None:
    file = file_of(settings.database_url)
    if file is not None and not file.exists():
        raise NotReady(f"journal '{file}': is not there; expected one; choices: `blijk run` begins it, BLIJK_HOME")


def _known_master(settings: Settings) -> bytes:
    """Read the master key, and never begin a new one: these commands are for what is there already."""
    if not settings.master_key_file.exists():
        raise KeyRingUnsafe(
            f"master key '{settings.master_key_file}': is not there; expected the key that the ring was begun with; "
            "choices: put the file back, or name another with BLIJK_MASTER_KEY_FILE"
        )
    return master_key(settings.master_key_file, settings.keys)
