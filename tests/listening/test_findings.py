"""Evidence, passages, echoes, feelings, safety, causes and discrepancies, on messages as people type them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.listening.comparing import compare
from bot.listening.listener import Listener
from bot.listening.trying import report, report_all


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ze wil gewoon niet veranderen.", "Ze wil gewoon niet veranderen"),
        ("Maandag in het overleg. Hij vindt mijn voorstel gewoon onzin.", "Hij vindt mijn voorstel gewoon onzin"),
        ("we hadden overleg, het bestuur geeft niks om de kinderen", "het bestuur geeft niks om de kinderen"),
        ("he doesn't care about the staff at all", "he doesn't care about the staff at all"),
        ("ik sprak een collega die altijd dwarsligt bij ons", "een collega die altijd dwarsligt bij ons"),
    ],
)
def test_a_bare_judgement_is_asked_for_evidence_by_its_exact_clause(listener: Listener, text: str, quote: str) -> None:
    evidence = listener.listen(text).evidence
    assert (evidence.ask, evidence.quote) == (True, quote)


@pytest.mark.parametrize(
    "text",
    [
        "Nou, ze zei dat de begroting op is en ze zat de hele tijd op haar telefoon",
        "Hij luistert niet, hij praat dwars door me heen.", "Ik was pisnig.", "Weet ik niet.", "half 4", "ja graag",
        "Ik ga haar morgen bellen.", "Ik wil dat iedereen zich veilig voelt.", "I felt small and angry",
        "He asks about attendance, and he did watch two lessons in May.",
    ],
)  # fmt: skip
def test_what_is_supported_or_no_judgement_is_left_in_peace(listener: Listener, text: str) -> None:
    assert not listener.listen(text).evidence.ask


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("Morgen het oudergesprek. Ik zie er als een berg tegenop.", "Ik zie er als een berg tegenop"),
        ("Dat hij het regelt en dat niemand hem bedankt, denk ik.", "dat niemand hem bedankt, denk ik"),
        ("Ik was pisnig. En ook teleurgesteld want ik wil juist dat we elkaar helpen",
         "ik wil juist dat we elkaar helpen"),
        ("Hij trekt zich nergens iets van aan en loopt weg.", "Hij trekt zich nergens iets van aan"),
        ("She never gives in, and that is what I rely on.", "She never gives in"),
    ],
)  # fmt: skip
def test_the_strongest_stretch_is_given_back_with_its_hedge(listener: Listener, text: str, best: str) -> None:
    assert listener.listen(text).passages[0].text == best


@pytest.mark.parametrize(
    "text", ["ja graag", "Stroef.", "ok", "dank je wel", "ik ben een waardeloze leider", "wat een klootzak is het",
             "stop", "wat een rotvraag", "I hate myself", "no thanks"],
)  # fmt: skip
def test_consents_single_words_and_contempt_are_never_given_back(listener: Listener, text: str) -> None:
    heard = listener.listen(text)
    assert not heard.passages
    assert not any(word in echo for echo in heard.echoes for word in ("waardeloze", "klootzak", "hate"))


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("Ik werd pisnig. En later teleurgesteld", "pisnig, en teleurgesteld"),
        ("anger. and I felt small", "anger, and small"),
        ("yeah. small mostly", "small mostly"),
        ("teleurgesteld vooral", "teleurgesteld vooral"),
        ("boos, en ook klein", "boos, en ook klein"),
        ("Ik zie er als een berg tegenop.", "als een berg tegenop"),
        ("Hij heeft drie zieken in zijn team en een baby thuis", "drie zieken, en een baby"),
        ("Hij vraagt naar resultaten, en deed twee klassenbezoeken", "resultaten, en twee klassenbezoeken"),
    ],
)
def test_half_a_sentence_in_their_own_words_comes_first(listener: Listener, text: str, echo: str) -> None:
    assert listener.listen(text).echoes[0] == echo


@pytest.mark.parametrize(
    "text",
    [
        "Ik vroeg het hem en mijn collega zag dat wij boos waren",
        "I asked him and my colleague saw we were angry",
        "Het greep me aan. En ik schaam me.",
        "It gets under my skin",
    ],
)
def test_an_echo_never_names_me_or_you(listener: Listener, text: str) -> None:
    mine = {"ik", "mijn", "wij", "mij", "i", "my", "we", "me"}
    assert not any(mine & set(echo.lower().split()) for echo in listener.listen(text).echoes)


@pytest.mark.parametrize(
    "text",
    ["een lafaard, eerlijk gezegd", "a coward, honestly", "hij zei bij de deur: dat ging prima", "she said: so be it"],
)
def test_a_verdict_or_what_somebody_else_said_is_no_echo(listener: Listener, text: str) -> None:
    said = ("lafaard", "coward", "prima", "so be it")
    assert not any(word in echo.lower() for echo in listener.listen(text).echoes for word in said)


@pytest.mark.parametrize(
    ("text", "shades"),
    [
        ("Ik werd pisnig. En later teleurgesteld", ["angry", "disappointed"]),
        ("ik ben niet boos, eerder verdrietig", ["sad"]),
        ("ze was boos op haar moeder", []),
        ("een knoop in m'n maag", ["tense"]),
        ("I felt small", ["hurt"]),
        ("He said at the door: that went well, didn't it", []),
        ("doing well now", ["glad"]),
        ("hij irriteert me", ["angry"]),
        ("wat me kwetst is zijn toon", ["hurt"]),
        ("it annoys me", ["angry"]),
        ("dat ik het moet laten passeren", []),
        ("ik tref hem morgen", []),
        ("ik voel me gepasseerd", ["hurt"]),
        ("I ignore him", []),
        ("an exercise please", []),
        ("I felt ignored and tired", ["hurt", "tired"]),
        ("boos, en ook klein", ["angry", "hurt"]),
        ("sad and also small", ["sad", "hurt"]),
        ("het was druk in de hal en ook klein spul lag overal", []),
    ],
)
def test_own_feelings_are_heard_with_their_shade(listener: Listener, text: str, shades: list[str]) -> None:
    assert [feeling.shade for feeling in listener.listen(text).feelings] == shades


@pytest.mark.parametrize(
    ("text", "kind", "plainly"),
    [
        ("ik wil niet meer leven", "suicide", True), ("she said she wants to die", "suicide", True),
        ("ze vroeg wat er met haar konijn gebeurt als zij er niet meer is", "suicide", False),
        ("hij durft niet naar huis", "child_safety", True), ("ze heeft weer blauwe plekken", "child_safety", False),
        ("hij legde zijn hand op mijn been", "sexual_misconduct", True), ("hij dreigt met geweld", "violence", True),
        ("ik denk er wel eens over om tegen een boom te rijden", "suicide", False),
        ("a father threatens to burn the school down", "violence", True),
        ("ik werk me dood", None, False), ("dat gesprek wordt mijn dood", None, False), ("ze stapt eruit", None, False),
        ("ik kan hem wel wurgen", None, False), ("we schieten dat plan af", None, False),
        ("I could strangle him", None, False),
        ("Ik zit in de gang te janken van woede. Voor alle ouders afgebrand.", None, False), ("half 4", None, False),
    ],
)  # fmt: skip
def test_danger_is_heard_and_its_look_alikes_are_not(
    listener: Listener, text: str, kind: str | None, plainly: bool
) -> None:
    heard = listener.listen(text)
    assert (heard.safety, heard.safety_sure) == (kind, plainly)
    assert (heard.safety_cause is None) == (kind is None)


@pytest.mark.parametrize(
    ("text", "share"),
    [("dat lag ook aan mij", "self"), ("het komt door haar", "others"), ("dat kwam door de fusie", "circumstances"),
     ("ze kwam te laat", None), ("it was my own fault", "self")],
)  # fmt: skip
def test_it_is_heard_where_the_cause_is_put(listener: Listener, text: str, share: str | None) -> None:
    assert listener.listen(text).own_share == share


def test_success_and_how_it_felt_stand_against_each_other(listener: Listener) -> None:
    found = listener.listen("Het was een geslaagde dag. En ik voelde me leeg toen ik naar huis fietste.").discrepancy
    assert found is not None
    assert (found.kind, found.a) == ("within", "Het was een geslaagde dag.")


def test_what_was_intended_and_what_happened_are_found_across_messages(listener: Listener) -> None:
    earlier = listener.listen("ik neem me voor om vooral te luisteren")
    now = listener.listen("toen heb ik toch een half uur zelf gepraat")
    found = compare([earlier], now)
    assert found is not None
    assert (found.kind, found.a, found.b) == ("within", earlier.text, now.text)


@pytest.mark.parametrize(
    "text",
    ["Ik wilde koffie maar de automaat was stuk.", "Hij is streng, maar de leerlingen lopen met hem weg.",
     "Wel druk, toch fijn."],
)  # fmt: skip
def test_a_contrast_word_alone_is_no_discrepancy(listener: Listener, text: str) -> None:
    assert listener.listen(text).discrepancy is None


def test_comparing_needs_neither_spacy_nor_scikit_learn() -> None:
    code = "import sys, bot.listening.comparing; sys.exit(any(each in sys.modules for each in ('spacy', 'sklearn')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_best_fitting_exercise_comes_first(listener: Listener) -> None:
    opener = listener.listen("Ik heb vrijdag een lastig gesprek met een collega, ik zie ertegenop").opener
    assert opener[0] == "four_words"


def test_a_report_holds_what_the_command_line_promises(listener: Listener) -> None:
    told = report(listener.listen("Hij luistert nooit. vrijdag half 4"))
    assert {
        "language",
        "sentences",
        "command",
        "evidence",
        "discrepancy",
        "feelings",
        "people",
        "moment",
        "safety",
        "opener",
    } <= set(told)
    assert set(told["sentences"][0]) == {"text", "stance", "score", "signals"}
    assert {"label", "score", "ask_back"} <= set(told["command"])


def test_a_report_of_several_messages_compares_them(listener: Listener) -> None:
    messages = ["Het was een geslaagde dag.", "Ik voelde me leeg."]
    told = report_all([listener.listen(message) for message in messages])
    assert told["discrepancy"]["found"]
    assert (told["discrepancy"]["a"], told["discrepancy"]["b"]) == (messages[0], messages[1])
