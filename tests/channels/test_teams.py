"""Teams' adapter against a stand-in of Microsoft, and against whoever pretends to be Microsoft."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import jwt
import pytest
from starlette.testclient import TestClient

from bot.channels.desk import Desk
from bot.channels.settings import TeamsSettings
from bot.channels.teams import Teams
from bot.journal.journal import Journal
from bot.model import Button, Knowledge, Message, Thread, Turn
from bot.settings import read_settings
from bot.web.app import make_app
from bot.web.gateway import Gateway, Who
from bot.web.pages import now
from bot.web.rasa import Rasa
from bot.web.words import Words
from tests.web.hand_made import SECRET as GATE
from tests.web.hand_made import HandMadeRasa

from .microsoft import APP, FOREIGN, ISSUER, METADATA, SECRET, SERVICE, TENANT, TOKEN, Microsoft, activity, sign

SETTINGS = TeamsSettings(APP, SECRET, TENANT, METADATA, TOKEN, (ISSUER,), ("smba.trafficmanager.net",), False)
ORIGIN = "https://blijk.example"


def offering(message: Message, thread: Thread) -> Turn:
    buttons = (Button("Graag", "yes"), Button("Liever niet", "no"))
    return Turn("*Zal* ik <nu> & hier?\nOf niet?", "ask", "offer", buttons=buttons, state="open", answers="beleven")


@dataclass
class Tenant:
    """A gateway that Teams knows, Microsoft, and somebody in a personal chat."""

    browser: TestClient
    gateway: Gateway
    rasa: HandMadeRasa
    microsoft: Microsoft = field(default_factory=Microsoft)
    slept: list[float] = field(default_factory=list)
    eva: str = field(default_factory=lambda: str(uuid.uuid4()))

    def send(self, whole: Any = None, token: str | None = "", **changed: Any) -> int:
        """Bring an activity, of a new id and from Eva unless told otherwise, and return the status."""
        whole = activity(id=uuid.uuid4().hex, **changed) if whole is None else whole
        if isinstance(whole, dict) and "from" in whole and "from" not in changed:
            whole = {**whole, "from": {**whole["from"], "aadObjectId": self.eva}}
        headers = {} if token is None else {"Authorization": f"Bearer {token or sign()}"}
        answer = self.browser.post("/channels/teams", content=json.dumps(whole), headers=headers)
        return int(answer.status_code)

    @property
    def texts(self) -> list[str]:
        return [unescape(each["text"]) for each in self.microsoft.said()]

    @property
    def who(self) -> Who:
        return Who("teams", self.eva, TENANT)

    def kept(self) -> list[str]:
        person = self.gateway.find(self.who)
        entries = self.gateway.journal.transcript(person.id) if person else ()
        return [entry.text for entry in entries if entry.role != "turn"]


def make_tenant(
    journal: Journal, words: Mapping[str, Words], settings: TeamsSettings, coach: Any, **more: Any
) -> Tenant:
    environ = {"BLIJK_HOME": str(Path("nowhere")), "BLIJK_KEYS": "nowhere"}
    served = replace(read_settings(environ), **more)
    rasa = HandMadeRasa(journal, coach) if coach else HandMadeRasa(journal)
    transport = httpx2.ASGITransport(app=rasa.app, raise_app_exceptions=False)
    app = make_app(served, journal, Knowledge({}, {}, {}, ()), Rasa("http://rasa", GATE, 5.0, transport))
    address = ORIGIN if served.origin else "http://127.0.0.1:8080"
    client = ("127.0.0.1", 50000) if not served.origin else ("192.0.2.7", 50000)
    tenant = Tenant(TestClient(app, address, client=client), app.state.gateway, rasa)

    async def sleep(seconds: float) -> None:
        tenant.slept.append(seconds)

    desk = Desk(app.state.gateway, words)
    app.state.channels.lines = (Teams(settings, desk, httpx2.ASGITransport(app=tenant.microsoft.app), sleep),)
    return tenant


SERVED: dict[str, Any] = {"origin": ORIGIN, "embedded": False, "sign_in": ("link",)}


@pytest.fixture
def tenant(journal: Journal, words: Mapping[str, Words]) -> Iterator[Tenant]:
    yield make_tenant(journal, words, SETTINGS, None, **SERVED)


def test_a_line_gets_the_notice_and_the_turn_with_proof_that_it_is_us(
    tenant: Tenant, words: Mapping[str, Words]
) -> None:
    assert tenant.send() == 200
    assert tenant.texts[0].startswith(words["nl"]["notice"]["teams"])
    assert "mijn pagina" in tenant.texts[0]
    assert tenant.texts[1:] == ["Neem de tijd."]
    assert tenant.kept() == ["Ze luistert nooit."]
    first = tenant.microsoft.taken[0]
    assert first["type"] == "typing"
    assert (first["to"], first["recipient"]["id"], first["from"]["id"]) == ("a:1;x/y", "29:eva", f"28:{APP}")
    assert set(tenant.microsoft.proofs) == {"Bearer token-1"}


def test_nothing_is_asked_of_microsoft_before_somebody_writes_and_then_once(tenant: Tenant) -> None:
    assert tenant.microsoft.asked == []
    for _ in range(3):
        assert tenant.send() == 200
    assert (tenant.microsoft.asked, tenant.microsoft.tokens) == (["metadata", "keys"], 1)


def test_a_button_says_its_title_and_brings_its_payload(journal: Journal, words: Mapping[str, Words]) -> None:
    tenant = make_tenant(journal, words, SETTINGS, offering, **SERVED)
    tenant.send()
    message = tenant.microsoft.said()[-1]
    assert (message["text"], message["textFormat"]) == ("*Zal* ik &lt;nu&gt; &amp; hier?<br/>Of niet?", "xml")
    (card,) = message["attachments"]
    action = card["content"]["actions"][1]
    said = action["data"]["msteams"]
    assert (action["title"], said["type"], said["displayText"]) == ("Liever niet", "messageBack", "Liever niet")
    assert tenant.send(text=said["text"], value=said["value"]) == 200
    assert [(message.text, message.button) for message in tenant.rasa.got][1:] == [("Liever niet", "no")]


ELSEWHERE = "https://smba.example/emea/"
NOW = 1_000_000_000


@pytest.mark.parametrize(
    "token",
    [
        None,
        "x",
        "",
        sign(FOREIGN),
        sign(kid="unknown"),
        sign(iss="https://api.botframework.example"),
        sign(iss=f"https://sts.windows.net/{TENANT}/"),
        sign(iss=None),
        sign(aud="another-app"),
        sign(aud=None),
        sign(exp=NOW),
        sign(exp=None),
        sign(nbf=4_000_000_000),
        sign(serviceurl=ELSEWHERE),
        sign(serviceurl=None),
        sign(algorithm="PS256"),
        sign(algorithm="RS512"),
        sign("a-secret-that-is-long-enough-to-sign-with", algorithm="HS256"),
        jwt.encode({"iss": ISSUER, "aud": APP, "serviceurl": SERVICE, "exp": 4_000_000_000}, "", algorithm="none",
                   headers={"kid": "ours"}),
    ],
    ids=["none", "garbage", "empty", "forged", "unknown_key", "wrong_issuer", "tenant_issuer", "no_issuer",
         "wrong_audience", "no_audience", "expired", "no_expiry", "not_yet", "wrong_service", "no_service", "ps256",
         "rs512", "hs256", "unsigned"],
)  # fmt: skip
def test_who_does_not_prove_to_be_microsoft_is_refused_and_nothing_is_kept(tenant: Tenant, token: str | None) -> None:
    status = tenant.send(token=token) if token != "" else tenant.send(token=" ")
    assert status == 403
    assert tenant.gateway.find(tenant.who) is None and tenant.microsoft.taken == []


@pytest.mark.parametrize(
    "changed",
    [
        {"serviceUrl": ELSEWHERE},
        {"serviceUrl": SERVICE.replace("https", "http")},
        {"serviceUrl": None},
        {"serviceUrl": ["x"]},
        {"channelData": {"tenant": {"id": "another"}}},
        {"conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "another"}},
        {"channelData": {}, "conversation": {"id": "a:1", "conversationType": "personal"}},
        {"channelId": "webchat"},
    ],
)
def test_what_microsoft_signed_for_another_service_tenant_or_channel_is_refused(
    tenant: Tenant, changed: dict[str, Any]
) -> None:
    signed = sign(serviceurl=changed.get("serviceUrl", SERVICE))
    assert tenant.send(token=signed, **changed) == 403
    assert tenant.gateway.find(tenant.who) is None and tenant.microsoft.taken == []


@pytest.mark.parametrize(
    "changed",
    [{"from": {"id": "29:eva"}}, {"from": None}, {"recipient": {}}, {"id": None, "conversation": None}],
)
def test_half_an_activity_is_refused(tenant: Tenant, changed: dict[str, Any]) -> None:
    whole = {**activity(), **changed}
    headers = {"Authorization": f"Bearer {sign()}"}
    answer = tenant.browser.post("/channels/teams", content=json.dumps(whole), headers=headers)
    assert answer.status_code in (400, 403)
    assert tenant.rasa.got == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"\xff", b"[" * 100_000])
def test_what_is_no_activity_is_refused(tenant: Tenant, body: bytes) -> None:
    headers = {"Authorization": f"Bearer {sign()}"}
    assert tenant.browser.post("/channels/teams", content=body, headers=headers).status_code in (400, 403)


@pytest.mark.parametrize("kind", ["groupChat", "channel", None])
def test_in_a_group_it_says_once_that_it_talks_in_private_and_keeps_nothing(
    tenant: Tenant, words: Mapping[str, Words], kind: str | None
) -> None:
    conversation = {"id": uuid.uuid4().hex, "conversationType": kind, "tenantId": TENANT}
    for _ in range(3):
        assert tenant.send(conversation=conversation) == 200
    assert tenant.texts == [words["nl"]["private_only"]]
    assert tenant.gateway.find(tenant.who) is None and tenant.rasa.got == []


@pytest.mark.parametrize("type", ["conversationUpdate", "typing", "invoke", "installationUpdate", "messageReaction"])
def test_what_nobody_wrote_is_taken_and_not_answered(tenant: Tenant, type: str) -> None:
    assert tenant.send(type=type) == 200
    assert tenant.microsoft.taken == []


def test_an_activity_that_is_brought_again_is_not_answered_again(tenant: Tenant) -> None:
    whole = activity("Een keer", id=uuid.uuid4().hex)
    assert [tenant.send(whole) for _ in range(3)] == [200, 200, 200]
    assert tenant.texts[1:] == ["Neem de tijd."]
    assert tenant.kept() == ["Een keer"]


def test_when_microsoft_asks_for_patience_it_gets_it(tenant: Tenant) -> None:
    tenant.send()
    tenant.microsoft.refuses = [(200, {}), (429, {"Retry-After": "7"}), (429, {}), (503, {})]
    assert tenant.send() == 200
    assert tenant.slept == [7.0, 2.0, 4.0]
    assert tenant.texts[-1] == "Neem de tijd."


def test_what_could_not_be_answered_may_be_brought_again(tenant: Tenant) -> None:
    whole = activity("Een keer", id=uuid.uuid4().hex)
    tenant.microsoft.refuses = [(500, {})] * 2
    assert tenant.send(whole) == 502
    assert tenant.send(whole) == 200
    assert tenant.kept() == ["Een keer"]
    assert tenant.texts[1:] == ["Neem de tijd."]


def test_a_token_that_is_refused_is_renewed(tenant: Tenant) -> None:
    tenant.microsoft.refuses = [(200, {}), (401, {})]
    assert tenant.send() == 200
    assert tenant.microsoft.proofs[-1] == "Bearer token-2"


def test_without_microsofts_keys_or_token_nothing_is_believed_or_lost(
    journal: Journal, words: Mapping[str, Words]
) -> None:
    tenant = make_tenant(journal, words, replace(SETTINGS, metadata="https://login.example/nowhere"), None, **SERVED)
    assert tenant.send() == 503
    tenant = make_tenant(journal, words, replace(SETTINGS, secret="wrong"), None, **SERVED)
    assert tenant.send() == 502
    assert tenant.kept() == ["Ze luistert nooit."]


def test_a_key_that_is_not_for_teams_is_refused(tenant: Tenant) -> None:
    tenant.microsoft.endorsements = ["webchat"]
    assert tenant.send() == 403


def test_a_notice_goes_to_the_conversation_that_was_kept(tenant: Tenant) -> None:
    tenant.send()
    person = tenant.gateway.meet(tenant.who)
    channels = tenant.browser.app.state.channels  # type: ignore[attr-defined]
    assert asyncio.run(channels.notify(person)) is True
    message = tenant.microsoft.said()[-1]
    assert (message["to"], message["text"]) == ("a:1;x/y", "Er staat een vraag voor je klaar.")
    (button,) = message["attachments"][0]["content"]["actions"]
    assert tenant.send(text="", value=button["data"]) == 200
    assert tenant.texts[-1] == "Neem de tijd."
    assert tenant.kept() == ["Ze luistert nooit."]


def test_nothing_is_sent_to_an_address_that_is_not_allowed_any_more(
    journal: Journal, words: Mapping[str, Words]
) -> None:
    tenant = make_tenant(journal, words, replace(SETTINGS, services=("elsewhere.example",)), None, **SERVED)
    person = tenant.gateway.meet(tenant.who)
    address = {"service": SERVICE, "conversation": "a:1", "bot": "28:b", "user": "29:e"}
    tenant.gateway.journal.addresses.keep(person.id, "teams", address, now())
    channels = tenant.browser.app.state.channels  # type: ignore[attr-defined]
    assert asyncio.run(channels.notify(person)) is True
    assert tenant.microsoft.taken == []


UNSIGNED = replace(SETTINGS, unsigned=True)
HERE = "http://localhost:56150/_connector"


def test_a_test_client_on_this_machine_is_believed_where_that_was_set(
    journal: Journal, words: Mapping[str, Words]
) -> None:
    tenant = make_tenant(journal, words, UNSIGNED, None)
    assert tenant.send(token=None, serviceUrl=HERE) == 502  # nothing of Microsoft's listens there
    assert tenant.kept() == ["Ze luistert nooit."]


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://127.0.0.1:9"}]
)
def test_a_page_in_a_browser_is_no_test_client(
    journal: Journal, words: Mapping[str, Words], headers: dict[str, str]
) -> None:
    tenant = make_tenant(journal, words, UNSIGNED, None)
    body = json.dumps(activity(serviceUrl=HERE))
    assert tenant.browser.post("/channels/teams", content=body, headers=headers).status_code == 403


def test_a_test_client_cannot_have_answers_sent_elsewhere(journal: Journal, words: Mapping[str, Words]) -> None:
    assert make_tenant(journal, words, UNSIGNED, None).send(token=None, serviceUrl=SERVICE) == 403


def test_without_teams_there_is_no_such_door(tenant: Tenant) -> None:
    tenant.browser.app.state.channels.lines = ()  # type: ignore[attr-defined]
    assert tenant.send() == 404
