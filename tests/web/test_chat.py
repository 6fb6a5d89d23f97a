from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest

from bot.model import Button, Message, Thread, Turn
from bot.web.pace import Pace, Paces

from .conftest import Door

NOT_SAVED = ("empty", "error", "garbage", "unsaved", "wordless", "list")


def offering(message: Message, thread: Thread) -> Turn:
    """Offer two buttons after anything said, none after a press."""
    buttons = () if message.button else (Button("Mijn <verhaal>", "story"), Button("Iets anders", "else"))
    return Turn("Eerst je verhaal?", "ask", "opening", buttons=buttons, state="open", answers="beleven")


def shown(page: str) -> list[str]:
    """The lines of the talk as a page shows them."""
    return [html.unescape(line) for line in re.findall(r'<p dir="auto">(.*?)</p>', page, re.DOTALL)]


def box(page: str) -> str:
    """What stands in the box to write in."""
    return html.unescape(re.findall(r"<textarea.*?>\n(.*?)</textarea>", page, re.DOTALL)[0])


@pytest.mark.parametrize(("language", "sentence"), [("nl", "Eén regel is genoeg."), ("en", "One line is enough.")])
def test_before_the_first_line_there_is_one_quiet_sentence_and_an_empty_box(
    open_door: Callable[..., Door], language: str, sentence: str
) -> None:
    page = open_door(language=language).browser.get("/").text
    assert f'<html lang="{language}">' in page
    assert sentence in page
    assert box(page) == ""
    assert 'name="button"' not in page


def test_looking_at_the_page_writes_nobody_down(door: Door) -> None:
    for page in ("/", "/journal", "/privacy", "/talk"):
        door.browser.get(page)
    assert door.journal.find_person("local", door.settings.person) is None


def test_a_message_is_answered_without_a_script_by_leading_back_to_the_page(door: Door) -> None:
    answer = door.browser.post("/say", data={**door.form(), "text": "Ik zie ertegenop."}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/#now")
    assert shown(door.browser.get("/").text) == ["Ik zie ertegenop.", "Neem de tijd."]


def test_rasa_gets_the_exact_text_the_person_and_the_message_id_signed(door: Door) -> None:
    door.say("/restart  ")
    person = door.journal.find_person("local", door.settings.person)
    assert person is not None
    message, claims = door.rasa.got[0], door.rasa.claims[0]
    assert (message.text, message.person, message.button) == ("/restart  ", person.id, None)
    assert (claims["aud"], claims["exp"]) == ("rasa", claims["iat"] + 30)  # type: ignore[operator]


def test_the_same_form_sent_twice_is_one_message(door: Door) -> None:
    form = {**door.form(), "text": "Nog eens."}
    for _ in range(2):
        door.browser.post("/say", data=form)
    assert door.kept() == ["Nog eens.", "Neem de tijd."]


@pytest.mark.parametrize("behaves", NOT_SAVED)
def test_what_was_not_saved_stays_in_the_box_with_the_same_id(door: Door, behaves: str) -> None:
    form = {**door.form(), "text": "Dit mag <niet> weg.\n\nEcht niet."}
    door.rasa.behaves = behaves
    answer = door.browser.post("/say", data=form)
    assert answer.status_code == 503
    assert box(answer.text) == form["text"]
    assert f'name="id" value="{form["id"]}"' in answer.text
    assert "Dit is niet bewaard" in answer.text
    assert "Neem de tijd." not in shown(answer.text)


def test_a_late_answer_counts_as_not_saved(open_door: Callable[..., Door]) -> None:
    door = open_door(patience=0.05)
    door.rasa.behaves = "late"
    answer = door.say("Hoor je mij?")
    assert (answer.status_code, box(answer.text)) == (503, "Hoor je mij?")


def test_a_message_saved_though_its_answer_was_lost_is_kept_once_when_sent_again(door: Door) -> None:
    form = {**door.form(), "text": "Kwam dit aan?"}
    door.rasa.behaves = "lost"
    assert door.browser.post("/say", data=form).status_code == 503
    door.rasa.behaves = "well"
    door.browser.post("/say", data=form)
    assert door.kept() == ["Kwam dit aan?", "Neem de tijd."]


def test_a_text_that_was_changed_after_its_answer_was_lost_is_a_message_of_its_own(door: Door) -> None:
    form = {**door.form(), "text": "Half"}
    door.rasa.behaves = "lost"
    door.browser.post("/say", data=form)
    door.rasa.behaves = "well"
    door.browser.post("/say", data={**form, "text": "Half af"})
    assert door.kept() == ["Half", "Neem de tijd.", "Half af", "Neem de tijd."]


def test_a_journal_that_fails_costs_nobody_their_text(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    form = {**door.form(), "text": "Bewaar mij."}

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("disk")

    for name in ("person", "find_person", "transcript"):
        monkeypatch.setattr(door.journal, name, broken)
    answer = door.browser.post("/say", data=form)
    assert (answer.status_code, box(answer.text)) == (503, "Bewaar mij.")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_nothing_written_is_met_gently_and_not_sent(door: Door, text: str) -> None:
    answer = door.say(text)
    assert answer.status_code == 422
    assert "Eén woord is genoeg." in answer.text
    assert door.rasa.got == []


def test_twenty_thousand_characters_are_accepted(door: Door) -> None:
    text = "🌱" * 10_000 + "é\r\n" * 5_000
    door.say(text)
    assert door.kept()[0] == text.replace("\r\n", "\n")
    assert len(door.kept()[0]) == 20_000


def test_one_character_more_is_refused_with_the_limit_and_the_text_kept(door: Door) -> None:
    answer = door.say("a" * 20_001)
    assert answer.status_code == 413
    assert "20.001" in answer.text
    assert "20.000" in answer.text
    assert box(answer.text) == "a" * 20_001
    assert door.rasa.got == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> &amp; \"'",
        "שלום, מימין לשמאל 123",
        "\u202eomgekeerd",
        "👩🏽‍🏫🙂",
        "{{ 7 * 7 }} {% raw %}",
        "   ingesprongen\n\n  regel",
    ],
)
def test_whatever_was_written_is_shown_as_it_was_and_does_nothing(door: Door, text: str) -> None:
    door.say(text)
    assert shown(door.browser.get("/").text)[0] == text
    assert "<script>alert" not in door.browser.get("/").text


