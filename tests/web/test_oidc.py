"""Signing in at a real OpenID provider, and every way in which it must not let anybody in."""

from __future__ import annotations

import base64
import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Any

import httpx2
import jwt
import pytest
from starlette.testclient import TestClient

from bot.web.oidc import TENANT, Provider

from .conftest import ORIGIN, Door
from .provider import Meddling, asked, claim, consent, program, provider

MINE, FOREIGN = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    installed = program()
    if installed is None:
        pytest.skip("the OpenID provider is not installed; `make gateway-test` installs it and runs this too")
    with provider(installed) as address:
        yield address


@pytest.fixture
def school(open_door: Callable[..., Door], issuer: str) -> Callable[..., Door]:
    """Open a served gateway at which one signs in at that provider."""

    def school(transport: httpx2.AsyncBaseTransport | None = None, **changed: object) -> Door:
        account = {"oidc_issuer": issuer, "oidc_client": "blijk", "oidc_secret": "secret"}
        given = {"origin": ORIGIN, "embedded": False, "sign_in": ("oidc",), "address": ORIGIN, **account, **changed}
        door = open_door(**given)
        if transport:
            door.browser.app.state.gateway = replace(  # type: ignore[attr-defined]
                door.gateway, provider=Provider(door.settings, transport)
            )
        return door

    return school


def leave(browser: TestClient) -> str:
    """Press the button and return where the browser is sent to."""
    answer = browser.get("/sign-in/oidc", follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"])


def sign_in(door: Door, subject: str = "eva", browser: TestClient | None = None) -> httpx2.Response:
    browser = browser or door.browser
    return browser.get(consent(leave(browser), subject), follow_redirects=False)


def is_in(browser: TestClient) -> bool:
    return browser.get("/talk").status_code == 200


def test_who_signs_in_at_the_provider_is_let_in_and_talks(school: Callable[..., Door]) -> None:
    door = school()
    answer = sign_in(door)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert door.say("Ik zie ertegenop.").status_code == 200
    assert "Ik zie ertegenop." in door.browser.get("/").text


def test_the_account_is_the_issuer_and_the_subject_and_never_an_address(
    school: Callable[..., Door], issuer: str
) -> None:
    door = school()
    claim(issuer, "the-one", email="same@school.example", email_verified=True)
    claim(issuer, "the-other", email="same@school.example", email_verified=True)
    for subject in ("the-one", "the-other"):
        sign_in(door, subject)
    one, other = (door.journal.find_person("oidc", each, tenant=issuer) for each in ("the-one", "the-other"))
    assert one is not None and other is not None and one.id != other.id
    assert door.journal.find_person("oidc", "same@school.example", tenant=issuer) is None
    assert door.journal.find_person("oidc", "the-one", tenant="https://elsewhere.example") is None


def test_nothing_but_who_somebody_is_is_asked_for_with_a_proof_of_its_own(school: Callable[..., Door]) -> None:
    post = Meddling()
    door = school(post)
    address = leave(door.browser)
    query = asked(address)
    assert (query["scope"], query["response_type"], query["client_id"]) == ("openid", "code", "blijk")
    assert query["redirect_uri"] == f"{ORIGIN}/sign-in/back"
    assert query["code_challenge_method"] == "S256" and len(query["state"]) == len(query["nonce"]) == 43
    door.browser.get(consent(address, "eva"))
    (sent,) = [body for path, body in post.got if path == "/oauth2/token"]
    hashed = base64.urlsafe_b64encode(hashlib.sha256(sent["code_verifier"].encode()).digest()).decode().rstrip("=")
    assert hashed == query["code_challenge"]
    assert sent["code_verifier"] not in address


def test_every_attempt_has_a_state_nonce_and_proof_of_its_own(school: Callable[..., Door]) -> None:
    door = school()
    first, second = asked(leave(door.browser)), asked(leave(door.browser))
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name]


def test_signing_in_begins_a_new_session_and_ends_the_one_before(school: Callable[..., Door]) -> None:
    door = school()
    door.browser.get("/sign-in")
    guest = door.browser.cookies["__Host-blijk"]
    sign_in(door, "eva")
    of_eva = door.browser.cookies["__Host-blijk"]
    sign_in(door, "bas")
    assert len({guest, of_eva, door.browser.cookies["__Host-blijk"]}) == 3
    for old in (guest, of_eva):
        again = TestClient(door.browser.app, ORIGIN, cookies={"__Host-blijk": old})
        assert again.get("/talk").status_code == 401


