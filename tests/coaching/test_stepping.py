from __future__ import annotations

import pytest

from bot.coaching import commands
from bot.model import Command, Discrepancy, Knowledge, Turn
from tests.coaching.hand_made import Play, hear


@pytest.fixture
def play(knowledge: Knowledge) -> Play:
    """Somebody who has just been asked the first question of the four words."""
    play = Play(knowledge)
    play.say(hear("vier woorden"))
    return play


def to_step(play: Play, step: str) -> Turn:
    """Answer plainly until a step's question is asked."""
    turn = play.thread.last_turn
    while turn is not None and turn.step != step:
        turn = play.say(hear("Dat liep zo die dag in het overleg", "norm"))
    assert turn is not None
    return turn


def test_an_unsupported_judgement_gets_the_signature_question_with_the_exact_words(play: Play) -> None:
    to_step(play, "beleven")
    turn = play.say(hear("Ze wil niet veranderen.", "interpretation", judgement="Ze wil niet veranderen"))
    assert turn.move == "evidence" and '"Ze wil niet veranderen"' in turn.text and "waar blijkt dat uit?" in turn.text
    assert turn.quotes == (("Ze wil niet veranderen", "judgement"),)


def test_it_deepens_at_most_twice_in_a_step(play: Play) -> None:
    to_step(play, "beleven")
    turns = [play.say(hear("Ze legde haar telefoon op tafel en zweeg", "fact")) for _ in range(3)]
    assert [turn.step for turn in turns] == ["beleven", "beleven", "uitleven"]


def test_a_step_about_feelings_asks_for_no_evidence(play: Play) -> None:
    to_step(play, "uitleven")
    turn = play.say(hear("Ze wil gewoon niet", "interpretation", judgement="Ze wil gewoon niet"))
    assert turn.move == "which_feeling"


def test_feelings_are_received_in_silence_and_then_it_goes_on(play: Play) -> None:
    to_step(play, "uitleven")
    silent = play.say(hear("Ik was pisnig en teleurgesteld", "feeling", feelings=["pisnig", "teleurgesteld"]))
    assert silent.kind == "receive" and silent.text.startswith("Pisnig en teleurgesteld.") and "?" not in silent.text
    assert play.say(hear("teleurgesteld vooral", "feeling", feelings=["teleurgesteld"])).step == "inleven"


def test_feelings_that_were_told_before_are_named_when_feelings_are_asked_about(play: Play) -> None:
    to_step(play, "beleven")
    asked = play.say(hear("Ik voel me schuldig en moe", "feeling", feelings=["schuldig", "moe"]))
    while asked.step == "beleven":
        asked = play.press("next")
    assert asked.step == "uitleven" and asked.reflects and "schuldig en moe" in asked.text


def test_an_older_feeling_is_named_beside_what_was_said_last(play: Play) -> None:
    to_step(play, "position")
    play.say(hear("Zij, en ik voel me schuldig", "feeling", feelings=["schuldig"]))
    heard = hear("Ze keek naar haar papieren", passage="naar haar papieren")
    asked = play.say(heard)
    while asked.step == "beleven":
        asked = play.say(heard)
    lead = play.knowledge.exercises["four_words"].steps[2].lead
    assert lead is not None and "schuldig" in asked.text
    assert asked.text.index(lead.says["nl"]) > 0


def test_a_feeling_told_in_the_other_language_is_not_named(play: Play) -> None:
    to_step(play, "beleven")
    asked = play.say(hear("I feel guilty", "feeling", feelings=["guilty"], language="en"))
    while asked.step == "beleven":
        asked = play.press("next")
    assert asked.step == "uitleven" and "four_words.uitleven.give_room" in asked.asked


def test_a_word_that_only_begins_like_the_feeling_does_not_keep_an_answer_from_being_given_back(play: Play) -> None:
    to_step(play, "position")
    play.say(hear("Zij, en ik ben moe", "feeling", feelings=["moe"]))
    heard = hear("Haar moeder belde me drie keer", echoes=("Haar moeder belde",))
    asked = play.say(heard)
    while asked.step == "beleven":
        asked = play.say(heard)
    assert asked.step == "uitleven" and "moe" in asked.text.split("Haar moeder belde")[-1]
    assert "Haar moeder belde" in asked.text


