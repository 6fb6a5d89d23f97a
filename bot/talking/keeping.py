"""`blijk journal`: list, show, export and erase what one person wrote, straight from the journal."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from enum import Enum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from bot.journal.archiving import as_archive
from bot.journal.erasing import Receipt
from bot.journal.exporting import as_markdown
from bot.journal.journal import Journal
from bot.journal.opening import master_key, open_journal
from bot.knowledge import find_faults
from bot.model import Button, Person
from bot.running.words import Words, words_of_this_terminal
from bot.settings import Settings, read_settings
from bot.talking.keyboard import PersonOption, clearly, embedded_settings, fail, say

journal_commands = typer.Typer(no_args_is_help=True, help="Read, export and erase what was written.")

CHANNEL = "local"
"""The channel of the chat page and the terminal in the embedded default."""
GLIMPSE = 60
"""Characters of a reflection's first answer in the list."""


class Format(str, Enum):
    """In which form an export is written."""

    json = "json"
    markdown = "markdown"
    archive = "archive"


def open_at(settings: Settings) -> Journal:
    """Open the journal that the settings name."""
    return open_journal(settings.database_url, settings.keys, master_key(settings.master_key_file, settings.keys))


def last_offered(settings: Settings, name: str) -> tuple[Button, ...]:
    """Return the buttons that the coach offered last to a person, whatever terminal or page they were at."""
    journal = open_at(settings)
    person = journal.find_person(CHANNEL, name)
    entries = journal.transcript(person.id) if person else ()
    turns = [entry.turn for entry in entries if entry.turn is not None]
    return turns[-1].buttons if turns else ()


@journal_commands.command("list")
def list_all(person: PersonOption = "") -> None:
    """List the reflections, newest first: when, how it stands, its exercise, its first words, its id."""
    with clearly():
        journal, owner, words = _at(person)
        found, states = journal.reflections(owner.id), words.names("states")
        for each in found:
            first = " ".join(each.first.split())[:GLIMPSE]
            say("  ".join((f"{each.begun:%Y-%m-%d}", states[each.state], each.exercise or "-", first, each.id)))
        if not found:
            say(words.say("nothing_kept"))


@journal_commands.command()
def show(reflection: str, person: PersonOption = "") -> None:
    """Show one reflection whole, by the id that `list` gives."""
    with clearly():
        journal, owner, words = _at(person)
        roles = words.names("roles")
        for entry in journal.reflection(owner.id, reflection).entries:
            say(f"{roles[entry.role]}: {entry.text}")


@journal_commands.command()
def export(person: PersonOption = "", format: Annotated[Format, typer.Option()] = Format.json) -> None:
    """Write everything that is kept to the standard output."""
    with clearly():
        journal, owner, words = _at(person)
        exported = journal.export(owner.id)
        if format is Format.json:
            say(json.dumps(exported, ensure_ascii=False, indent=2))
            return
        readable = exported, _titles(words.language), words.names("export"), ZoneInfo(read_settings().zone)
        if format is Format.markdown:
            say(as_markdown(*readable))
        elif sys.stdout.isatty():
            fail(words.say("archive_to_file"))
        else:
            sys.stdout.buffer.write(as_archive(*readable))


@journal_commands.command()
def erase(
    person: PersonOption = "",
    channel: Annotated[str, typer.Option(help="The channel that knows the person by this name.")] = CHANNEL,
    tenant: Annotated[str, typer.Option(help="The organisation in that channel, where it has one.")] = "",
) -> None:
    """Erase everything of a person, keys too, after the name was typed once more; also for who runs a server."""
    with clearly():
        settings, words = read_settings(), words_of_this_terminal()
        name = person or settings.person
        journal = open_at(settings)
        owner = journal.find_person(channel, name, tenant=tenant)
        if owner is None:
            fail(words.say("nobody"))
        if input(words.say("sure", person=name)).strip() != name:
            fail(words.say("not_erased"))
        _give_receipt(journal.erase_person(owner.id), words)


def _give_receipt(receipt: Receipt, words: Words) -> None:
    """Say of each store what left it, and which stores never held anything."""
    stores = words.names("stores")
    say(words.say("receipt", moment=datetime.now(timezone.utc).isoformat(timespec="seconds")))
    for store, count in receipt.stores:
        say(f"{count:>6}  {stores.get(store, store)}")
    for store in receipt.left:
        say(words.say("receipt_left", store=stores.get(store, store)))
    say(words.say("receipt_rest"))


def _titles(language: str) -> dict[str, str]:
    knowledge, _ = find_faults(read_settings().data / "coaching")
    return {each.id: each.title[language] for each in knowledge.exercises.values()}


def _at(person: str) -> tuple[Journal, Person, Words]:
    settings, words = embedded_settings(), words_of_this_terminal()
    journal = open_at(settings)
    owner = journal.find_person(CHANNEL, person or settings.person)
    if owner is None:
        fail(words.say("nobody"))
    return journal, owner, words
