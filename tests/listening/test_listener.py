"""What is heard in a message, and that nothing a person types can make the listener fail."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from bot.errors import ModelMissing
from bot.listening.ears import RENEW
from bot.listening.listener import LONGEST, Listener
from bot.listening.pipeline import make_pipeline
from bot.model import COMMANDS, LANGUAGES, SAFETY, STANCES, STORY, Heard, Knowledge
from bot.wire import pack, unpack

NOW = datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))
CHATTY = st.text(st.sampled_from("ab Ik niet\n.,!?…'’\"“(@😂\u200f\ud800\x00é1:"), max_size=300)


def sound(heard: Heard, text: str) -> None:
    """Check all that holds for any message."""
    assert heard.text == text
    assert heard.language in LANGUAGES
    assert heard.command.label in (*COMMANDS, STORY)
    assert heard.safety in (*SAFETY, None)
    for sentence in heard.sentences:
        assert sentence.stance in STANCES
        assert text[sentence.start : sentence.start + len(sentence.text)] == sentence.text
        assert all(text[signal.start : signal.end] == signal.text for signal in sentence.signals)
    for passage in heard.passages:
        assert text[passage.start : passage.end] == passage.text
        assert 2 <= len(passage.text.split()) <= 14
    assert all(text[feeling.start :].startswith(feeling.text) for feeling in heard.feelings)
    assert all(text[mention.start :].startswith(mention.text) for mention in heard.people)
    assert (heard.evidence.quote is not None) == heard.evidence.ask
    assert heard.evidence.quote is None or heard.evidence.quote in text
    assert heard.moment is None or heard.moment.text in text


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(max_size=300), CHATTY))
def test_any_text_is_heard_without_failing_and_every_quote_is_exact(listener: Listener, text: str) -> None:
    sound(listener.listen(text, now=NOW), text)


@pytest.mark.parametrize(
    "text",
    ["", " \n ", "😂" * 50, "(" * 20_000, "...!?" * 4_000, "a" * 20_000, "http://" + "a.b/" * 5_000, "שלום עולם",
     "\x00\x01", "<b>hoi</b>", "/restart", "ik weet het niet hoor maar ja " * 1_500,
     "\ud800kapot\udfff", "1." * 10_000],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
def test_hostile_text_is_heard(listener: Listener, text: str) -> None:
    sound(listener.listen(text, now=NOW), text)


def test_only_the_beginning_of_an_endless_message_is_listened_to_but_all_of_it_is_kept(listener: Listener) -> None:
    text = "hij luistert nooit. " * 2_000
    heard = listener.listen(text, now=NOW)
    assert heard.text == text
    assert heard.sentences[-1].start < LONGEST


def test_what_was_heard_survives_the_journal(listener: Listener) -> None:
    heard = listener.listen("Hij luistert nooit, vrijdag om half 4 spreek ik hem. Ik ben boos.", now=NOW)
    assert unpack(Heard, pack(heard)) == heard


def test_the_same_is_heard_after_the_pipeline_was_renewed(listener: Listener) -> None:
    text = "Ze wil gewoon niet veranderen en ik baal ervan."
    before = listener.listen(text, now=NOW)
    for _ in range(RENEW + 1):
        listener._ears.of("nl").pipeline("ja")
    assert listener.listen(text, now=NOW) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parts_of_the_pipeline_fit_together(knowledge: Knowledge, language: str) -> None:
    pipeline: Language = make_pipeline(language, knowledge.signals)
    analysis = pipeline.analyze_pipes()
    assert analysis is not None
    assert not any(analysis["problems"].values())


def test_models_that_are_not_there_are_named(tmp_path: Path, knowledge: Knowledge) -> None:
    with pytest.raises(ModelMissing, match="make train"):
        Listener(tmp_path, knowledge.signals)


@pytest.mark.parametrize(
    ("text", "known", "language", "sure", "foreign"),
    [
        ("Ik heb vrijdag een gesprek met mijn directeur", None, "nl", True, False),
        ("I have a talk with my head on Friday", None, "en", True, False),
        ("I have a talk with my head on Friday", "nl", "en", True, False),
        ("ok", "en", "en", False, False),
        ("ok", None, "nl", False, False),
        ("stop", "en", "en", False, False),
        ("12:30", "en", "en", False, False),
        ("weet nie goe wa k moet zegge", None, "nl", True, False),
        ("Je ne sais pas ce que je dois faire avec mon directeur", "nl", "nl", False, True),
        ("Ich weiß nicht, was ich mit meinem Chef machen soll", "en", "en", False, True),
        ("Müdürümle ne yapacağımı bilmiyorum çünkü bu çok zor ve ben", "nl", "nl", False, True),
        ("لا أعرف ماذا أفعل", "nl", "nl", False, True),
    ],
)
def test_the_language_is_found_from_the_text_or_is_the_persons(
    listener: Listener, text: str, known: str | None, language: str, sure: bool, foreign: bool
) -> None:
    heard = listener.listen(text, language=known, now=NOW)
    assert (heard.language, heard.language_sure, heard.foreign) == (language, sure, foreign)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("hij zei niks\nik ook niet", ["hij zei niks", "ik ook niet"]),
        ("ik weet het niet… misschien", ["ik weet het niet…", "misschien"]),
        ("echt?! ja", ["echt?!", "ja"]),
        ("bijv. de ouders van 2B", ["bijv. de ouders van 2B"]),
        ("om 15.30 uur", ["om 15.30 uur"]),
        ("ik zat daar en zij praatte maar door over het rooster en toen liep hij weg",
         ["ik zat daar en zij praatte maar door over het rooster", "en toen liep hij weg"]),
        ("Hij riep: \"Stop.\" Toen was het stil.", ["Hij riep: \"Stop.\"", "Toen was het stil."]),
    ],
)  # fmt: skip
def test_sentences_are_found_in_chat_text(listener: Listener, text: str, sentences: list[str]) -> None:
    assert [sentence.text for sentence in listener.listen(text, language="nl", now=NOW).sentences] == sentences


def test_lemmas_come_from_the_exceptions_before_the_table(listener: Listener) -> None:
    (sentence,) = listener.listen("Hij vond wat de boze vader had gezegd niet leuk", language="nl").sentences
    assert {"vinden", "boos", "zeggen"} <= set(sentence.lemmas)
