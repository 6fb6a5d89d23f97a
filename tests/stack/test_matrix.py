"""Matrix against a real Synapse: the same talk, one answer to each message whatever is restarted, no groups."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.journal.journal import Journal
from bot.journal.opening import master_key, open_journal
from bot.settings import ROOT
from tests.playing import missing, play, read_talks
from tests.stack.messengers import Chat, wait_for
from tests.stack.synapse import NAME, Member, Parts, Synapse, environment, synapse

pytestmark = pytest.mark.stack

TALK = read_talks()["four_words.nl"]
BLIJK = f"@blijk:{NAME}"
PASSWORD = "known-to-blijk"


@pytest.fixture(scope="module")
def gateway_python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    try:
        return environment(tmp_path_factory.mktemp("gateway"), "-r", str(ROOT / "requirements-gateway.lock"))
    except FileNotFoundError as error:
        pytest.skip(f"{error} cannot be had here")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    try:
        python = environment(tmp_path_factory.mktemp("venv"), "matrix-synapse")
    except FileNotFoundError as error:
        pytest.skip(f"{error} cannot be had here: Synapse comes from the package registry")
    with synapse(tmp_path_factory.mktemp("synapse"), python) as found:
        found.register("blijk", PASSWORD)
        yield found


@pytest.fixture(scope="module")
def parts(server: Synapse, gateway_python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    more = {"BLIJK_MATRIX_SERVER": server.address, "BLIJK_MATRIX_USER": BLIJK, "BLIJK_MATRIX_PASSWORD": PASSWORD}
    parts = Parts(tmp_path_factory.mktemp("parts"), gateway_python, more)
    try:
        parts.prepare()
        for part in ("actions", "rasa", "gateway"):
            parts.start(part)
        parts.wait_until_ready()
        yield parts
    finally:
        parts.stop_all()


@pytest.fixture(scope="module")
def journal(parts: Parts) -> Iterator[Journal]:
    keys = parts.environment["BLIJK_KEYS"]
    master = master_key(Path(parts.environment["BLIJK_MASTER_KEY_FILE"]), keys)
    journal = open_journal(f"sqlite:///{parts.folder / 'home' / 'journal.db'}", keys, master)
    yield journal
    journal.close()


def chat_of(journal: Journal, member: Member) -> Chat:
    return Chat(journal, "matrix", member.user, member.write, member.texts)


def test_the_talk_reaches_its_card(server: Synapse, parts: Parts, journal: Journal) -> None:
    eva = Member(server, "eva", BLIJK)
    eva.invite()
    chat = chat_of(journal, eva)
    said = play(TALK, chat.say)
    whole = "\n".join(f"P: {line}\nB: {reply['text']}  [{reply['move']}]" for line, reply in said)
    assert missing(TALK, said) == [], whole
    assert chat.kept() == [line for line, _ in said]
    assert eva.texts()[0].startswith("Wat je hier typt, gaat via de Matrix-server van je school.")
    assert any("<b>Beleven:</b>" in each["content"].get("formatted_body", "") for each in eva.events("m.room.message"))


def test_a_number_chooses_what_is_offered(server: Synapse, parts: Parts, journal: Journal) -> None:
    bas = Member(server, "bas", BLIJK)
    bas.invite()
    chat = chat_of(journal, bas)
    chat.say("Maandag heb ik een gesprek met de conciërge, hij schiet altijd uit zijn slof.")
    assert "\n1. Eerst mijn verhaal\n2. " in bas.texts()[-1]
    chat.say("1")
    assert chat.kept()[-1] == "Eerst mijn verhaal"


def test_after_a_restart_nothing_is_answered_twice_and_nothing_is_passed_over(
    server: Synapse, parts: Parts, journal: Journal
) -> None:
    cas = Member(server, "cas", BLIJK)
    cas.invite()
    chat = chat_of(journal, cas)
    chat.say("Maandag heb ik een gesprek met de conciërge, hij schiet altijd uit zijn slof.")
    before = cas.texts()
    parts.stop("gateway", kill=True)
    cas.write("Terwijl Blijk er even niet was.")
    parts.start("gateway")
    parts.wait_until_ready()
    wait_for(lambda: len(cas.texts()) > len(before), "an answer after the restart")
    chat.turns = chat.count()
    chat.say("En weer verder.")
    assert cas.texts()[: len(before)] == before and len(cas.texts()) == len(before) + 2
    assert chat.kept()[1:] == ["Terwijl Blijk er even niet was.", "En weer verder."]


def test_in_a_room_of_three_it_says_once_that_it_talks_in_private(
    server: Synapse, parts: Parts, journal: Journal
) -> None:
    dina, other = Member(server, "dina", BLIJK), Member(server, "other", BLIJK)
    other.join(dina.invite(other.user))
    wait_for(lambda: len(dina.members()) == 3, "three in the room")
    dina.write("Iedereen leest mee.")
    wait_for(dina.texts, "a sentence in the room")
    dina.write("Nog eens.")
    other.write("En ik.")
    own = Member(server, "after", BLIJK)
    own.invite()
    chat_of(journal, own).say("Dag")
    assert ["onder vier ogen" in text for text in dina.texts()] == [True]
    assert journal.find_person("matrix", dina.user) is None


def test_an_encrypted_room_is_read_and_answered(
    server: Synapse, parts: Parts, journal: Journal, gateway_python: Path, tmp_path: Path
) -> None:
    server.register("fay")
    command = [
        gateway_python,
        ROOT / "tests" / "stack" / "encrypted.py",
        server.address,
        f"@fay:{NAME}",
        BLIJK,
        tmp_path,
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-2000:] + parts.log()
    heard = json.loads(done.stdout)
    assert heard["encrypted"] is True
    assert any("Dit is Blijk" in text for text in heard["texts"])
    assert chat_of(journal, _known(journal, f"@fay:{NAME}")).kept()[0].startswith("Maandag")


class _known:
    """Somebody in the journal, without a hand on their room."""

    def __init__(self, journal: Journal, user: str) -> None:
        self.user = user

    def write(self, line: str) -> None:
        raise NotImplementedError

    def texts(self) -> list[str]:
        return []
