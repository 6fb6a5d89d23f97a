from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot.errors import KnowledgeError
from bot.model import LANGUAGES
from bot.settings import ROOT
from bot.web.dates import group, name_day, name_moment
from bot.web.pages import HERE, shown
from bot.web.saying import REFUSALS
from bot.web.words import Words, read_words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 20, 12, tzinfo=AMSTERDAM)
SEEN_FROM_CODE = {"chat", "dates", "erase", "export", "patterns", "privacy", "problem", "refused", "reflection"}
"""Pages some of whose words are looked up by the code, by a name that it knows only when it runs."""


@pytest.fixture(scope="session")
def words() -> dict[str, Words]:
    return dict(read_words(ROOT / "data" / "web"))


def test_a_word_that_one_language_lacks_is_named_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "nl.yml").write_text("chat: {send: Versturen}\nlist: [a, b]", encoding="utf-8")
    (tmp_path / "en.yml").write_text("chat: {stop: Stop}\nlist: [a]", encoding="utf-8")
    with pytest.raises(KnowledgeError) as error:
        read_words(tmp_path)
    assert [fault.partition(" is missing")[0].partition(".yml: ")[2] for fault in error.value.faults] == [
        "chat.stop",
        "chat.send",
        "list.1",
    ]


def test_a_file_without_words_is_refused(tmp_path: Path) -> None:
    (tmp_path / "nl.yml").write_text("- a", encoding="utf-8")
    with pytest.raises(KnowledgeError):
        read_words(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_named_as_something_that_templates_would_take_for_a_method(language: str) -> None:
    def names(value: object) -> list[str]:
        return [name for key in value for name in (key, *names(value[key]))] if isinstance(value, dict) else []

    words = yaml.safe_load((ROOT / "data" / "web" / f"{language}.yml").read_text(encoding="utf-8"))
    del words["erase"]["stores"]  # named as the journal names them, and looked up by the code
    assert all(isinstance(name, str) for name in names(words))
    assert not set(names(words)) & set(dir(dict))


def test_every_word_is_used_on_some_page(words: dict[str, Words]) -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in (HERE / "templates").glob("*.html"))
    used = set(re.findall(r"w\.(\w+\.\w+)", templates)) | {f"journal.{name}" for name in ("found", "states")}
    used |= {"questions.refused", "exercises.earlier", "exercises.gone"}
    unused = {
        f"{page}.{name}" for page, names in words["nl"].items() if page not in SEEN_FROM_CODE for name in names
    } - used
    assert unused == set()


def test_every_refusal_has_its_sentence(words: dict[str, Words]) -> None:
    for language in LANGUAGES:
        assert set(words[language]["refused"]) == set(REFUSALS)


@pytest.mark.parametrize(
    ("at", "nl", "en"),
    [
        (NOW, "Vandaag", "Today"),
        (NOW - timedelta(days=1), "Gisteren", "Yesterday"),
        (datetime(2026, 3, 1, 9, tzinfo=AMSTERDAM), "Zondag 1 maart", "Sunday 1 March"),
        (datetime(2025, 12, 31, 9, tzinfo=AMSTERDAM), "Woensdag 31 december 2025", "Wednesday 31 December 2025"),
        (datetime(2026, 11, 18, 23, 30, tzinfo=ZoneInfo("UTC")), "Gisteren", "Yesterday"),
    ],
)
def test_days_are_named_in_the_persons_time_zone(words: dict[str, Words], at: datetime, nl: str, en: str) -> None:
    assert name_day(at, words["nl"], AMSTERDAM, NOW) == nl
    assert name_day(at, words["en"], AMSTERDAM, NOW) == en


@pytest.mark.parametrize(
    ("grain", "nl", "en"),
    [
        ("time", "Vrijdag 27 november, 15.30 uur", "Friday 27 November, 15:30"),
        ("day", "Vrijdag 27 november", "Friday 27 November"),
    ],
)
def test_a_moment_is_named_as_precisely_as_it_is_known(words: dict[str, Words], grain: str, nl: str, en: str) -> None:
    at = datetime(2026, 11, 27, 15, 30, tzinfo=AMSTERDAM)
    assert name_moment(at, grain, words["nl"], AMSTERDAM, NOW) == nl
    assert name_moment(at, grain, words["en"], AMSTERDAM, NOW) == en


def test_thousands_are_set_apart_as_each_language_does(words: dict[str, Words]) -> None:
    assert (group(20_001, words["nl"]), group(20_001, words["en"])) == ("20.001", "20,001")


def test_only_control_characters_are_changed_when_shown() -> None:
    assert shown("é\n\t\u202e👩🏽‍🏫\x00\x1f\x7f") == "é\n\t\u202e👩🏽‍🏫␀␟␡"


def test_the_page_of_the_talk_stays_light() -> None:
    assert (HERE / "static" / "chat.js").stat().st_size < 6_500
    others = {"rooms.css", "journal.js", "paper.css", "typed.js"}
    loaded = [file for file in (HERE / "static").iterdir() if file.name not in others]
    assert sum(file.stat().st_size for file in loaded) < 20_000
    assert not others & set(re.findall(r"[a-z]+\.(?:css|js)", (HERE / "templates" / "chat.html").read_text()))
