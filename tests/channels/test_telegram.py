"""Telegram's adapter against a stand-in of the documented Bot API."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import httpx2
import pytest

from bot.channels.settings import ChannelSettings
from bot.channels.telegram import Telegram
from bot.model import Button, Message, Thread, Turn
from bot.web.gateway import Who
from bot.web.words import Words

from .conftest import Office
from .telegram_api import TOKEN, TelegramApi, buttons_of

Open = Callable[..., Office]
_chats = itertools.count(1000)


def offering(message: Message, thread: Thread) -> Turn:
    text = 'Beleven: "a < b & c"\nZal ik?'
    buttons = (Button("Graag", "yes"), Button("Liever niet", "no"))
    return Turn(text, "ask", "offer", quotes=(("a < b & c", "card"),), buttons=buttons, state="open", answers="beleven")


@dataclass
class Phone:
    """A bot that runs, and one person's chat with it."""

    office: Office
    api: TelegramApi = field(default_factory=TelegramApi)
    chat: int = field(default_factory=lambda: next(_chats))
    slept: list[float] = field(default_factory=list)
    token: str = TOKEN

    def open(self) -> Telegram:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)
            await asyncio.sleep(0)

        transport = httpx2.ASGITransport(app=self.api.app)
        settings = ChannelSettings(telegram_token=self.token, telegram_api="https://telegram.example")
        return Telegram(settings, self.office.desk, transport, sleep)

    def run(self, until: Callable[[], bool] = lambda: False) -> None:
        """Let the bot run until everything was confirmed, or something is true."""

        async def whole() -> None:
            telegram = self.open()
            task = asyncio.create_task(telegram.run())
            for _ in range(500):
                if until() or (self.api.offsets and not self.api.updates):
                    break
                await asyncio.sleep(0.01)
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
            await telegram.close()

        asyncio.run(whole())

    @property
    def texts(self) -> list[str]:
        return self.api.texts(self.chat)

    @property
    def who(self) -> Who:
        return Who("telegram", str(self.chat))


@pytest.fixture
def phone(office: Office) -> Phone:
    return Phone(office)


def test_a_line_gets_the_notice_and_the_turn(phone: Phone, words: Mapping[str, Words]) -> None:
    phone.api.write(phone.chat, "Ze luistert nooit.")
    phone.run()
    assert phone.texts[0].startswith(words["nl"]["notice"]["telegram"])
    assert phone.texts[1:] == ["Neem de tijd."]
    assert phone.office.kept(phone.who) == ["Ze luistert nooit."]
    assert phone.api.actions == [{"chat_id": phone.chat, "action": "typing"}]


def test_buttons_are_shown_and_pressed_and_no_sign_acts_as_markup(open_office: Open) -> None:
    phone = Phone(open_office(coach=offering))
    phone.api.write(phone.chat, "Dag")
    phone.run()
    assert phone.texts[1] == 'Beleven: "a < b & c"\nZal ik?'
    assert phone.api.sent[1]["text"].startswith("<b>Beleven:</b> ")
    assert buttons_of(phone.api.sent[1]) == {"Graag": "yes", "Liever niet": "no"}
    phone.api.press(phone.chat, "Liever niet")
    phone.run()
    assert phone.office.rasa.got[-1].button == "no"
    assert len(phone.api.answered) == 1


def test_no_link_is_looked_at_by_telegram(phone: Phone) -> None:
    phone.api.write(phone.chat, "Dag")
    phone.run()
    assert all(each["link_preview_options"] == {"is_disabled": True} for each in phone.api.sent)


def test_in_a_group_it_says_once_that_it_talks_in_private(phone: Phone, words: Mapping[str, Words]) -> None:
    for _ in range(2):
        phone.api.write(-phone.chat, "Iedereen leest mee", kind="supergroup")
    phone.run()
    assert phone.api.texts(-phone.chat) == [words["nl"]["private_only"]]
    assert phone.office.gateway.find(phone.who) is None


@pytest.mark.parametrize("kind", ["group", "channel"])
def test_whatever_is_not_private_keeps_nothing(phone: Phone, kind: str) -> None:
    phone.api.write(-phone.chat, "Iedereen leest mee", kind=kind)
    phone.run()
    assert phone.office.gateway.find(phone.who) is None and phone.office.rasa.got == []


def test_other_bots_are_not_answered(phone: Phone) -> None:
    phone.api.write(phone.chat, "Biep", bot=True)
    phone.run()
    assert phone.api.sent == []


def test_what_has_no_words_is_refused_in_a_sentence(phone: Phone, words: Mapping[str, Words]) -> None:
    phone.api.write(phone.chat, None)
    phone.run()
    assert phone.texts[-1] == words["nl"]["refused"]["empty"]


def test_somebody_new_is_spoken_to_in_the_language_of_their_phone(phone: Phone, words: Mapping[str, Words]) -> None:
    phone.api.write(phone.chat, "/start", language="en-GB")
    phone.run()
    assert phone.texts[-1] == words["en"]["begin"]


def test_after_a_restart_nothing_is_answered_twice(phone: Phone) -> None:
    phone.api.write(phone.chat, "Een keer")
    phone.run(until=lambda: bool(phone.office.kept(phone.who)))
    pending = [dict(each) for each in phone.api.updates]
    phone.run()
    phone.api.updates = pending  # as if the confirmation had been lost
    phone.run()
    assert phone.texts.count("Neem de tijd.") == 1
    assert phone.office.kept(phone.who) == ["Een keer"]


def test_several_lines_of_one_person_are_answered_in_order(phone: Phone) -> None:
    for number in range(4):
        phone.api.write(phone.chat, f"{number}")
    phone.run()
    assert phone.office.kept(phone.who) == ["0", "1", "2", "3"]


def test_when_telegram_asks_for_patience_it_gets_it(phone: Phone) -> None:
    phone.api.refuses = [(429, 3), (429, 120)]
    phone.api.write(phone.chat, "Dag")
    phone.run()
    assert phone.slept == [3.0, 60.0]
    assert phone.texts[1:] == ["Neem de tijd."]


def test_what_could_not_be_sent_is_sent_later_and_only_once(phone: Phone) -> None:
    phone.api.refuses = [(500, 0)]
    phone.api.write(phone.chat, "Dag")
    phone.run()
    assert phone.slept[:1] == [1.0]
    assert phone.texts[1:] == ["Neem de tijd."]
    assert phone.office.kept(phone.who) == ["Dag"]


def test_who_blocked_the_bot_holds_nobody_up(phone: Phone) -> None:
    phone.api.refuses = [(403, 0)]
    phone.api.write(phone.chat, "Dag")
    phone.api.write(phone.chat + 500_000, "Van een ander")
    phone.run()
    assert phone.api.updates == []
    assert "Neem de tijd." in [*phone.texts, *phone.api.texts(phone.chat + 500_000)]


def test_a_token_that_is_wrong_is_tried_ever_less_often(office: Office) -> None:
    phone = Phone(office, token="1:wrong")
    phone.run(until=lambda: len(phone.slept) == 7)
    assert phone.slept[:7] == [1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 60.0]
