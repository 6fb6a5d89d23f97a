from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.coaching import commands, safety
from bot.coaching.thinking import UNDER_WAY
from bot.model import Command, Knowledge, Moment, Sentence, Signal, Turn
from tests.coaching.hand_made import NOW, Play, hear


def test_stop_stops_and_one_button_goes_on_where_it_was(play: Play) -> None:
    stopped = play.command(commands.stop, hear("stop"))
    assert stopped.state == "paused" and stopped.answers is None and "bewaard" in stopped.text
    on = play.press("go_on")
    assert (on.exercise, on.step, on.resumes) == ("four_words", "beleven", "r")


@pytest.mark.parametrize(
    "act", [commands.help, commands.privacy, commands.human, commands.what_are_you, commands.why, commands.repeat]
)
def test_a_question_on_the_side_keeps_the_question_that_waits(play: Play, act: Callable[..., Turn]) -> None:
    turn = play.command(act, hear("hoe werkt dit?"))
    assert (turn.answers, turn.exercise, turn.step, turn.awaits) == (None, "four_words", "beleven", "answer")
    assert play.say(hear("Ze schoof het stuk weg", "fact")).answers == "beleven"


def test_the_buttons_of_an_offer_outlive_a_question_on_the_side(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    offered = play.say(hear("Ik heb vrijdag een gesprek met mijn duo"))
    assert play.command(commands.what_are_you, hear("ben je een mens?")).buttons == offered.buttons
    assert play.press("start:four_words").step == "position"


def test_an_offer_is_said_again_in_its_own_words(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    offered = play.say(hear("Ik heb vrijdag een gesprek met mijn duo"))
    again = play.command(commands.repeat, hear("wat vroeg je?"))
    asked = offered.text.rpartition(". ")[2]
    assert asked.endswith("?") and again.text.endswith(asked)


def test_skip_goes_on_and_back_goes_back(play: Play) -> None:
    assert play.command(commands.skip, hear("volgende")).step == "uitleven"
    assert play.command(commands.back, hear("terug")).step == "beleven"


def test_why_gives_a_reason_and_does_not_ask_the_same_again(play: Play) -> None:
    asked = play.say(hear("Ze wil niet.", "interpretation", judgement="Ze wil niet"))
    told = play.command(commands.why, hear("waarom vraag je dat?"))
    assert play.knowledge.moves["evidence"].why["nl"] in told.text and asked.text not in told.text


def test_misheard_takes_back_what_was_found(play: Play) -> None:
    play.say(hear("Ze wil niet.", "interpretation", judgement="Ze wil niet"))
    turn = play.command(commands.misheard, hear("zo bedoel ik het niet"))
    assert turn.drops == ("Ze wil niet",) and turn.step == "beleven"


def test_language_goes_on_in_the_other_language_with_the_same_question(play: Play) -> None:
    asked = play.thread.last_turn
    assert asked is not None
    step = next(each for each in play.knowledge.exercises["four_words"].steps if each.id == "beleven")
    wording = next(each for each in (*step.ask, *step.brief, *step.again) if each.id in asked.asked)
    turn = play.command(commands.language, hear("in english please"))
    assert turn.language == "en" and wording.says["en"] in turn.text


def test_in_doubt_the_coach_asks_which_it_was_and_the_answer_is_kept(play: Play) -> None:
    doubt = play.say(hear("stoppen met duwen", "solution", command=Command("stop", 0.6, ask_back=True)))
    assert doubt.move == "which_was_it" and doubt.answers == "beleven"
    on = play.press("answer")
    assert on.answers is None and on.exercise == "four_words" and on.kind != "inform"


@pytest.mark.parametrize("about", ["feelings", "question", "lingers"])
def test_where_an_answer_may_sound_like_a_command_nobody_is_asked_which_it_was(play: Play, about: str) -> None:
    exercise = play.knowledge.exercises["four_words"]
    (step, *_) = [step.id for step in exercise.steps if step.about == about]
    reached = (play.say(hear("Dat is gezegd", "fact")) for _ in range(20))
    assert step in (turn.step for turn in reached)
    said = hear("vertel eens over je eerste jaar", "solution", command=Command("privacy", 0.6, ask_back=True))
    reply = play.say(said)
    assert (reply.answers, reply.move == "which_was_it") == (step, False)


def test_in_doubt_at_the_door_the_coach_says_first_what_it_is_and_the_story_begins_there(knowledge: Knowledge) -> None:
    play, said = Play(knowledge), "Ik heb straks een gesprek met mijn teamleider"
    doubt = play.say(hear(said, command=Command("export", 0.7, ask_back=True)))
    assert (doubt.move, doubt.answers) == ("which_was_it", "tell")
    assert doubt.text.startswith(Play(knowledge).say(hear(said)).text.partition(". ")[0])
    on = play.press("answer")
    assert (on.move, on.answers) == ("offer", None) and "programma" not in on.text


@pytest.mark.parametrize("label", sorted(UNDER_WAY))
def test_what_needs_something_under_way_is_a_story_where_nothing_is(knowledge: Knowledge, label: str) -> None:
    said = hear("Ik moet straks een lastig gesprek voeren", command=Command(label, 0.7, ask_back=True))
    assert Play(knowledge).say(said).move == "offer"


def test_a_doubtful_wish_to_go_on_with_what_rests_is_asked_about(play: Play) -> None:
    play.command(commands.stop, hear("stop"))
    assert play.say(hear("ga maar door", command=Command("skip", 0.7, ask_back=True))).move == "which_was_it"


def test_who_types_that_it_is_the_answer_has_chosen_that_button(play: Play) -> None:
    play.say(hear("stoppen met duwen", "solution", command=Command("stop", 0.6, ask_back=True)))
    on = play.say(hear("mijn antwoord", signals=["is_answer"]))
    assert on.answers is None and on.exercise == "four_words" and on.kind != "inform"


def test_a_button_that_was_not_offered_changes_nothing(play: Play) -> None:
    turn = play.press("erase:all")
    assert turn.move == "button_gone" and (turn.exercise, turn.step) == ("four_words", "beleven")


def test_after_a_week_it_asks_whether_to_go_on_anew_or_let_it_rest(play: Play) -> None:
    play.wait(timedelta(days=8))
    turn = play.say(hear("Ze heeft me gisteren gebeld", "fact"))
    assert [button.payload for button in turn.buttons] == ["go_on", "anew", "rest"]
    assert play.press("go_on").step == "beleven"


def test_after_an_hour_it_simply_goes_on(play: Play) -> None:
    play.wait(timedelta(hours=1))
    assert play.say(hear("Ze schoof het stuk weg", "fact")).answers == "beleven"


def test_who_is_asked_which_it_was_and_says_it_again_is_taken_at_the_word(play: Play) -> None:
    doubt = hear("ik stop er even mee", "solution", command=Command("stop", 0.6, ask_back=True))
    assert play.say(doubt).move == "which_was_it"
    assert play.say(doubt).move == "stop"


def test_a_word_that_steers_stands_on_no_card(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    monday = Moment("maandag om half 9", NOW + timedelta(days=5), "time", True)
    play.say(hear("vier woorden"))
    turn: Turn | None = play.say(hear("Maandag om half 9 spreek ik haar", moment=monday))
    while turn is not None and turn.step != "voorleven":
        turn = play.say(hear("Dat is gezegd", "fact"))
    shown = play.command(commands.skip, hear("volgende", command=Command("skip")))
    assert shown.move == "card" and "volgende" not in shown.text
    assert shown.intention is None


@pytest.mark.parametrize("about", ["story", "feelings", "intention", "question"])
def test_each_kind_of_question_has_a_reason_of_its_own(play: Play, about: str) -> None:
    turn = play.thread.last_turn
    exercise = play.knowledge.exercises["four_words"]
    (step, *_) = [step.id for step in exercise.steps if step.about == about]
    while turn is not None and turn.step != step:
        turn = play.say(hear("Dat is gezegd", "fact"))
    told = play.command(commands.why, hear("waarom vraag je dat"))
    assert told.text.startswith("Omdat") and "Antwoorden hoeft niet. Uit: Nelly en Pieter" in told.text


def test_who_does_not_understand_a_question_gets_it_in_other_words(play: Play) -> None:
    asked = play.thread.last_turn
    again = play.command(commands.repeat, hear("huh? dat snap ik niet", signals=["not_understood"]))
    assert asked is not None and set(again.asked).isdisjoint(asked.asked)
    assert again.text.endswith("?") and (again.step, again.answers) == ("beleven", None)
    kept = play.command(commands.repeat, hear("wat vroeg je?"))
    assert set(again.asked) & set(kept.asked)


def test_who_says_so_in_an_answer_gets_it_in_other_words_too(play: Play) -> None:
    asked = play.thread.last_turn
    again = play.say(hear("dat snap ik niet", signals=["not_understood"]))
    assert asked is not None and set(again.asked).isdisjoint(asked.asked)
    assert (again.step, again.answers, again.text.endswith("?")) == ("beleven", None, True)


def test_who_wants_to_be_asked_after_a_silence_is_asked(play: Play) -> None:
    silent = play.say(hear("Ik kan niet meer", "feeling", signals=["tears"]))
    assert "?" not in silent.text
    asked = play.say(hear("zeg dan eens wat", signals=["ask_me"]))
    assert "?" in asked.text and asked.answers is None


def test_who_is_new_is_told_what_this_is_before_anything_on_the_side(knowledge: Knowledge) -> None:
    first = Play(knowledge).command(commands.help, hear("wat kan ik hier doen?"))
    assert first.text.startswith(Play(knowledge).say(hear("hoi", signals=["greeting"])).text.partition(". ")[0])


@pytest.mark.parametrize(
    ("said", "begun"),
    [
        ("doe maar die oefening vier woorden", True),
        ("vier woorden", True),
        ("ik heb vier woorden gezegd", False),
        ("vier woorden in die oefening was te veel", False),
    ],
)
def test_an_exercise_is_begun_by_its_name_where_it_is_asked_for(knowledge: Knowledge, said: str, begun: bool) -> None:
    play = Play(knowledge)
    play.say(hear("Ik heb ruzie met een ouder"))
    word = (Signal("exercise_word", "oefening", said.find("oefening"), 0),) if "oefening" in said else ()
    sentence = Sentence(said, 0, "solution", 0.9, word)
    assert (play.say(replace(hear(said), sentences=(sentence,))).exercise == "four_words") == begun


@pytest.mark.parametrize("act", [commands.why, commands.privacy, commands.help])
def test_the_question_that_waits_is_repeated_after_an_aside_too(play: Play, act: Callable[..., Turn]) -> None:
    play.say(hear("Ze schoof het stuk weg", "fact"))
    step = play.command(act, hear("waarom?")).step
    again = play.command(commands.repeat, hear("wat was de vraag?"))
    assert again.step == step and again.text.endswith("?")


def test_who_never_understands_a_question_is_asked_the_next(play: Play) -> None:
    puzzled = [play.command(commands.repeat, hear("snap ik niet", signals=["not_understood"])) for _ in range(8)]
    said = [turn.text for turn in puzzled]
    assert len(set(said)) == len(said) and puzzled[-1].step != "beleven"


@pytest.mark.parametrize("danger", ["suicide", "child_safety"])
def test_who_does_not_understand_where_help_is_hears_it_again(play: Play, danger: str) -> None:
    there = play.command(safety.refer, hear("Ik wil niet meer", safety=danger, safety_sure=True))
    again = play.command(commands.repeat, hear("huh?", signals=["not_understood"]))
    assert (again.text, again.awaits, again.buttons) == (there.text, "danger_choice", there.buttons)


@pytest.mark.parametrize(
    ("said", "signals", "feelings"),
    [
        ("Ik zit in tranen. Wat nu?", ["tears", "ask_me"], []),
        ("Ze zei: hoe bedoel je?", ["reported", "not_understood"], []),
        ("Ik ben bang, wat nu", ["ask_me"], ["bang"]),
    ],
)
def test_who_tells_something_besides_is_answered_to_that(
    play: Play, said: str, signals: list[str], feelings: list[str]
) -> None:
    reply = play.say(hear(said, signals=signals, feelings=feelings))
    assert reply.move not in {"repeat", "ask_me"} and reply.answers == "beleven"


def test_where_a_question_is_asked_for_a_puzzled_one_is_the_answer(play: Play) -> None:
    reached = (play.say(hear("Dat is gezegd", "fact")) for _ in range(20))
    assert "question" in (turn.step for turn in reached)
    assert play.say(hear("Hoe bedoelde je dat?", signals=["not_understood"])).answers == "question"


def test_no_exercise_is_heard_wherever_one_is_offered(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    play.say(hear("Ik heb ruzie met een ouder"))
    play.press("story")
    offered = next(turn for _ in range(9) if (turn := play.say(hear("En toen liep hij weg", "fact"))).awaits == "offer")
    assert any(button.payload.startswith("start:") for button in offered.buttons)
    reply = play.say(hear("geen oefening graag", signals=["story_first"]))
    assert (reply.exercise, reply.kind, reply.buttons) == ("story", "receive", ())


def test_no_exercise_starts_none_though_it_names_one(knowledge: Knowledge) -> None:
    play = Play(knowledge)
    play.say(hear("Ik heb ruzie met een ouder"))
    assert play.say(hear("no exercise", signals=["exercise_now", "story_first"])).exercise == "story"
