"""`blijk journal`: list, show, export and erase what one person wrote, straight from the journal."""

from __future__ import annotations

import json
from enum import Enum
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

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
        else:
            say(as_markdown(exported, _titles(words.language), words.names("export"), ZoneInfo(read_settings().zone)))


@journal_commands.command()
def erase(person: PersonOption = "") -> None:
    """Erase everything of a person, keys too, after the name was typed once more."""
    with clearly():
        journal, owner, words = _at(person)
        name = person or embedded_settings().person
        if input(words.say("sure", person=name)).strip() != name:
            fail(words.say("not_erased"))
        stores = words.names("stores")
        for store, count in journal.erase_person(owner.id).stores:
            say(f"{count:>6}  {stores.get(store, store)}")


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