def test_control_characters_are_kept_and_shown_as_pictures(door: Door) -> None:
    door.say("a\x00b\x07c\x7f\x1b[2J")
    assert door.kept()[0] == "a\x00b\x07c\x7f\x1b[2J"
    assert shown(door.browser.get("/").text)[0] == "a␀b␇c␡␛[2J"


def test_the_coachs_buttons_are_real_buttons_of_the_last_turn_only(open_door: Callable[..., Door]) -> None:
    door = open_door(coach=offering)
    door.say("Eerst")
    page = door.browser.get("/").text
    assert re.findall(r'<button name="button" value="(.*?)">', page) == ["story", "else"]
    assert "Mijn &lt;verhaal&gt;" in page
    door.say("", button="story")
    assert 'name="button"' not in door.browser.get("/").text
    assert door.kept()[2] == "Mijn <verhaal>"
    assert door.rasa.got[-1].button == "story"


def test_a_button_pressed_beside_a_half_written_text_leaves_that_text_in_the_box(
    open_door: Callable[..., Door],
) -> None:
    door = open_door(coach=offering)
    door.say("Eerst")
    answer = door.say("half gesch", button="else")
    assert answer.status_code == 200
    assert box(answer.text) == "half gesch"
    assert door.kept()[2:] == ["Iets anders", "Eerst je verhaal?"]


def test_a_button_that_was_never_offered_sends_nothing(door: Door) -> None:
    answer = door.say("", button="erase:all")
    assert answer.status_code == 409
    assert door.rasa.got == []


def test_a_button_sent_again_after_its_answer_was_lost_is_the_same_message(open_door: Callable[..., Door]) -> None:
    door = open_door(coach=offering)
    door.say("Eerst")
    form = {**door.form(), "button": "story"}
    for _ in range(2):
        door.browser.post("/say", data=form)
    assert door.kept()[2:] == ["Mijn <verhaal>", "Eerst je verhaal?"]