SPOILT: dict[str, dict[str, object]] = {
    "another issuer": {"iss": "https://elsewhere.example"},
    "an issuer with a slash more": {"iss": "{issuer}/"},
    "another audience": {"aud": "somebody-elses-client"},
    "another audience besides, without saying for whom": {"aud": ["blijk", "other"]},
    "another party": {"azp": "somebody-elses-client"},
    "no audience": {"aud": []},
    "expired": {"exp": 1_700_000_000},
    "from the future": {"iat": int(time.time()) + 100_000},
    "not yet": {"nbf": int(time.time()) + 100_000},
    "a nonce of another attempt": {"nonce": "a" * 43},
    "no nonce": {"nonce": None},
    "another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_token_that_is_not_for_us_lets_nobody_in(school: Callable[..., Door], issuer: str, how: str) -> None:
    door = school()
    claims = {
        name: value.format(issuer=issuer) if isinstance(value, str) else value for name, value in SPOILT[how].items()
    }
    claim(issuer, "spoilt", **claims)
    answer = sign_in(door, "spoilt")
    assert answer.status_code == 403
    assert "Het inloggen is niet gelukt." in answer.text
    assert not is_in(door.browser)


def unsigned(token: str) -> str:
    return jwt.encode(jwt.decode(token, options={"verify_signature": False}), None, "none")


def signed_with_the_client_secret(token: str) -> str:
    return jwt.encode(jwt.decode(token, options={"verify_signature": False}), "secret" * 8, "HS256")


def with_a_changed_subject(token: str) -> str:
    head, _, signature = token.split(".")
    claims = json.dumps({**jwt.decode(token, options={"verify_signature": False}), "sub": "bas"})
    return f"{head}.{base64.urlsafe_b64encode(claims.encode()).decode().rstrip('=')}.{signature}"


def no_token(token: str) -> str:
    return ""


@pytest.mark.parametrize("forge", [unsigned, signed_with_the_client_secret, with_a_changed_subject, no_token])
def test_a_forged_token_lets_nobody_in(school: Callable[..., Door], forge: Callable[..., str]) -> None:
    def rewrite(path: str, answer: dict[str, Any]) -> dict[str, Any]:
        return {**answer, "id_token": forge(answer["id_token"])} if "id_token" in answer else answer

    door = school(Meddling(rewrite))
    assert sign_in(door).status_code == 403
    assert not is_in(door.browser)


def test_a_key_that_the_provider_did_not_publish_lets_nobody_in(school: Callable[..., Door], issuer: str) -> None:
    def rewrite(path: str, answer: dict[str, Any]) -> dict[str, Any]:
        return {"keys": [{**key, "kid": "other"} for key in answer["keys"]]} if path == "/jwks" else answer

    door = school(Meddling(rewrite))
    assert sign_in(door).status_code == 403


def test_a_provider_that_changes_its_keys_is_asked_for_them_again(
    school: Callable[..., Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.oidc.SETTLE", -1.0)
    old = [True]

    def rewrite(path: str, answer: dict[str, Any]) -> dict[str, Any]:
        if path == "/jwks" and old.pop():
            old.append(False)
            return {"keys": [{**key, "kid": "old"} for key in answer["keys"]]}
        return answer

    door = school(Meddling(rewrite))
    assert sign_in(door).status_code == 303


def test_a_way_back_can_be_walked_once(school: Callable[..., Door]) -> None:
    door = school()
    back = consent(leave(door.browser), "eva")
    assert door.browser.get(back, follow_redirects=False).status_code == 303
    assert door.browser.get(back, follow_redirects=False).status_code == 403


def test_a_way_back_belongs_to_the_browser_that_left(school: Callable[..., Door]) -> None:
    door = school()
    victim = TestClient(door.browser.app, ORIGIN)
    leave(victim)
    of_attacker = consent(leave(door.browser), "attacker")
    assert victim.get(of_attacker, follow_redirects=False).status_code == 403
    assert not is_in(victim)


def test_a_code_of_one_attempt_does_not_fit_the_state_of_another(school: Callable[..., Door]) -> None:
    door = school()
    first, second = leave(door.browser), leave(door.browser)
    code = asked(consent(first, "eva"))["code"]
    back = f"/sign-in/back?code={code}&state={asked(second)['state']}"
    assert door.browser.get(back, follow_redirects=False).status_code == 403


def test_an_attempt_that_took_longer_than_ten_minutes_counts_no_more(
    school: Callable[..., Door], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Later(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(timezone.utc) + timedelta(minutes=10)

    door = school()
    back = consent(leave(door.browser), "eva")
    monkeypatch.setattr("bot.web.signing_in.datetime", Later)
    assert door.browser.get(back, follow_redirects=False).status_code == 403


@pytest.mark.parametrize(
    "query",
    [
        "",
        "code=x",
        "state=x",
        "code=x&state=x",
        "error=access_denied&state=x",
        "code=%00&state=%ff",
        "code=" + "a" * 9000,
    ],
)
def test_a_made_up_way_back_lets_nobody_in(school: Callable[..., Door], query: str) -> None:
    door = school()
    assert door.browser.get(f"/sign-in/back?{query}").status_code == 403
    assert not is_in(door.browser)


def test_who_says_no_at_the_provider_may_try_again(school: Callable[..., Door]) -> None:
    door = school()
    back = consent(leave(door.browser), "eva", action="deny")
    assert asked(back)["error"] == "access_denied"
    answer = door.browser.get(back)
    assert answer.status_code == 403 and 'href="/sign-in/oidc"' in answer.text
    assert "access_denied" not in answer.text
    assert sign_in(door).status_code == 303


def test_an_answer_that_names_another_issuer_is_not_taken(school: Callable[..., Door]) -> None:
    door = school()
    back = consent(leave(door.browser), "eva")
    assert door.browser.get(f"{back}&iss=https%3A%2F%2Felsewhere.example").status_code == 403


@pytest.mark.parametrize(("tid", "status"), [(MINE, 303), (FOREIGN, 403), (None, 403), ([MINE], 403), ("", 403)])
def test_only_the_tenants_that_are_named_get_in(
    school: Callable[..., Door], issuer: str, tid: object, status: int
) -> None:
    door = school(oidc_tenants=(MINE,))
    claim(issuer, "of-a-tenant", tid=tid)
    assert sign_in(door, "of-a-tenant").status_code == status


@pytest.mark.parametrize(
    ("tid", "named", "status"),
    [(MINE, MINE, 303), (FOREIGN, FOREIGN, 403), (MINE, FOREIGN, 403), (FOREIGN, MINE, 403), (MINE, TENANT, 403)],
)
def test_of_a_provider_that_speaks_for_several_tenants_each_has_its_own_issuer(
    school: Callable[..., Door], issuer: str, tid: str, named: str, status: int
) -> None:
    def rewrite(path: str, answer: dict[str, Any]) -> dict[str, Any]:
        return {**answer, "issuer": f"{issuer}/{TENANT}/v2.0"} if "token_endpoint" in answer else answer

    door = school(Meddling(rewrite), oidc_tenants=(MINE,))
    claim(issuer, f"of-{tid}-by-{named}", tid=tid, iss=f"{issuer}/{named}/v2.0")
    assert sign_in(door, f"of-{tid}-by-{named}").status_code == status
    if status == 303:
        assert door.journal.find_person("oidc", f"of-{tid}-by-{named}", tenant=f"{issuer}/{MINE}/v2.0")


@pytest.mark.parametrize(
    "about",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": "https://elsewhere.example/{tenantid}/v2.0"},
        {"token_endpoint": "ftp://elsewhere.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_is_not_the_one_we_meant_is_not_followed(
    school: Callable[..., Door], about: dict[str, str]
) -> None:
    def rewrite(path: str, answer: dict[str, Any]) -> dict[str, Any]:
        return {**answer, **about} if "token_endpoint" in answer else answer

    door = school(Meddling(rewrite), oidc_tenants=(MINE,))
    assert door.browser.get("/sign-in/oidc", follow_redirects=False).status_code == 403


@pytest.mark.parametrize("answer", [{}, {"keys": []}])
def test_a_provider_that_answers_nonsense_is_said_not_to_answer(
    school: Callable[..., Door], answer: dict[str, Any]
) -> None:
    door = school(Meddling(lambda path, real: answer))
    shown = door.browser.get("/sign-in/oidc", follow_redirects=False)
    assert shown.status_code == 503
    assert "De inlogdienst gaf geen antwoord." in shown.text


def test_a_provider_that_cannot_be_reached_is_said_not_to_answer(school: Callable[..., Door]) -> None:
    door = school(oidc_issuer="http://127.0.0.1:9")
    assert door.browser.get("/sign-in/oidc", follow_redirects=False).status_code == 503


def test_where_it_is_no_way_in_its_pages_are_not_there(served: Door) -> None:
    for page in ("/sign-in/oidc", "/sign-in/back?code=x&state=x"):
        assert served.browser.get(page).status_code == 404
    assert "/sign-in/oidc" not in served.browser.get("/sign-in").text
