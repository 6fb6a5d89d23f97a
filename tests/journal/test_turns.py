"""One turn: read once, write once, all or nothing."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from bot.errors import NotThere
from bot.journal.journal import Journal
from bot.model import Message, Person

from .making import NOW, Place, answer, aside, hear, intention, say, texts, thread

STRANGE = {
    "empty": "",
    "long": "ik werk me dood 😀 " * 1112,
    "emoji": "😀👩🏽‍🏫🏳️‍🌈",
    "right to left": "אני לא יודע \u202eאיך",
    "control characters": "a\x00b\x07\x1b[31m\r\n\t\x7f",
    "half a surrogate pair": "kapot \ud83d",
    "html": "<script>alert('x')</script> &amp;",
    "slash": '/restart{"a": "b"}',
}


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def test_a_person_is_made_once_and_found_again(journal: Journal) -> None:
    assert journal.find_person("teams", "eva", tenant="school") is None
    eva = journal.person("teams", "eva", tenant="school")
    assert (
        journal.person("teams", "eva", tenant="school") == eva == journal.find_person("teams", "eva", tenant="school")
    )
    assert eva == Person(eva.id, language=None, met=False)


@pytest.mark.parametrize("other", [("web", "eva", "school"), ("teams", "eva", ""), ("teams", "evaschool", "")])
def test_channel_tenant_and_identity_together_make_a_person(journal: Journal, other: tuple[str, str, str]) -> None:
    channel, identity, tenant = other
    assert journal.person("teams", "eva", tenant="school") != journal.person(channel, identity, tenant=tenant)


def test_a_first_message_begins_a_reflection_and_is_kept_with_its_turn(journal: Journal, eva: str) -> None:
    told = say(journal, eva, "Hij luistert nooit.", answer(language="nl"))
    assert told.person == Person(eva, language="nl", met=True)
    assert told.reflection is not None and told.reflection.state == "open" and told.reflection.begun == NOW
    said, replied = told.entries
    assert (said.role, said.text, said.step, said.heard, said.turn) == (
        "answer", "Hij luistert nooit.", "beleven", hear("Hij luistert nooit."), None
    )  # fmt: skip
    assert (replied.role, replied.text, replied.turn) == ("turn", "Neem de tijd.", answer(language="nl"))
    assert told.last_turn == answer(language="nl")


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_a_message_is_kept_word_for_word(journal: Journal, eva: str, text: str) -> None:
    say(journal, eva, text)
    assert texts(thread(journal, eva).entries) == [text]
    assert [entry["text"] for entry in journal.export(eva)["reflections"][0]["entries"]] == [text, "Neem de tijd."]


def test_the_same_message_again_gets_the_same_turn_and_is_one_entry(journal: Journal, eva: str) -> None:
    message, turn = Message("m", eva, "Ja"), answer("Waar blijkt dat uit?", intention=intention("vragen"))
    for _ in range(2):
        with journal.turn(eva) as page:
            told = page.answered("m")
            if told is None:
                page.write(message, hear("Ja"), turn, NOW)
    assert told == turn
    assert texts(journal.transcript(eva)) == ["Ja"]


def test_the_same_message_id_of_somebody_else_is_another_message(journal: Journal, eva: str) -> None:
    other = journal.person("local", "bas").id
    for person in (eva, other):
        with journal.turn(person) as page:
            assert page.answered("m") is None
            page.write(Message("m", person, person), hear("Ja"), answer(), NOW)
    assert texts(journal.transcript(eva)) == [eva]


def test_an_exception_undoes_all_that_was_written(journal: Journal, eva: str) -> None:
    with pytest.raises(ZeroDivisionError), journal.turn(eva) as page:
        page.write(Message("m", eva, "Weg"), hear("Weg"), answer(language="nl"), NOW)
        raise ZeroDivisionError
    assert journal.transcript(eva) == ()
    assert thread(journal, eva).person == Person(eva)
    with journal.turn(eva) as page:
        assert page.answered("m") is None


def test_nobody_writes_on_the_page_of_another(journal: Journal, eva: str) -> None:
    bas = journal.person("local", "bas").id
    with pytest.raises(NotThere), journal.turn(eva) as page:
        page.write(Message("m", bas, "Ja"), hear("Ja"), answer(), NOW)


def test_a_person_who_is_not_there_has_no_page(journal: Journal) -> None:
    with pytest.raises(NotThere), journal.turn("0" * 32):
        raise AssertionError("the page opened")


def test_asides_stay_outside_until_a_reflection_is_open_and_inside_then(journal: Journal, eva: str) -> None:
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Hij luistert nooit.")
    told = say(journal, eva, "Ben je een mens?", aside())
    assert texts(told.asides) == ["Hallo"]
    assert texts(told.entries) == ["Hij luistert nooit.", "Ben je een mens?"]
    assert [entry.role for entry in told.entries] == ["answer", "turn", "aside", "turn"]
    assert told.last_turn == aside()


def test_a_closed_reflection_leaves_nothing_open_and_no_older_asides(journal: Journal, eva: str) -> None:
    say(journal, eva, "Hallo", aside())
    say(journal, eva, "Een")
    told = say(journal, eva, "Twee", answer(state="done", done=True))
    assert (told.reflection, told.asides, told.finished) == (None, (), ("four_words",))
    told = say(journal, eva, "Dank", aside())
    assert texts(told.asides) == ["Dank"]
    told = say(journal, eva, "Drie")
    assert texts(told.entries) == ["Drie"]


def test_a_paused_reflection_waits_and_goes_on(journal: Journal, eva: str) -> None:
    say(journal, eva, "Een")
    paused = say(journal, eva, "stop", aside(state="paused")).reflection
    assert paused is not None and paused.state == "paused"
    told = say(journal, eva, "Dag", aside())
    assert (texts(told.asides), texts(told.entries)) == (["Dag"], ["Een", "stop"])
    told = say(journal, eva, "Verder", answer(resumes=paused.id))
    assert told.reflection is not None and (told.reflection.id, told.reflection.state) == (paused.id, "open")
    assert texts(told.entries) == ["Een", "stop", "Verder"]


def test_beginning_afresh_lets_the_open_reflection_rest_in_the_list(journal: Journal, eva: str) -> None:
    first = say(journal, eva, "Een").reflection
    told = say(journal, eva, "Anders", answer(fresh=True, exercise="facts_first"))
    assert first is not None and texts(told.entries) == ["Anders"]
    kept = [(each.first, each.state) for each in journal.reflections(eva)]
    assert kept == [("Anders", "open"), ("Een", "paused")]
    told = say(journal, eva, "Terug", answer(resumes=first.id))
    kept = [(each.first, each.state) for each in journal.reflections(eva)]
    assert kept == [("Een", "open"), ("Anders", "paused")]
    assert texts(told.entries) == ["Een", "Terug"]


def test_the_reflection_paused_last_is_the_one_that_waits(journal: Journal, eva: str) -> None:
    first = say(journal, eva, "Een", answer(state="paused")).reflection
    say(journal, eva, "Twee", answer(fresh=True, state="paused"))
    assert first is not None
    told = say(journal, eva, "Een weer", answer(resumes=first.id, state="paused"))
    assert told.reflection is not None and told.reflection.id == first.id


def test_a_reflection_that_rests_long_is_still_found(journal: Journal, eva: str) -> None:
    say(journal, eva, "Lang geleden", answer(state="paused"))
    with journal.turn(eva) as page:
        for number in range(101):
            page.write(Message(str(number), eva, "kort"), hear("kort"), answer(fresh=True, state="done"), NOW)
        assert texts(page.thread(NOW).entries) == ["Lang geleden"]


@pytest.mark.parametrize("whose", ["nobody's", "another's", "closed"])
def test_only_an_own_resting_reflection_goes_on(journal: Journal, eva: str, whose: str) -> None:
    say(journal, eva, "Klaar", answer(state="done"))
    (closed,) = journal.reflections(eva)
    bas = journal.person("local", "bas").id
    theirs = say(journal, bas, "Van Bas", answer(state="paused")).reflection
    assert theirs is not None
    wanted = {"nobody's": "0" * 32, "another's": theirs.id, "closed": closed.id}[whose]
    with pytest.raises(NotThere):
        say(journal, eva, "Verder", answer(resumes=wanted))


def test_the_exercise_of_a_reflection_may_change_and_an_answer_belongs_to_the_one_it_answered(
    journal: Journal, eva: str
) -> None:
    say(journal, eva, "Een verhaal", answer(exercise="story", step="story", answers="story"))
    told = say(journal, eva, "Graag", answer(answers="story"))
    assert told.reflection is not None and told.reflection.exercise == "four_words"
    assert [entry.exercise for entry in told.entries] == ["story", "story", "story", "four_words"]


def test_an_intention_is_kept_with_its_reflection_and_the_last_one_holds(journal: Journal, eva: str) -> None:
    for text in ("vragen", "eerst luisteren"):
        say(journal, eva, text, answer(intention=intention(text)))
    told = say(journal, eva, "Ja")
    assert told.reflection is not None and told.reflection.intention == intention("eerst luisteren")


def test_what_was_asked_is_remembered_over_eight_reflections_newest_first(journal: Journal, eva: str) -> None:
    for number in range(10):
        say(journal, eva, "Ja", answer(asked=(f"a{number}", f"b{number}"), state="open"))
        told = say(journal, eva, "Ja", answer(asked=(f"c{number}",), state="done"))
    assert told.asked[:4] == ("c9", "a9", "b9", "c8")
    assert told.asked[-1] == "b2" and len(told.asked) == 24


def test_closings_are_the_last_answers_of_the_last_finished_reflections(journal: Journal, eva: str) -> None:
    for number in range(10):
        say(journal, eva, f"begin {number}")
        say(journal, eva, f"slot {number}")
        say(journal, eva, "dank", aside(state="done", done=True))
    say(journal, eva, "nog open")
    with journal.turn(eva) as page:
        assert [heard.text for heard in page.closings()] == [f"slot {number}" for number in range(9, 6, -1)]
        assert [heard.text for heard in page.closings(limit=1)] == ["slot 9"]


def test_a_clock_that_jumps_back_changes_no_order(journal: Journal, eva: str) -> None:
    for days in (0, -3, 5, -400):
        told = say(journal, eva, str(days), now=NOW + timedelta(days=days))
    assert texts(told.entries) == ["0", "-3", "5", "-400"]
    assert told.last_turn == answer()
    assert [entry.seq for entry in told.entries] == sorted(entry.seq for entry in told.entries)


def test_moments_come_back_as_they_were_and_need_a_zone(journal: Journal, eva: str) -> None:
    (said, _) = say(journal, eva, "Ja").entries
    assert said.at == NOW
    with pytest.raises(ValueError, match="time zone"):
        say(journal, eva, "Nee", now=NOW.replace(tzinfo=None))


def test_the_language_that_a_person_chose_is_kept(journal: Journal, eva: str) -> None:
    journal.set_language(eva, "en")
    for _ in range(2):
        assert say(journal, eva, "Hi").person.language == "en"
    say(journal, eva, "Nederlands graag", aside(language="nl"))
    assert journal.person("local", "eva@example.org") == Person(eva, language="nl", met=True)
    with pytest.raises(NotThere):
        journal.set_language("0" * 32, "en")


def test_messages_sent_at_the_same_time_are_each_kept_once_and_in_one_order(place: Place, eva: str) -> None:
    def talk(name: str) -> None:
        mine = place.open()
        for number in range(10):
            with mine.turn(eva) as page:
                before = len(page.thread(NOW).entries)
                page.write(Message(f"{name}{number}", eva, f"{name} {number} {before}"), hear(""), answer(), NOW)
        mine.close()

    talkers = [threading.Thread(target=talk, args=(name,)) for name in ("telefoon", "laptop")]
    for talker in talkers:
        talker.start()
    for talker in talkers:
        talker.join()
    journal = place.open()
    said = texts(thread(journal, eva).entries)
    journal.close()
    assert [int(text.split()[2]) for text in said] == list(range(0, 40, 2))
    for name in ("telefoon", "laptop"):
        assert [text.split()[1] for text in said if text.startswith(name)] == [str(number) for number in range(10)]