def test_who_sends_far_too_quickly_is_asked_to_wait_and_keeps_the_text(open_door: Callable[..., Door]) -> None:
    door = open_door(paces=Paces(messages=Pace(burst=1, per_second=0.0)))
    door.say("een")
    answer = door.say("twee")
    assert (answer.status_code, box(answer.text)) == (429, "twee")
    assert door.kept() == ["een", "Neem de tijd."]


def test_the_script_gets_only_what_is_new(door: Door) -> None:
    door.say("een")
    newest = re.findall(r'data-newest="(\w+)"', door.browser.get("/").text)[0]
    answer = door.browser.post(
        f"/say?after={newest}", data={**door.form(), "text": "twee"}, headers={"Accept": "application/json"}
    ).json()
    assert answer["saved"] is True
    assert shown(answer["lines"]) == ["twee", "Neem de tijd."]
    assert shown(door.browser.get(f"/talk?after={answer['newest']}").json()["lines"]) == []
    assert len(shown(door.browser.get("/talk?after=unknown").json()["lines"])) == 4


def test_the_script_is_told_what_happened_to_a_message(door: Door) -> None:
    door.rasa.behaves = "empty"
    answer = door.browser.post("/say", data={**door.form(), "text": "x"}, headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert answer.json()["saved"] is False
    assert "niet bewaard" in answer.json()["notice"]


def test_a_chosen_language_is_kept_with_the_person(door: Door) -> None:
    door.browser.post("/language", data={**door.form("/journal"), "language": "en", "to": "/journal"})
    assert '<html lang="en">' in door.browser.get("/").text
    assert door.say("Ready.").status_code == 200
    assert door.rasa.got[0].language == "en"


@pytest.mark.parametrize("to", ["https://elsewhere.example/", "//elsewhere.example", "/api/say"])
def test_the_language_switch_leads_nowhere_else(door: Door, to: str) -> None:
    form = {**door.form(), "language": "en", "to": to}
    assert door.browser.post("/language", data=form, follow_redirects=False).headers["location"] == "/"


def test_the_language_of_a_first_message_is_left_to_be_heard(door: Door) -> None:
    door.say("Hello there.")
    assert door.rasa.got[0].language is None


@pytest.mark.parametrize(("quotes", "sheets"), [((("x", "card"),), 1), ((("x", "fact"),), 0), ((), 0)])
def test_a_card_is_shown_as_a_sheet_and_other_lines_as_paragraphs(
    open_door: Callable[..., Door], quotes: tuple[tuple[str, str], ...], sheets: int
) -> None:
    def card(message: Message, thread: Thread) -> Turn:
        text = 'Je kaart:\nBeleven: "x"\n\nWat blijft?'
        return Turn(text, "close", "card", quotes=quotes, state="done", answers="beleven")

    door = open_door(coach=card)
    door.say("x")
    page = door.browser.get("/").text
    assert page.count('class="sheet"') == sheets
    assert shown(page) == ["x", "Je kaart:", 'Beleven: "x"', "Wat blijft?"]


def test_a_page_is_told_when_the_newest_line_it_shows_was_erased_and_not_when_another_talk_began(door: Door) -> None:
    person, gateway = door.journal.person("local", door.settings.person).id, door.gateway
    erased = gateway.journal.transcript(person)
    door.browser.post("/say", data={**door.form(), "text": "Dit moet weg."})
    newest = gateway.journal.transcript(person)[-1].id
    assert erased == () and news_after(door, newest)["gone"] is False
    (reflection,) = gateway.journal.reflections(person)
    gateway.journal.erase_reflection(person, reflection.id)
    assert news_after(door, newest)["gone"] is True
    assert news_after(door, "")["gone"] is False


def news_after(door: Door, newest: str) -> dict[str, object]:
    answer = door.browser.get(f"/talk?after={newest}", headers={"accept": "application/json"})
    told: dict[str, object] = answer.json()
    return told
