"""What people write is found in no file, log, name, process or database byte, whatever went wrong on the way."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timezone
from pathlib import Path
from uuid import uuid4

import httpx2
import jwt
import pytest

from bot.model import Button, Heard, Intention, Message, Turn
from tests.security.canaries import found_in, search_files, search_process_list, search_processes, shapes_of
from tests.security.rough import ACTIONS, GATEWAY, RASA, Rough

pytestmark = pytest.mark.stack

CANARY = f"kanarie{uuid4().hex[:12]}"
"""A word that exists nowhere else; it begins each message, and each thing that should not be told."""


def talk(rough: Rough, person: str) -> None:
    rough.say(person, f"{CANARY} luistert nooit naar mij, ik ben er boos over")
    rough.say(person, "start:four_words", button=None)
    for number in range(4):
        rough.say(person, f"dinsdag zei {CANARY} in het overleg dat het niet kon {number}")
    rough.say(person, f"mijn reflecties over {CANARY}")
    rough.say(person, "stop")


def command_lookalikes(rough: Rough, person: str) -> None:
    for text in (
        f"/{CANARY}{{",
        f'/stop{{"language": "{CANARY}"}}',
        f"/EXTERNAL_{CANARY}",
        f"{CANARY}[bron]({CANARY})",
    ):
        rough.say(person, text)


def hard_to_read(rough: Rough, person: str) -> None:
    rough.say(person, f"{CANARY} " * 900)
    rough.say(person, f"\u202e{CANARY}\x00\x1b[31m{CANARY}\u202c")
    assert rough.send(person, f"{CANARY}\ud800").status == 422
    assert rough.send(person, f"{CANARY}" * 2_000).status == 413


def browse(rough: Rough, person: str) -> None:
    """Each address, with the word in path, query, header, cookie, form and body."""
    headers = dict.fromkeys(("User-Agent", "Referer", "Accept-Language", "Cookie", "X-Forwarded-For"), CANARY)
    with httpx2.Client(base_url=rough.address, trust_env=False, timeout=30) as browser:
        for path in ("/", "/journal", "/journal/export.json", "/talk", "/privacy", f"/{CANARY}", f"/journal/{CANARY}"):
            browser.get(path, params={"q": CANARY, "after": CANARY}, headers=headers)
        for path in (
            "/say",
            "/language",
            "/journal/erase",
            "/api/say",
            "/questions",
            "/exercises",
            f"/static/{CANARY}",
        ):
            fields = dict.fromkeys(("text", "form", "id", "button", "question"), CANARY)
            browser.post(path, data=fields, headers=headers)
            browser.post(path, content=f"{{{CANARY}".encode(), headers={"Content-Type": "application/json"})
        token = re.findall(r'name="form" value="([^"]+)"', browser.get("/questions").text)[0]
        browser.post("/questions", data={"form": token, "question": f"Wat zou {CANARY} zeggen?"})
        made = {
            "title": f"Mijn {CANARY}",
            "helps": CANARY,
            "minutes": "5",
            "question1": f"{CANARY}?",
            "question2": "En?",
        }
        browser.post("/exercises", data={"form": token, **made})
        browser.post("/exercises", data={"form": token, **made, "question2": CANARY * 99})
        assert CANARY in browser.get("/exercises").text
        browser.post("/patterns", data={"form": token, "show": "yes"})
        assert CANARY in browser.get("/questions").text
        browser.get("/patterns", params={"until": CANARY})
        browser.get("/", headers={"Host": f"{CANARY}.example.org"})
        browser.request("TRACE", f"/{CANARY}")


def knock_wrongly(rough: Rough, person: str) -> None:
    """Rasa's door and the action server's, with tokens, secrets and bodies that are not right."""
    environment = rough.environment_of(RASA)
    body = json.dumps({"text": CANARY, "button": CANARY, "language": CANARY}).encode()
    signed = hashlib.sha256(body).hexdigest()
    claims = {
        "aud": "rasa",
        "sub": CANARY,
        "jti": CANARY,
        "iat": time.time() - 1,
        "exp": time.time() + 30,
        "body": signed,
    }
    rasa, action = f"{environment['BLIJK_RASA_URL']}/webhooks/blijk/webhook", environment["BLIJK_ACTION_URL"]
    for secret in ("x" * 40, environment["BLIJK_GATE_SECRET"]):
        for changed in ({}, {"aud": CANARY}, {"exp": 1}, {"body": CANARY}):
            token = jwt.encode({**claims, **changed}, secret, "HS256")
            httpx2.post(rasa, content=body, headers={"Authorization": f"Bearer {token}"}, trust_env=False, timeout=30)
    latest = {"text": CANARY, "metadata": {"id": CANARY, "text": CANARY, "button": None, "language": None}}
    tracker = {"sender_id": CANARY, "slots": {CANARY: CANARY}, "latest_message": latest, "events": [], "paused": False}
    call = {"next_action": "action_coach", "sender_id": CANARY, "tracker": tracker, "version": "3.6.21"}
    for secret in (CANARY, environment["BLIJK_ACTION_SECRET"]):
        for content in (
            json.dumps(call).encode(),
            json.dumps({**call, "next_action": CANARY}).encode(),
            CANARY.encode(),
        ):
            httpx2.post(
                action,
                content=content,
                headers={"X-Blijk-Secret": secret, "X-Other": CANARY},
                trust_env=False,
                timeout=30,
            )


def fail_to_think(rough: Rough, person: str) -> None:
    """The last turn leads to an exercise that is gone; what goes wrong then names it."""
    owner = rough.journal.person("local", person).id
    gone = Turn(
        CANARY, "ask", CANARY, (CANARY,), buttons=(Button(CANARY, CANARY),), exercise="gone", step="gone",
        answers="gone", state="open", intention=Intention(CANARY), drops=(CANARY,),
    )  # fmt: skip
    with rough.journal.turn(owner) as page:
        page.write(Message(uuid4().hex, owner, CANARY), Heard(CANARY, "nl"), gone, datetime.now(timezone.utc))
    rough.say(person, f"{CANARY} waarop denken mislukt")


def fail_to_listen(rough: Rough, person: str) -> None:
    owner = rough.journal.person("local", person).id
    rough.journal.set_language(owner, "xx")
    rough.say(person, f"{CANARY} waarop luisteren mislukt")
    rough.journal.set_language(owner, "nl")


def fail_to_read(rough: Rough, person: str) -> None:
    """What was kept was changed by somebody else: no turn can be taken, and no page shown."""
    rough.say(person, f"{CANARY} wordt veranderd")
    owner = rough.journal.person("local", person).id
    with closing(sqlite3.connect(rough.database)) as other:
        other.execute("UPDATE entries SET heard = zeroblob(40), turn = zeroblob(40) WHERE person = ?", (owner,))
        other.commit()
    assert rough.send(person, f"{CANARY} komt niet aan").status == 503
    assert rough.stack.blijk("journal", "export", "--person", person).returncode == 1
    rough.journal.erase_person(owner)


def hang(rough: Rough, person: str) -> None:
    with rough.stopped(ACTIONS):
        assert rough.send(person, f"{CANARY} terwijl de actieserver hangt").status == 503


def lock(rough: Rough, person: str) -> None:
    with rough.locked():
        assert rough.send(person, f"{CANARY} terwijl een ander schrijft").status == 503


def fill(rough: Rough, person: str) -> None:
    with rough.full():
        assert rough.send(person, f"{CANARY} op een volle schijf").status == 503
    rough.say(person, f"{CANARY} en weer verder")


def die(rough: Rough, person: str) -> None:
    for part in (ACTIONS, GATEWAY):
        rough.say(person, f"{CANARY} voor {part} sterft")
        rough.kill(part)


def export_and_erase(rough: Rough, person: str) -> None:
    rough.say(person, f"{CANARY} gaat mee en gaat weg")
    archive = rough.stack.folder / "archive.db"
    assert rough.stack.blijk("backup", "--to", str(archive)).returncode == 0
    assert CANARY in rough.stack.blijk("journal", "export", "--person", person).stdout
    assert rough.stack.blijk("journal", "erase", "--person", person, typed=f"{person}\n").returncode == 0


WAYS: list[Callable[[Rough, str], None]] = [
    talk, command_lookalikes, hard_to_read, browse, knock_wrongly, fail_to_think, fail_to_listen, fail_to_read, hang,
    lock, fill, die, export_and_erase,
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_word_is_left_anywhere_but_sealed(rough: Rough, way: Callable[[Rough, str], None]) -> None:
    rough.say("me", f"{CANARY} op de pagina zelf")
    way(rough, f"{CANARY}-{way.__name__}")
    assert list(search_files([rough.stack.folder], CANARY)) == []
    assert search_processes(CANARY) == []
    assert not search_process_list(CANARY)


def test_the_search_finds_what_there_is_to_find(rough: Rough, tmp_path: Path) -> None:
    assert rough.say("me", f"{CANARY} staat in het journaal")["saved"] is True
    assert any(CANARY in text for text in rough.kept("me"))
    for number, shape in enumerate(shapes_of(CANARY).values()):
        (tmp_path / f"{number}").write_bytes(b"\x00abc" + shape + b"def")
    (tmp_path / CANARY).touch()
    assert len({place.split(":")[0] for place in search_files([tmp_path], CANARY)}) == number + 2


def test_the_logs_tell_where_things_happened_at_the_highest_level(rough: Rough) -> None:
    told = "".join(file.read_text() for file in (rough.stack.home / "log").glob("*.log"))
    assert "DEBUG rasa" in told


def test_a_process_that_crashes_leaves_no_memory_behind(rough: Rough) -> None:
    for part in (ACTIONS, GATEWAY, RASA):
        limits = Path(f"/proc/{rough.stack.children[part]}/limits").read_text()
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)


@pytest.mark.parametrize("path", ["/", "/nothing", "/journal/nothing", "/api/say", "/health/ready", "/talk?after=x"])
def test_no_page_of_another_person_or_for_nobody_shows_a_word(rough: Rough, path: str) -> None:
    rough.say("somebody-else", f"ander{CANARY} vertrouwt mij iets toe")
    answer = httpx2.get(f"{rough.address}{path}", trust_env=False, timeout=30)
    assert found_in(answer.content + str(answer.headers).encode(), f"ander{CANARY}") == []
