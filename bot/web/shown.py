"""One reflection as a page shows it: its row in a list, its card, its talk before and after what was prepared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.coaching.card import card_lines
from bot.journal.finding import Listed
from bot.model import FOLLOW_UP, OWN, Entry, Reflection
from bot.web.dates import name_day, name_moment, name_time
from bot.web.gateway import Gateway
from bot.web.lines import Line, lines_of
from bot.web.pages import now

FIRST = 160
"""Characters of its first words to know a reflection by in the list."""
CARD_RETURNS = "reminder_before"
"""How the move ends by which the coach brings the card back before a talk."""


@dataclass(frozen=True)
class Row:
    """One reflection in a list."""

    id: str
    title: str
    first: str
    state: str
    at: str
    time: str
    day: str
    intention: str
    tags: tuple[str, ...] = ()
    followed: bool = False


@dataclass(frozen=True)
class Part:
    """One part of a talk: `before` what was prepared, `during`, when the card came back for it, or `after` it."""

    name: str
    lines: tuple[Line, ...]


def row_of(reflection: Reflection, gateway: Gateway, language: str) -> Row:
    """Make a row of a reflection, in the words of a language."""
    words, begun, moment = gateway.words[language], reflection.begun, now()
    title = titles_of(gateway, language, [reflection.exercise or ""]).get(reflection.exercise or "", "")
    return Row(
        reflection.id,
        title,
        shortened(reflection.first or _first(reflection)),
        reflection.state,
        begun.isoformat(),
        name_time(begun, words, gateway.zone),
        name_day(begun, words, gateway.zone, moment),
        shortened(reflection.intention.text) if reflection.intention else "",
    )


def listed_row(listed: Listed, gateway: Gateway, language: str) -> Row:
    """Make a row of what a search found."""
    return replace(row_of(listed.reflection, gateway, language), tags=listed.tags, followed=listed.followed)


def card_of(reflection: Reflection, gateway: Gateway, language: str) -> tuple[tuple[str, str], ...]:
    """Return the lines of a reflection's card, the intention last: `(("Beleven", "Hij zei niets."), …)`."""
    lines = card_lines(reflection.entries, gateway.knowledge.exercises, language)
    intention = reflection.intention
    if intention is None or any(intention.text == text for _, text in lines):
        return lines
    return (*lines, (str(gateway.words[language]["reflection"]["intention"]), intention.text))


def when_of(reflection: Reflection, gateway: Gateway, language: str) -> str:
    """Name the moment that the intention is meant for; nothing where there is none."""
    intention = reflection.intention
    if intention is None or intention.at is None:
        return ""
    return name_moment(intention.at, intention.grain, gateway.words[language], gateway.zone, now())


def parts_of(entries: Sequence[Entry], gateway: Gateway, language: str) -> tuple[Part, ...]:
    """Lay a talk apart into before, during and after; only `before` where nothing came after it."""
    cuts = {"before": 0, "during": _place(entries, _brings_card), "after": _place(entries, _comes_after)}
    cuts["during"] = min(cuts["during"], cuts["after"])
    words, zone, moment = gateway.words[language], gateway.zone, now()
    ends = [cuts["during"], cuts["after"], len(entries)]
    parts = [
        Part(name, lines_of(entries[begin:end], words, zone, moment)) for (name, begin), end in zip(cuts.items(), ends)
    ]
    return tuple(part for part in parts if part.lines)


def titles_of(gateway: Gateway, language: str, ids: Iterable[str]) -> dict[str, str]:
    """Return the title of each exercise that is known; an exercise that was taken away keeps its id."""
    known = gateway.knowledge.exercises
    named = {each: known[each].title[language] if each in known else each for each in ids if each}
    return dict(sorted(named.items(), key=lambda pair: pair[1].casefold()))


def told_apart(titles: Mapping[str, str], gateway: Gateway, language: str) -> dict[str, str]:
    """Mark the title of an own exercise that is offered no more, where another one is called the same."""
    known, earlier = gateway.knowledge.exercises, gateway.words[language]["exercises"]["earlier"]
    several = [title for title, count in Counter(titles.values()).items() if count > 1]
    gone = {each for each in titles if each in known and known[each].group == OWN and not known[each].listed}
    return {
        each: earlier.format(title=title) if each in gone and title in several else title
        for each, title in titles.items()
    }


def shortened(text: str) -> str:
    """Return the first words of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= FIRST else f"{line[:FIRST].rsplit(' ', 1)[0]} …"


def _first(reflection: Reflection) -> str:
    return next((entry.text for entry in reflection.entries if entry.role != "turn"), "")


def _place(entries: Sequence[Entry], begins: Callable[[Entry], bool]) -> int:
    return next((place for place, entry in enumerate(entries) if begins(entry)), len(entries))


def _brings_card(entry: Entry) -> bool:
    return entry.turn is not None and entry.turn.move.endswith(CARD_RETURNS)


def _comes_after(entry: Entry) -> bool:
    return entry.exercise == FOLLOW_UP