def test_nothing_is_named_when_no_feeling_was_told(play: Play) -> None:
    to_step(play, "uitleven")
    asked = play.thread.last_turn
    assert asked is not None and "four_words.uitleven.give_room" in asked.asked


def to_what_is_not_known(play: Play) -> None:
    to_step(play, "beleven")
    turn = play.say(hear("Ze legde haar telefoon op tafel en zweeg", "fact"))
    while turn.move != "not_known":
        assert turn.step == "beleven"
        turn = play.say(hear("Hij keek naar zijn papieren en zei niets", "fact"))


def test_not_knowing_is_an_answer_to_what_is_not_known(play: Play) -> None:
    to_what_is_not_known(play)
    assert play.say(hear("Dat weet ik eigenlijk niet", "notknowing", signals=["notknowing"])).step == "uitleven"


@pytest.mark.parametrize("late", ["before", "after"])
def test_a_button_pressed_too_late_changes_nothing_about_that(play: Play, late: str) -> None:
    to_what_is_not_known(play)
    if late == "before":
        assert play.press("start:gone").move == "button_gone"
    went_on = play.say(hear("Dat weet ik eigenlijk niet", "notknowing", signals=["notknowing"]))
    assert went_on.step == "uitleven"
    if late == "after":
        assert play.press("start:gone").move == "button_gone"
    second = play.say(hear("Weet ik niet", "notknowing", signals=["notknowing"]))
    assert (second.step, second.move) == ("uitleven", "four_words.uitleven.again")


def test_after_that_the_next_step_still_has_its_second_way_in(play: Play) -> None:
    to_what_is_not_known(play)
    play.say(hear("Dat weet ik eigenlijk niet", "notknowing", signals=["notknowing"]))
    second = play.say(hear("Weet ik niet", "notknowing", signals=["notknowing"]))
    assert (second.step, second.move) == ("uitleven", "four_words.uitleven.again")


def test_after_another_question_in_the_step_not_knowing_gets_the_second_way_in(play: Play) -> None:
    to_step(play, "uitleven")
    assert play.say(hear("Ze wil gewoon niet", "interpretation")).move == "which_feeling"
    second = play.say(hear("Weet ik niet", "notknowing", signals=["notknowing"]))
    assert second.move == "four_words.uitleven.again"


def test_not_knowing_gets_one_second_way_in_and_then_it_goes_on(play: Play) -> None:
    to_step(play, "inleven")
    second = play.say(hear("Weet ik niet", "notknowing", signals=["notknowing"]))
    assert second.step == "inleven" and second.move == "four_words.inleven.again"
    assert play.say(hear("Geen idee", "notknowing", signals=["notknowing"])).step == "question"


def test_three_times_not_knowing_stops_the_asking(play: Play) -> None:
    to_step(play, "inleven")
    turns = [play.say(hear("Weet ik niet", "notknowing", signals=["notknowing"])) for _ in range(3)]
    assert turns[-1].move == "ask_no_further" and "?" not in turns[-1].text
    last = play.say(hear("Stroef.", "interpretation"))
    assert last.done and last.text.startswith("Stroef.")


def test_two_stories_are_set_beside_each_other_word_for_word(play: Play) -> None:
    to_step(play, "uitleven")
    play.say(hear("Ik wil juist dat we elkaar helpen", "norm", passage="dat we elkaar helpen"))
    to_step(play, "inleven")
    turn = play.say(hear("Dat niemand hem bedankt, denk ik.", passage="dat niemand hem bedankt, denk ik"))
    while turn.step == "inleven" and turn.kind != "set_beside":
        turn = play.say(hear("Dat niemand hem bedankt, denk ik.", passage="dat niemand hem bedankt, denk ik"))
    assert turn.kind == "set_beside" and '"dat niemand hem bedankt, denk ik"' in turn.text


