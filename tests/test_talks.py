"""Every talk of `tests/talks`, through listening, coaching and a journal, without Rasa."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest

from bot.journal.journal import Journal
from bot.journal.opening import migrate, open_journal
from bot.listening.listener import Listener
from bot.model import Knowledge, Turn
from bot.wire import pack, unpack
from evaluation.manners import Manners, forbidden_in, measure, reached
from tests.playing import Reply, missing, play, read_talks
from tests.rehearsal import Rehearsal

TALKS = read_talks()
NOW = datetime(2026, 3, 4, 10, 40, tzinfo=ZoneInfo("Europe/Amsterdam"))
LONGER = ("card", "card_short", "card_simple", "review_list", "review_whole", "danger_refer", "help", "privacy")
"""Moves that may say more than thirty words."""


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    folder = tmp_path_factory.mktemp("journal")
    migrate(f"sqlite:///{folder}/journal.db")
    journal = open_journal(f"sqlite:///{folder}/journal.db", str(folder / "keys" / "keys.db"), os.urandom(32))
    yield journal
    journal.close()


class Played(dict[str, list[tuple[str, Reply]]]):
    """Every talk by name, played when it is first asked for."""

    def __init__(self, listener: Listener, knowledge: Knowledge, journal: Journal) -> None:
        super().__init__()
        self._rehearse = partial(Rehearsal, listener, knowledge, journal)

    def __missing__(self, name: str) -> list[tuple[str, Reply]]:
        rehearsal = self._rehearse(name, lambda: NOW)
        self[name] = play(TALKS[name], lambda line: pack(rehearsal.say(line)))
        return self[name]

    def all(self) -> list[tuple[str, Reply]]:
        """Every line of every talk with what came back."""
        return [pair for name in TALKS for pair in self[name]]


@pytest.fixture(scope="module")
def played(listener: Listener, knowledge: Knowledge, journal: Journal) -> Played:
    """Every talk, played once."""
    return Played(listener, knowledge, journal)


@pytest.mark.parametrize("name", TALKS)
def test_a_talk_reaches_its_card_by_the_moves_it_expects(name: str, played: Played) -> None:
    said = played[name]
    whole = "\n".join(f"P: {line}\nB: {reply['text']}  [{reply['move']}]" for line, reply in said)
    assert missing(TALKS[name], said) == [], whole


@pytest.mark.parametrize("name", TALKS)
def test_every_line_is_kept_word_for_word(name: str, played: Played, journal: Journal) -> None:
    said = played[name]
    person = journal.find_person("local", name)
    assert person is not None
    exported = journal.export(person.id)
    talks = [each["entries"] for each in exported["reflections"]]
    kept = [entry["text"] for each in (*talks, exported["asides"]) for entry in each]
    assert [line for line, _ in said if line not in kept] == []


@pytest.mark.parametrize("name", TALKS)
def test_what_stands_between_quotation_marks_was_said(name: str, played: Played) -> None:
    said = played[name]
    whole = "\n".join(line for line, _ in said)
    for _, reply in said:
        assert [quote for quote, _ in reply["quotes"] if quote.removesuffix(" …") not in whole] == []


def _shows(knowledge: Knowledge, reply: Reply) -> bool:
    """Whether the turn shows the card or the profile before its question."""
    exercise = knowledge.exercises.get(reply["exercise"] or "")
    return any(step.id == reply["step"] and step.shows for step in exercise.steps) if exercise else False


@pytest.mark.parametrize("name", TALKS)
def test_a_turn_is_short_and_asks_at_most_one_thing(name: str, played: Played, knowledge: Knowledge) -> None:
    for _, reply in played[name]:
        plain = re.sub(r'"[^"]*"', "", reply["text"])
        assert plain.count("?") <= 1, reply["text"]
        if not reply["move"].startswith(LONGER) and not _shows(knowledge, reply):
            assert len(reply["text"].split()) <= 30, reply["text"]


@pytest.fixture(scope="module")
def manners(played: Played, knowledge: Knowledge) -> Manners:
    """What `make eval` prints of the manners."""
    return measure((unpack(Turn, reply) for _, reply in played.all()), knowledge)


@pytest.mark.parametrize("name", ["reflections", "silent", "open", "quoting", "median", "longest"])
def test_the_manners_hold_over_all_talks(name: str, manners: Manners) -> None:
    assert reached(manners)[name], manners


def test_no_wording_advises_judges_or_praises(knowledge: Knowledge) -> None:
    assert list(forbidden_in(knowledge)) == []


def test_quotes_do_not_simply_take_the_first_words(played: Played) -> None:
    lines = [line for line, _ in played.all()]
    asked = [reply for _, reply in played.all() if not reply["move"].startswith("card")]
    quotes = [quote for reply in asked for quote, _ in reply["quotes"]]
    first = sum(any(line.startswith(quote) and line.strip(" .") != quote for line in lines) for quote in quotes)
    assert quotes and first / len(quotes) <= 0.4


def test_every_quote_carries_what_caused_it(played: Played) -> None:
    assert all(cause for _, reply in played.all() for _, cause in reply["quotes"])
