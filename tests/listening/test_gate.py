"""An answer is never lost to a command, and the single word stop stops at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.signals import read_signals
from bot.listening.gate import _weighed, plain
from bot.listening.labelled import read_nlu
from bot.listening.listener import Listener
from bot.model import COMMANDS, LANGUAGES, STORY, SignalRule

DATA = Path(__file__).parents[2] / "data"
NLU = DATA / "nlu"
SIGHS = [rule for rule in read_signals(DATA / "coaching" / "signals")[0] if rule.name == "oef"]


@pytest.mark.parametrize("text", ["stop", "Stop", "STOP!!", " stop. ", "stop…"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_single_word_stop_stops_at_once(listener: Listener, text: str, language: str) -> None:
    command = listener.listen(text, language=language).command
    assert (command.label, command.score, command.ask_back) == ("stop", 1.0, False)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("volgende vraag", "skip"), ("Sla maar over", "skip"), ("vorige", "back"), ("herhaal de vraag", "repeat"),
        ("Waarom vraag je dat?", "why"), ("wat kan ik hier doen?", "help"), ("mijn reflecties", "review"),
        ("Laat die van vorige week zien", "review"), ("wat schreef ik over Pieter", "review"), ("wis alles", "erase"),
        ("exporteer", "export"), ("wie leest dit mee?", "privacy"), ("ik wil een mens spreken", "human"),
        ("kan het in het Nederlands", "language"), ("in english please", "language"),
        ("zo bedoel ik het niet", "misheard"), ("dat zei ik niet", "misheard"), ("ben je een mens?", "what_are_you"),
        ("wie ben jij", "what_are_you"), ("straks verder", "pause"), ("show my reflections", "review"),
        ("Klaar. Doei!", "stop"), ("Dat is genoeg. Stop maar.", "stop"), ("geen oefening, wis alles", "erase"),
        ("No exercise. I want to stop.", "stop"), ("Stop. En nu?", "stop"),
        ("zeg eens iets: wie leest dit?", "privacy"), ("are you human?", "what_are_you"),
        ("who can read this", "privacy"), ("delete everything", "erase"),
    ],
)  # fmt: skip
def test_a_plain_command_is_heard_as_one(listener: Listener, text: str, label: str) -> None:
    command = listener.listen(text).command
    assert command.label == label


@pytest.mark.parametrize(
    "text",
    [
        "stop er maar mee zei hij", "ik wil stoppen met roken", "rustig blijven", "terug naar de basis", "hulp vragen",
        "overslaan die vergadering", "pauze nemen", "graag", "weet ik niet", "half 4", "Mijn man bellen.", "klaar",
        "dat ik eerst luister en dan pas iets zeg", "zo bedoelde hij het niet", "privacy van die leerling", "Kwijt.",
        "hoe zij die planning eigenlijk maakt", "I said stop, this far and no further", "back to basics",
        "asking my head for help", "a person, not a function", "Genoeg. Ik kan niet meer.",
        "Mijn antwoord. Ik wil niet stoppen.", "Mijn antwoord. Stop.",
        "Wat moet ik doen? Stoppen?", "Wat zou jij doen? Stoppen?", "nee wacht, ik wil wel praten maar geen oefening",
        "Dat was het. Meer heb ik niet.",
        "Genoeg. Hij luistert toch niet.", "That's it. She never came back.", "That's all. Nothing more.",
        "small mostly", "don't know", "him obviously",
        "ik ging stoppen met die cursus maar mijn directeur vond van niet en toen ben ik toch maar gebleven",
    ],
)  # fmt: skip
def test_an_answer_that_sounds_like_a_command_is_kept(listener: Listener, text: str) -> None:
    assert listener.listen(text).command.label == STORY


@pytest.mark.parametrize("rule", SIGHS, ids=lambda rule: rule.language)
def test_a_sigh_alone_never_steers(listener: Listener, rule: SignalRule) -> None:
    heard = {word: listener.listen(f"{word}…", language=rule.language).command for word in rule.words}
    assert len(heard) > 10 and {word for word, command in heard.items() if command.label != STORY} == set()


@pytest.mark.parametrize(
    ("button", "label"), [("erase:all", "erase"), ("stop", "stop"), ("yes", STORY), ("exercise:four_words", STORY)]
)
def test_a_button_says_itself_what_it_is(listener: Listener, button: str, label: str) -> None:
    command = listener.listen("stop", button=button).command
    assert (command.label, command.score, command.ask_back) == (label, 1.0, False)


def test_a_command_that_is_not_sure_is_asked_back_and_never_obeyed(listener: Listener) -> None:
    doubtful = (
        "moeten we niet eens stoppen", "ik heb het wel gehad hiermee", "misschien moet ik hier gewoon stoppen",
        "ik denk dat ik er maar mee stop", "I think I'll stop with it",
    )  # fmt: skip
    commands = [listener.listen(text).command for text in doubtful]
    assert all(command.label == STORY or command.ask_back for command in commands)
    assert any(command.ask_back for command in commands)


def test_what_surely_steers_but_not_surely_where_is_asked_back() -> None:
    assert _weighed({"stop": 0.34, "pause": 0.33, "skip": 0.3, STORY: 0.03}, "nl").ask_back
    assert _weighed({"stop": 0.62, "pause": 0.35, STORY: 0.03}, "nl").ask_back
    assert not _weighed({"stop": 0.75, "pause": 0.22, STORY: 0.03}, "nl").ask_back


def test_what_is_only_thought_of_is_asked_back() -> None:
    assert _weighed({"stop": 0.99, STORY: 0.01}, "nl", wavers=True).ask_back
    assert _weighed({"stop": 0.01, STORY: 0.99}, "nl", wavers=True).label == STORY


def test_every_command_has_examples_in_both_languages(listener: Listener) -> None:
    assert set(listener._ears.forms.values()) == {*COMMANDS, STORY}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_short_story_takes_the_place_of_an_example_of_a_command(listener: Listener, language: str) -> None:
    examples = [(text, label) for text, label in read_nlu(NLU / language) if label in COMMANDS]
    assert [(text, label) for text, label in examples if listener._ears.forms[plain(text)] != label] == []
