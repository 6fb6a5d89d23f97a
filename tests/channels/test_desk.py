"""The way of one message: answered once, in order, with the notice first; what could not be kept is told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from bot.channels.channels import Channels
from bot.channels.line import Incoming, NotSent
from bot.channels.settings import ChannelSettings
from bot.model import Button, Message, Thread, Turn
from bot.web.gateway import Who
from bot.web.pace import Pace, Paces
from bot.web.words import Words

from .conftest import Office

Open = Callable[..., Office]
OFFER = (Button("Graag", "yes"), Button("Liever niet", "no"))


def offering(message: Message, thread: Thread) -> Turn:
    return Turn("Zal ik?", "ask", "offer", buttons=OFFER, state="open", answers="beleven", exercise="four_words")


def in_english(message: Message, thread: Thread) -> Turn:
    return Turn("Take your time.", "receive", "x", state="open", answers="beleven", language="en")


def long_winded(message: Message, thread: Thread) -> Turn:
    return Turn("ja " * 1500, "inform", "x", state="open", answers="beleven")


@pytest.mark.parametrize("channel", ["telegram", "teams", "matrix"])
def test_the_first_answer_says_first_where_the_words_go(
    open_office: Open, words: Mapping[str, Words], channel: str
) -> None:
    office = open_office(channel)
    notice, turn = office.say("Ze luistert nooit.")
    assert notice.text.startswith(words["nl"]["notice"][channel])
    assert turn.text == "Neem de tijd."
    assert office.kept() == ["Ze luistert nooit."]
    assert [part.text for part in office.say("Nooit.")] == ["Neem de tijd."]


def test_the_notice_is_in_the_language_of_the_first_message(open_office: Open, words: Mapping[str, Words]) -> None:
    notice, _ = open_office(coach=in_english).say("She never listens.")
    assert notice.text.startswith(words["en"]["notice"]["telegram"])


def test_who_asks_who_reads_along_is_told_of_the_messenger_again(open_office: Open, words: Mapping[str, Words]) -> None:
    def telling(message: Message, thread: Thread) -> Turn:
        return Turn("Alleen jij leest het.", "inform", "privacy")

    office = open_office("teams", coach=telling)
    office.say("Wie leest er mee?")
    said = [part.text for part in office.say("Wie leest er mee?")]
    assert said == ["Alleen jij leest het.", words["nl"]["notice"]["teams"]]


def test_a_message_that_is_brought_again_is_not_answered_again(office: Office) -> None:
    assert len(office.say("Een keer", id="7")) == 2
    assert office.say("Een keer", id="7") == []
    assert office.kept() == ["Een keer"]


def test_a_message_that_is_brought_many_times_at_once_is_answered_once(office: Office) -> None:
    incoming = Incoming(office.eva, f"{office.eva.identity} 7", "Een keer", {})

    async def bring() -> None:
        await asyncio.gather(*(office.desk.take(office.line, incoming) for _ in range(5)))

    office.do(bring())
    assert [part.text for part in office.line.sent][1:] == ["Neem de tijd."]


def test_messages_of_one_person_are_answered_in_the_order_in_which_they_came(office: Office) -> None:
    async def bring() -> None:
        several = [Incoming(office.eva, f"{office.eva.identity} {number}", f"{number}", {}) for number in range(6)]
        await asyncio.gather(*(office.desk.take(office.line, each) for each in several))

    office.do(bring())
    assert office.kept() == [f"{number}" for number in range(6)]


def test_an_answer_that_could_not_be_sent_is_sent_when_the_message_is_brought_again(office: Office) -> None:
    office.line.fails = 1
    with pytest.raises(NotSent):
        office.say("Een keer", id="7")
    assert [part.text for part in office.say("Een keer", id="7")][1:] == ["Neem de tijd."]
    assert office.kept() == ["Een keer"]


def test_an_answer_of_which_a_part_went_out_is_not_begun_again(open_office: Open) -> None:
    office = open_office(coach=long_winded)
    office.say("Eerst", id="1")
    sent = len(office.line.sent)
    office.line.fails, office.line.send = 0, fail_after(office, 1)  # type: ignore[method-assign]
    office.say("Dan", id="2")
    assert len(office.line.sent) == sent + 1
    assert office.say("Dan", id="2") == []


def fail_after(office: Office, count: int) -> Callable[..., object]:
    whole = type(office.line).send

    async def send(at: Mapping[str, object], part: object) -> None:
        nonlocal count
        if not count:
            raise NotSent("telegram")
        count -= 1
        await whole(office.line, at, part)  # type: ignore[arg-type]

    return send


def test_a_press_is_the_button_that_was_offered(open_office: Open) -> None:
    office = open_office(coach=offering)
    *_, turn = office.say("Ze luistert nooit.")
    assert turn.buttons == OFFER
    office.say("", pressed="no")
    assert [(message.text, message.button) for message in office.rasa.got][1:] == [("Liever niet", "no")]


@pytest.mark.parametrize(("typed", "button"), [("2", "no"), ("Graag", "yes"), ("misschien", None)])
def test_without_buttons_a_number_or_title_chooses(open_office: Open, typed: str, button: str | None) -> None:
    office = open_office("matrix", coach=offering)
    *_, turn = office.say("Ze luistert nooit.")
    assert turn.text.startswith("Zal ik?\n\n1. Graag\n2. Liever niet\n")
    office.say(typed)
    assert office.rasa.got[-1].button == button


def test_a_press_of_what_was_never_offered_is_refused_in_a_sentence(office: Office, words: Mapping[str, Words]) -> None:
    office.say("Dag")
    assert [part.text for part in office.say("", pressed="erase:all")] == [words["nl"]["refused"]["old_button"]]
    assert office.kept() == ["Dag"]


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), (" \n", "empty"), ("a" * 20_001, "too_long"), ("\ud800", "unreadable")]
)
def test_what_cannot_be_kept_is_refused_in_a_sentence(
    office: Office, words: Mapping[str, Words], text: str, reason: str
) -> None:
    *_, part = office.say(text)
    assert part.text == words["nl"]["refused"][reason]
    assert office.rasa.got == []


def test_what_was_not_saved_is_tried_once_more_and_then_told(office: Office, words: Mapping[str, Words]) -> None:
    office.rasa.behaves = "empty"
    *_, part = office.say("Gaat mis")
    assert part.text == words["nl"]["refused"]["not_saved"]
    assert [message.text for message in office.rasa.got] == ["Gaat mis"] * 2


def test_what_was_saved_though_its_answer_was_lost_is_answered(office: Office) -> None:
    office.rasa.behaves = "lost"
    office.say("Een keer")
    assert len({message.id for message in office.rasa.got}) == 1
    assert office.kept() == ["Een keer"]


def test_a_journal_that_cannot_be_read_is_told_too(
    office: Office, words: Mapping[str, Words], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.gateway.journal.deliveries, "answered", None)
    assert [part.text for part in office.say("Gaat mis")] == [words["nl"]["refused"]["not_saved"]]


def test_an_answer_that_was_sent_is_not_called_unsaved_when_where_it_went_cannot_be_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office.gateway.journal.addresses, "keep", None)
    assert [part.text for part in office.say("Een keer")][1:] == ["Neem de tijd."]
    assert office.kept() == ["Een keer"]


@pytest.mark.parametrize(("was_ours", "again"), [(True, 2), (False, 0)])
def test_who_is_stopped_while_taking_the_answer_on_gives_free_only_what_is_theirs(
    office: Office, monkeypatch: pytest.MonkeyPatch, was_ours: bool, again: int
) -> None:
    deliveries = office.gateway.journal.deliveries
    claim, begun, go_on = deliveries.claim, threading.Event(), threading.Event()

    def slow(*told: Any) -> bool:
        begun.set()
        go_on.wait()
        mine = claim(*told)
        return mine if was_ours else claim(*told)

    async def stop_meanwhile() -> None:
        incoming = Incoming(office.eva, f"{office.eva.identity} 7", "Een keer", {})
        taking = asyncio.create_task(office.desk.take(office.line, incoming))
        await asyncio.to_thread(begun.wait)
        taking.cancel()
        go_on.set()
        with suppress(asyncio.CancelledError):
            await taking

    with monkeypatch.context() as patch:
        patch.setattr(deliveries, "claim", slow)
        office.do(stop_meanwhile())
    assert len(office.say("Een keer", id="7")) == again


def test_too_fast_is_refused_in_a_sentence(open_office: Open, words: Mapping[str, Words]) -> None:
    office = open_office(paces=Paces(messages=Pace(1, 0.0)))
    office.say("Een")
    assert [part.text for part in office.say("Twee")] == [words["nl"]["refused"]["too_often"]]
    assert office.kept() == ["Een"]


@pytest.mark.parametrize("text", ["/restart", "/stop", "/koppelen maar", "<b>é</b>\n\t*x*", "\u202eomgekeerd"])
def test_every_word_is_kept_as_it_was_typed(office: Office, text: str) -> None:
    office.say(text)
    assert office.kept() == [text]


def test_a_group_is_told_once_that_talks_are_private_and_nothing_is_kept(
    office: Office, words: Mapping[str, Words]
) -> None:
    for number in range(3):
        incoming = Incoming(office.eva, f"{number}", "Iedereen leest mee", {})
        office.do(office.desk.tell_once(office.line, incoming, office.eva.identity, "private_only"))
    assert [part.text for part in office.line.sent] == [words["nl"]["private_only"]]
    assert office.gateway.find(office.eva) is None


def test_a_slash_that_begins_a_chat_is_no_message(office: Office, words: Mapping[str, Words]) -> None:
    notice, begin = office.say("/start")
    assert notice.text.startswith(words["nl"]["notice"]["telegram"])
    assert begin.text == words["nl"]["begin"]
    assert office.rasa.got == []


def test_a_channel_that_only_brings_a_link_keeps_nothing(open_office: Open) -> None:
    served = {"origin": "https://blijk.example", "embedded": False, "sign_in": ("link",)}
    office = open_office(link_only=("telegram",), **served)
    for text, pressed in (("Ze luistert nooit.", None), ("", "show"), ("laat zien", None), ("", "yes")):
        *_, part = office.say(text, pressed=pressed)
        assert "https://blijk.example/enter#" in part.text
    assert office.kept() == [] and office.rasa.got == []


@pytest.mark.parametrize(
    ("served", "shown"),
    [
        ({}, "op de computer waar Blijk draait"),
        ({"origin": "https://blijk.example", "embedded": False, "sign_in": ("link",)}, "https://blijk.example/enter#"),
        ({"origin": "https://blijk.example", "embedded": False, "sign_in": ("oidc",), "oidc_issuer": "https://x.example",
          "oidc_client": "x", "oidc_secret": "x"}, "https://blijk.example."),
    ],
)  # fmt: skip
def test_my_page_shows_the_way_to_it(open_office: Open, served: dict[str, object], shown: str) -> None:
    *_, part = open_office(**served).say("mijn pagina")
    assert shown in part.text


def test_a_code_from_one_channel_makes_another_the_same_person(open_office: Open, words: Mapping[str, Words]) -> None:
    office, there = open_office(), open_office("teams")
    office.say("In Telegram.")
    (part,) = office.say("koppel")
    code = part.text.rpartition(" ")[2]
    there.say("In Teams.")
    assert [each.text for each in there.say(f"Koppel {code.lower()}")] == [words["nl"]["couple"]["done"]]
    assert office.gateway.find(office.eva) == there.gateway.find(there.eva)
    there.say("Verder.")
    assert office.kept() == ["In Telegram.", "Verder."]
    assert [each.text for each in office.say("ontkoppel")] == [words["nl"]["couple"]["undone"]]
    assert office.kept() == []
    assert there.kept() == ["In Telegram.", "Verder."]


def test_the_only_way_in_cannot_be_uncoupled(office: Office, words: Mapping[str, Words]) -> None:
    office.say("Dag")
    assert [part.text for part in office.say("ontkoppel")] == [words["nl"]["couple"]["only_way"]]
    assert office.kept() == ["Dag"]


def test_codes_cannot_be_guessed_for_long(office: Office, words: Mapping[str, Words]) -> None:
    office.say("Dag")
    said = [office.say("koppel 2222-2222")[0].text for _ in range(6)]
    assert said == [words["nl"]["couple"]["wrong"]] * 5 + [words["nl"]["couple"]["too_often"]]


@pytest.fixture
def channels(office: Office) -> Channels:
    channels = Channels(office.gateway, ChannelSettings())
    channels.lines = (office.line,)
    return channels


def test_a_notice_comes_where_somebody_wrote_last_with_a_button_and_no_word_of_theirs(
    office: Office, channels: Channels
) -> None:
    office.say("Ze luistert nooit.")
    person = office.gateway.meet(office.eva)
    assert office.do(channels.notify(person)) is True
    part = office.line.sent[-1]
    assert (part.text, [button.payload for button in part.buttons]) == ("Er staat een vraag voor je klaar.", ["show"])
    assert office.line.to[-1] == {"room": office.eva.identity}
    assert [part.text for part in office.say("", pressed="show")] == ["Neem de tijd."]
    assert office.kept() == ["Ze luistert nooit."]


def test_a_notice_of_a_card_says_so_and_is_typed_for_where_there_are_no_buttons(open_office: Open) -> None:
    def reminding(message: Message, thread: Thread) -> Turn:
        return Turn("Je kaart", "inform", "reminder_before", state="open", answers="beleven")

    office = open_office("matrix", coach=reminding)
    channels = Channels(office.gateway, ChannelSettings())
    channels.lines = (office.line,)
    office.say("Dag")
    office.do(channels.notify(office.gateway.meet(office.eva)))
    assert office.line.sent[-1].text == 'Je kaart staat klaar. Typ "laat zien".'
    assert [part.text for part in office.say("Laat zien")] == ["Je kaart"]


def test_a_notice_that_was_not_taken_is_to_be_tried_again(office: Office, channels: Channels) -> None:
    office.say("Dag")
    office.line.fails = 1
    with pytest.raises(NotSent):
        office.do(channels.notify(office.gateway.meet(office.eva)))
    assert office.do(channels.notify(office.gateway.meet(office.eva))) is True


def test_who_left_a_channel_is_not_written_to_there_again(office: Office, channels: Channels) -> None:
    office.say("Dag")
    person = office.gateway.meet(office.eva)
    office.line.gone = True
    assert office.do(channels.notify(person)) is True
    assert office.gateway.journal.addresses.known(person.id) == ()


def test_who_is_on_the_page_only_needs_no_messenger(office: Office, channels: Channels) -> None:
    person = office.gateway.meet(Who("local", office.eva.identity))
    assert office.do(channels.notify(person)) is True
    assert office.line.sent == []


def test_of_two_channels_the_one_used_last_is_written_to(office: Office, channels: Channels) -> None:
    office.say("Dag")
    person = office.gateway.meet(office.eva)
    later = datetime.now(timezone.utc) + timedelta(minutes=1)
    office.gateway.journal.addresses.keep(person.id, "teams", {"room": "teams"}, later)
    teams = type(office.line)("teams")
    channels.lines = (office.line, teams)
    before = len(office.line.sent)
    office.do(channels.notify(person))
    assert (len(teams.sent), len(office.line.sent)) == (1, before)


def test_closing_lets_every_line_go(office: Office, channels: Channels) -> None:
    async def whole() -> None:
        channels.start()
        await channels.stop()

    office.do(whole())
    assert office.line.closed