def test_a_discrepancy_is_shown_once_and_only_when_sure(play: Play) -> None:
    to_step(play, "beleven")
    unsure = Discrepancy("ik wil luisteren", "ik praatte een uur", "within", 0.6, speak=False)
    sure = Discrepancy("ik wil luisteren", "ik praatte een uur", "within", 0.99, speak=True)
    assert play.say(hear("Ik praatte een uur", "norm"), found=unsure).kind != "set_beside"
    back = play.press("back") if play.thread.last_turn and play.thread.last_turn.step != "beleven" else None
    assert back is None or back.text
    play = Play(play.knowledge)
    play.say(hear("vier woorden"))
    to_step(play, "beleven")
    shown = play.say(hear("Ik praatte een uur", "norm"), found=sure)
    assert (shown.kind, shown.move) == ("set_beside", "set_side_by_side")
    assert '"ik wil luisteren"' in shown.text and " maar " not in shown.text
    assert play.say(hear("Ik praatte weer een uur", "norm"), found=sure).move != "set_side_by_side"


@pytest.mark.parametrize("signal", ["hurt", "tears"])
def test_toward_somebody_who_is_hurt_nothing_is_held_up(play: Play, signal: str) -> None:
    to_step(play, "beleven")
    sure = Discrepancy("ik wil luisteren", "ik praatte een uur", "within", 0.99, speak=True)
    turn = play.say(
        hear("Ze heeft me vernederd", "interpretation", signals=[signal], judgement="Ze heeft me vernederd"), found=sure
    )
    assert turn.move not in {"evidence", "set_side_by_side", "own_share"}


def test_quotation_marks_stand_in_at_most_one_turn_in_three(play: Play) -> None:
    turns = [
        play.say(hear("Het rooster hangt als een loden jas om ons", "norm", passage="als een loden jas"))
        for _ in range(6)
    ]
    quoting = [bool(turn.quotes) for turn in turns]
    assert all(sum(quoting[place : place + 3]) <= 1 for place in range(4))


def test_enough_closes_with_the_card_when_there_is_something_on_it(play: Play) -> None:
    to_step(play, "inleven")
    turn = play.say(hear("Zo is het genoeg", signals=["enough"]))
    assert turn.move == "card" and "Beleven:" in turn.text


def test_advice_is_met_three_times_differently(play: Play) -> None:
    moves = [play.say(hear("Zeg nou wat ik moet doen", signals=["advice_request"])).move for _ in range(3)]
    assert moves == ["advice_first", "advice_again", "advice_third"]
    assert play.thread.last_turn is not None and play.thread.last_turn.exercise == "ally"


def test_contempt_for_oneself_is_never_given_back(play: Play) -> None:
    to_step(play, "uitleven")
    said = "Ik ben een waardeloze leider"
    turn = play.say(hear(said, "interpretation", signals=["selfcontempt"], passage="een waardeloze leider"))
    assert "waardeloze" not in turn.text


def test_after_a_turn_that_asks_nothing_one_button_goes_on_with_what_was_said(play: Play) -> None:
    to_step(play, "uitleven")
    silent = play.say(hear("Ik was woest", "feeling", feelings=["woest"]))
    assert "?" not in silent.text and [each.payload for each in silent.buttons] == ["next"]
    on = play.press("next")
    assert (on.step, on.answers) == ("inleven", None)


def test_after_a_turn_that_asks_nothing_who_says_to_go_on_left_no_question_out(play: Play) -> None:
    to_step(play, "uitleven")
    play.say(hear("Ik was woest", "feeling", feelings=["woest"]))
    on = play.command(commands.skip, hear("volgende", command=Command("skip")))
    assert (on.step, on.answers) == ("inleven", None)
    assert "laten we liggen" not in on.text


@pytest.mark.parametrize(
    ("text", "said"), [("ik wil luisteren en ik praatte een uur", False), ("ik praatte een uur", True)]
)
def test_a_passage_of_another_time_is_said_to_be_one(play: Play, text: str, said: bool) -> None:
    to_step(play, "beleven")
    found = Discrepancy("ik wil luisteren", "ik praatte een uur", "within", 0.99, speak=True)
    shown = play.say(hear(text), found=found)
    assert shown.move == "set_side_by_side"
    assert ("een vorige keer" in shown.text) is said


def test_tears_are_left_in_peace_right_after_the_word_was_given_but_not_twice_running(knowledge: Knowledge) -> None:
    play, crying = Play(knowledge), hear("Ik kan bijna niet meer", "feeling", signals=["tears"])
    play.say(hear("Ik moet steeds invallen voor een ander"))
    assert play.press("story").kind == "receive"
    assert (play.say(crying).move, play.say(crying).move == "tears") == ("tears", False)
