"""The same talk in every place where Blijk can be talked with, through the real running stack, to the same card."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from bot.journal.journal import Journal
from bot.journal.opening import master_key, open_journal
from bot.settings import ROOT
from bot.web.words import read_words
from tests.channels.telegram_api import TOKEN, TelegramApi, buttons_of
from tests.playing import missing, play, read_talks
from tests.stack.messengers import Chat, Playground, playground, served, wait_for
from tests.stack.running import Stack, environment_in, running

pytestmark = pytest.mark.stack

TALK = read_talks()["four_words.nl"]
CHAT = 4711


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramApi]:
    yield TelegramApi()


@pytest.fixture(scope="module")
def channels_stack(tmp_path_factory: pytest.TempPathFactory, telegram: TelegramApi) -> Iterator[Stack]:
    """A Blijk with a bot in Telegram and an app in Teams."""
    folder = tmp_path_factory.mktemp("channels")
    with served(telegram.app) as api:
        more = {
            "BLIJK_TELEGRAM_TOKEN": TOKEN,
            "BLIJK_TELEGRAM_API": api,
            "BLIJK_TEAMS_UNSIGNED": "loopback-only",
        }
        with running(folder, {**environment_in(folder), **more}) as stack:
            yield stack


@pytest.fixture(scope="module")
def journal(channels_stack: Stack) -> Iterator[Journal]:
    environment = channels_stack.environment
    keys = environment["BLIJK_KEYS"]
    master = master_key(Path(environment["BLIJK_MASTER_KEY_FILE"]), keys)
    journal = open_journal(f"sqlite:///{channels_stack.home / 'journal.db'}", keys, master)
    yield journal
    journal.close()


@pytest.fixture(scope="module")
def teams(channels_stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    try:
        with playground(tmp_path_factory.mktemp("playground"), channels_stack.run.address) as found:
            yield found
    except FileNotFoundError as error:
        pytest.skip(f"{error} cannot be had here: the M365 Agents Playground comes from npm")


def card_of(said: list[tuple[str, Any]]) -> list[str]:
    """The lines of the card, each with its label."""
    text = next(reply["text"] for _, reply in said if reply["move"].startswith("card"))
    return [line for line in text.split("\n") if re.match(r"[\w ]+: ", line)]


@pytest.fixture(scope="module")
def card(channels_stack: Stack) -> list[str]:
    """The card to which the talk leads in a terminal."""
    with channels_stack.terminal("terminal") as say:
        return card_of(play(TALK, say))


def reaches(card: list[str], say: Callable[[str], Any], kept: Callable[[], list[str]]) -> list[tuple[str, Any]]:
    """Play the talk, and see that it leads to this card and that every word was kept."""
    said = play(TALK, say)
    whole = "\n".join(f"P: {line}\nB: {reply['text']}  [{reply['move']}]" for line, reply in said)
    assert missing(TALK, said) == [], whole
    assert card_of(said) == card, whole
    assert kept() == [line for line, _ in said]
    return said


def test_on_the_page(channels_stack: Stack, journal: Journal, card: list[str]) -> None:
    with httpx2.Client(base_url=channels_stack.run.address, trust_env=False, follow_redirects=True) as browser:

        def write(line: str) -> None:
            page = browser.get("/").text
            fields = dict(re.findall(r'name="(form|id|whose)" value="([^"]*)"', page))
            buttons = {
                title: payload for payload, title in re.findall(r'name="button" value="([^"]*)"[^>]*>([^<]+)<', page)
            }
            pressed = {"button": buttons[line]} if line in buttons else {}
            assert browser.post("/say", data={**fields, "text": "" if pressed else line, **pressed}).status_code == 200

        def shown() -> list[str]:
            return [entry.text for entry in journal.transcript(journal.person("local", "me").id)]

        chat = Chat(journal, "local", "me", write, shown)
        reaches(card, chat.say, chat.kept)
        assert all(line.partition(": ")[0] in browser.get("/").text for line in card)


def test_in_telegram(journal: Journal, telegram: TelegramApi, card: list[str]) -> None:
    def write(line: str) -> None:
        if telegram.sent and line in buttons_of(telegram.sent[-1]):
            telegram.press(CHAT, line)
        else:
            telegram.write(CHAT, line)

    chat = Chat(journal, "telegram", str(CHAT), write, lambda: telegram.texts(CHAT))
    reaches(card, chat.say, chat.kept)
    assert telegram.texts(CHAT)[0].startswith("Wat je hier typt, gaat via Telegram.")
    assert any("<b>Beleven:</b>" in each["text"] for each in telegram.sent)


def test_in_teams(journal: Journal, teams: Playground, card: list[str]) -> None:
    chat = Chat(journal, "teams", teams.user, teams.write, teams.texts, tenant=teams.tenant)
    reaches(card, chat.say, chat.kept)
    assert teams.texts()[0].startswith("Wat je hier typt, gaat via Microsoft.")


def test_in_a_group_of_teams_it_says_so_once_and_keeps_nothing(journal: Journal, teams: Playground) -> None:
    chat = Chat(journal, "teams", teams.user, teams.write, teams.texts, tenant=teams.tenant)
    before = chat.kept()
    teams.mention("Iedereen leest mee")
    wait_for(lambda: teams.texts(teams.group), "a sentence in the group")
    teams.mention("Nog eens")
    said = len(teams.texts())
    teams.write("laat zien")
    wait_for(lambda: len(teams.texts()) > said, "what comes after it")
    words = read_words(ROOT / "data" / "channels")["en"]  # which is what the Playground says that its user speaks
    assert teams.texts(teams.group) == [words["private_only"]]
    assert chat.kept() == before


def test_what_was_begun_in_one_place_goes_on_in_another(
    journal: Journal, telegram: TelegramApi, teams: Playground
) -> None:
    eva, other = CHAT + 1, Chat(journal, "telegram", str(CHAT + 1), lambda line: telegram.write(CHAT + 1, line),
                                lambda: telegram.texts(CHAT + 1))  # fmt: skip
    first = other.say("Maandag heb ik een gesprek met de conciërge, hij schiet altijd uit zijn slof.")
    telegram.write(eva, "koppel")
    code = wait_for(lambda: re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}", telegram.texts(eva)[-1]), "a code")[0]
    before = len(teams.texts())
    teams.write(f"koppel {code}")
    wait_for(lambda: "Gekoppeld" in "".join(teams.texts()[before:]), "the coupling")
    here = Chat(journal, "teams", teams.user, teams.write, teams.texts, tenant=teams.tenant)
    here.turns = here.count()
    again = here.say("herhaal")
    assert journal.find_person("telegram", str(eva)) == journal.find_person("teams", teams.user, tenant=teams.tenant)
    assert again["step"] == first["step"]


def test_no_word_of_it_and_no_token_stands_in_a_log(channels_stack: Stack, card: list[str]) -> None:
    logs = "\n".join(file.read_text(errors="replace") for file in channels_stack.home.rglob("*.log"))
    words = ("Marleen", "conciërge", "torpedeert", "Iedereen leest mee", TOKEN.partition(":")[2])
    assert logs and [word for word in words if word in logs] == []
