"""One person, several channels: a code couples, whatever was written before goes along, and nothing stays behind."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.errors import NotThere
from bot.journal.coupling import CODE, LETTERS
from bot.journal.journal import Journal
from bot.journal.merging import LET_GO, MOVED
from bot.journal.schema import OF_A_PERSON
from bot.journal.verifying import verify_journal
from bot.model import Button

from .making import NOW, Place, answer, aside, intention, say, texts, thread

MINUTE = timedelta(minutes=1)
BAS = ("telegram", "7")


@pytest.fixture
def place(any_place: Place) -> Place:
    return any_place


def couple(journal: Journal, eva: str, channel: str = "telegram", identity: str = "7") -> str | None:
    return journal.coupling.use_code(journal.coupling.make_code(eva, NOW), channel, identity, NOW)


def test_a_stranger_who_types_the_code_is_the_person_who_made_it(journal: Journal, eva: str) -> None:
    assert couple(journal, eva) == eva
    assert journal.person(*BAS).id == eva
    assert {each["channel"] for each in journal.export(eva)["channels"]} == {"local", "telegram"}


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", ""), lambda code: f" {code} ."])
def test_a_code_may_be_typed_in_any_way(journal: Journal, eva: str, change: object) -> None:
    assert callable(change)
    code = change(journal.coupling.make_code(eva, NOW))
    assert journal.coupling.use_code(code, *BAS, NOW) == eva


def test_a_code_is_short_and_has_no_letters_that_look_alike(journal: Journal, eva: str) -> None:
    code = journal.coupling.make_code(eva, NOW)
    assert len(code) == 9 and set(code) - {"-"} <= set(LETTERS) and not set("01OIL") & set(LETTERS)


def test_a_code_holds_once_and_for_ten_minutes(journal: Journal, eva: str) -> None:
    late = journal.coupling.make_code(eva, NOW)
    assert journal.coupling.use_code(late, *BAS, NOW + CODE) is None
    code = journal.coupling.make_code(eva, NOW)
    assert journal.coupling.use_code(code, *BAS, NOW + CODE - MINUTE) == eva
    assert journal.coupling.use_code(code, "telegram", "8", NOW) is None


def test_only_the_newest_code_holds(journal: Journal, eva: str) -> None:
    first, second = (journal.coupling.make_code(eva, NOW) for _ in range(2))
    assert [journal.coupling.use_code(code, *BAS, NOW) for code in (first, second)] == [None, eva]


@pytest.mark.parametrize("code", ["", "x", "\x00", "é", "a" * 10_000, "2222-2222"])
def test_what_is_no_code_couples_nothing(journal: Journal, eva: str, code: str) -> None:
    journal.coupling.make_code(eva, NOW)
    assert journal.coupling.use_code(code, *BAS, NOW) is None
    assert journal.find_person(*BAS) is None


def test_a_code_that_is_typed_many_times_at_once_couples_one(journal: Journal, eva: str) -> None:
    code = journal.coupling.make_code(eva, NOW)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda number: journal.coupling.use_code(code, "telegram", f"{number}", NOW), range(8)))
    assert [each for each in done if each] == [eva]


def test_nobody_has_a_code_who_is_not_there(journal: Journal) -> None:
    with pytest.raises(NotThere):
        journal.coupling.make_code("0" * 32, NOW)


def test_what_both_wrote_before_is_one_journal_in_order(place: Place, journal: Journal, eva: str) -> None:
    bas = journal.person(*BAS).id
    say(journal, bas, "Dag", aside())
    say(journal, bas, "Van Bas", answer(state="done", intention=intention("Luisteren")))
    say(journal, eva, "Van Eva", answer(state="done"))
    say(journal, eva, "Nu", answer())
    couple(journal, eva)
    assert journal.find_person(*BAS) == journal.find_person("local", "eva@example.org")
    assert [each.first for each in journal.reflections(eva)] == ["Nu", "Van Eva", "Van Bas"]
    old = journal.reflections(eva)[-1]
    assert old.intention == intention("Luisteren")
    assert texts(journal.reflection(eva, old.id).entries) == ["Van Bas"]
    assert [entry["text"] for entry in journal.export(eva)["asides"]] == ["Dag", "Dag."]
    assert verify_journal(place.url, place.keys, place.master).entries == 8
    with pytest.raises(NotThere):
        journal.transcript(bas)


def test_the_talk_goes_on_afterwards(journal: Journal, eva: str) -> None:
    bas = journal.person(*BAS).id
    say(journal, bas, "Van Bas", answer())
    say(journal, eva, "Van Eva", answer())
    couple(journal, eva)
    assert texts(say(journal, eva, "En verder", answer()).entries) == ["Van Eva", "En verder"]
    assert {each.first: each.state for each in journal.reflections(eva)} == {"Van Eva": "open", "Van Bas": "paused"}


def test_what_was_open_stays_open_where_nothing_else_is(journal: Journal, eva: str) -> None:
    say(journal, journal.person(*BAS).id, "Van Bas", answer())
    couple(journal, eva)
    assert texts(thread(journal, eva).entries) == ["Van Bas"]


def test_an_old_button_leads_to_the_reflection_it_was_made_for(journal: Journal, eva: str) -> None:
    bas = journal.person(*BAS).id
    say(journal, bas, "Van Bas", answer())
    (old,) = journal.reflections(bas)
    say(journal, bas, "Rust", answer(state="paused", buttons=(Button("Verder", f"resume:{old.id}"),)))
    couple(journal, eva)
    (new,) = journal.reflections(eva)
    turn = journal.reflection(eva, new.id).entries[-1].turn
    assert turn is not None and [button.payload for button in turn.buttons] == [f"resume:{new.id}"]


def test_all_ways_to_somebody_go_along(journal: Journal, eva: str) -> None:
    bas = journal.person(*BAS).id
    assert couple(journal, bas, "teams", "b") == bas
    journal.addresses.keep(bas, "telegram", {"chat": 7}, NOW)
    journal.addresses.keep(bas, "teams", {"of": "bas"}, NOW)
    journal.addresses.keep(eva, "teams", {"of": "eva"}, NOW + MINUTE)
    assert couple(journal, eva) == eva
    assert journal.person("teams", "b").id == eva
    assert [each.at for each in journal.addresses.known(eva)] == [{"of": "eva"}, {"chat": 7}]


def test_tags_own_questions_and_wishes_go_along(journal: Journal, eva: str) -> None:
    bas = journal.person(*BAS).id
    say(journal, bas, "Van Bas", answer())
    journal.tags.add(bas, journal.reflections(bas)[0].id, "team")
    journal.prompts.add(bas, "Wat liet ik liggen?", NOW)
    journal.preferences.keep(bas, "reminds", "yes")
    couple(journal, eva)
    (reflection,) = journal.reflections(eva)
    assert journal.tags.of(eva)[reflection.id] == ("team",)
    assert [question.text for question in journal.prompts.questions(eva)] == ["Wat liet ik liggen?"]
    assert journal.preferences.of(eva) == {"reminds": "yes"}


def test_a_wish_of_who_made_the_code_stays(journal: Journal, eva: str) -> None:
    journal.preferences.keep(journal.person(*BAS).id, "reminds", "yes")
    journal.preferences.keep(eva, "reminds", "no")
    couple(journal, eva)
    assert journal.preferences.of(eva) == {"reminds": "no"}


def test_the_newer_address_of_a_channel_stays(journal: Journal, eva: str) -> None:
    bas = journal.person(*BAS).id
    journal.addresses.keep(eva, "telegram", {"of": "eva"}, NOW)
    journal.addresses.keep(bas, "telegram", {"of": "bas"}, NOW + MINUTE)
    couple(journal, eva)
    assert [each.at for each in journal.addresses.known(eva)] == [{"of": "bas"}]


def test_coupling_with_oneself_changes_nothing(journal: Journal, eva: str) -> None:
    say(journal, eva, "Van Eva", answer())
    before = journal.export(eva)
    assert couple(journal, eva, "local", "eva@example.org") == eva
    assert journal.export(eva) == before


def test_erasing_a_coupled_person_leaves_nothing_of_either(journal: Journal, eva: str) -> None:
    say(journal, journal.person(*BAS).id, "Van Bas", answer())
    say(journal, eva, "Van Eva", answer())
    couple(journal, eva)
    receipt = dict(journal.erase_person(eva).stores)
    assert (receipt["reflections"], receipt["identities"], receipt["keys"]) == (2, 2, 3)
    assert journal.find_person(*BAS) is None


def test_who_uncouples_is_a_stranger_there_and_keeps_everything_elsewhere(journal: Journal, eva: str) -> None:
    say(journal, eva, "Van Eva", answer())
    couple(journal, eva)
    journal.addresses.keep(eva, "telegram", {"chat": 7}, NOW)
    assert journal.coupling.uncouple(*BAS) is True
    assert journal.find_person(*BAS) is None
    assert (len(journal.reflections(eva)), journal.addresses.known(eva)) == (1, ())


def test_the_only_way_to_a_journal_stays(journal: Journal, eva: str) -> None:
    say(journal, eva, "Van Eva", answer())
    assert journal.coupling.uncouple("local", "eva@example.org") is False
    assert journal.coupling.uncouple("telegram", "nobody") is False
    assert len(journal.reflections(eva)) == 1


def test_every_table_of_a_person_goes_along_or_is_let_go() -> None:
    assert {table.name for table in (*MOVED, *LET_GO)} == {table.name for table in OF_A_PERSON}


@pytest.mark.parametrize("any_place", ["sqlite"], indirect=True)
def test_the_database_holds_no_code(place: Place, journal: Journal, eva: str) -> None:
    code = journal.coupling.make_code(eva, NOW)
    assert not any(each.encode() in place.bytes() for each in (code, code.replace("-", "")))
