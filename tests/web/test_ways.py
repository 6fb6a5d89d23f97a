"""A gateway for many starts only where somebody can sign in, and one for a single person only on loopback."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from starlette.testclient import TestClient

from bot.errors import SettingWrong
from bot.settings import read_settings
from bot.web.__main__ import configure
from bot.web.ways import check_ways_in

from .conftest import Door

SERVED = {"BLIJK_ORIGIN": "https://blijk.school.nl", "BLIJK_SIGN_IN": "link"}
OIDC = {
    "BLIJK_SIGN_IN": "oidc",
    "BLIJK_OIDC_ISSUER": "https://login.microsoftonline.com/organizations/v2.0",
    "BLIJK_OIDC_CLIENT": "id",
    "BLIJK_OIDC_SECRET": "secret",
}


def test_an_origin_makes_it_a_gateway_for_many_over_tls() -> None:
    settings = read_settings(SERVED)
    check_ways_in(settings)
    assert (settings.embedded, settings.secure, settings.sign_in) == (False, True, ("link",))
    assert (settings.session_minutes, settings.session_hours, settings.metrics_port) == (120, 12, None)


def test_without_one_nobody_has_to_sign_in() -> None:
    settings = read_settings({})
    check_ways_in(settings)
    assert (settings.embedded, settings.secure, settings.origin) == (True, False, "")


def test_both_ways_may_be_open() -> None:
    settings = read_settings({**SERVED, **OIDC, "BLIJK_SIGN_IN": "link, oidc", "BLIJK_OIDC_TENANTS": "a, b"})
    check_ways_in(settings)
    assert (settings.sign_in, settings.oidc_tenants) == (("link", "oidc"), ("a", "b"))


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"BLIJK_EMBEDDED": "no"}, "BLIJK_ORIGIN is missing"),
        ({"BLIJK_ORIGIN": "https://blijk.school.nl"}, "BLIJK_SIGN_IN is missing"),
        ({**SERVED, "BLIJK_EMBEDDED": "yes"}, "BLIJK_EMBEDDED is yes beside"),
        ({**SERVED, "BLIJK_SIGN_IN": "oidc"}, "BLIJK_OIDC_ISSUER, BLIJK_OIDC_CLIENT, BLIJK_OIDC_SECRET missing"),
        ({**SERVED, **OIDC, "BLIJK_OIDC_SECRET": ""}, "BLIJK_OIDC_SECRET missing"),
        ({**SERVED, **OIDC}, "BLIJK_OIDC_TENANTS is missing"),
    ],
)
def test_a_gateway_that_could_let_nobody_in_does_not_start(environ: Mapping[str, str], named: str) -> None:
    with pytest.raises(SettingWrong, match=f"^environment: {named}.*; expected .*; choices: "):
        check_ways_in(read_settings(environ))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BLIJK_ORIGIN", "blijk.school.nl"),
        ("BLIJK_ORIGIN", "http://blijk.school.nl"),
        ("BLIJK_ORIGIN", "https://blijk.school.nl/"),
        ("BLIJK_ORIGIN", "https://blijk.school.nl/path"),
        ("BLIJK_ORIGIN", "https://Blijk.School.nl"),
        ("BLIJK_ORIGIN", "https://eva@blijk.school.nl"),
        ("BLIJK_ORIGIN", "https://"),
        ("BLIJK_ORIGIN", "javascript:x"),
        ("BLIJK_OIDC_ISSUER", "http://login.example"),
        ("BLIJK_OIDC_ISSUER", "login.example"),
        ("BLIJK_SIGN_IN", "password"),
        ("BLIJK_PROXIES", "*"),
        ("BLIJK_PROXIES", "10.0.0.1/8"),
        ("BLIJK_SESSION_MINUTES", "0"),
        ("BLIJK_SESSION_MINUTES", "1441"),
        ("BLIJK_SESSION_HOURS", "x"),
        ("BLIJK_METRICS_PORT", "65536"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_the_choices(name: str, value: str) -> None:
    with pytest.raises(SettingWrong, match=f"^environment: {name} .*; expected .*; choices: "):
        read_settings({**SERVED, name: value})


@pytest.mark.parametrize("origin", ["http://localhost:8080", "http://127.0.0.1:9000", "http://[::1]:8080"])
def test_on_this_machine_it_can_be_tried_out_without_tls(origin: str) -> None:
    settings = read_settings({**SERVED, "BLIJK_ORIGIN": origin})
    assert (settings.embedded, settings.secure) == (False, False)


@pytest.mark.parametrize(
    ("proxies", "connected", "told", "believed"),
    [
        ("", "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("", "192.0.2.1", "203.0.113.9", "192.0.2.1"),
        ("", "127.0.0.1", "203.0.113.9, 198.51.100.4", "198.51.100.4"),
        ("10.0.0.0/24", "10.0.0.5", "203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.0/24", "127.0.0.1", "203.0.113.9", "127.0.0.1"),
    ],
)
def test_only_the_word_of_a_trusted_proxy_on_where_a_request_came_from_is_taken(
    served: Door, proxies: str, connected: str, told: str, believed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = read_settings({**SERVED, "BLIJK_ORIGIN": "https://blijk.example", "BLIJK_PROXIES": proxies})
    seen: list[object] = []
    monkeypatch.setattr(served.gateway.paces.sign_ins, "allows", lambda whose: seen.append(whose) or True)
    config = configure(served.browser.app, settings)  # type: ignore[arg-type]
    config.load()
    browser = TestClient(config.loaded_app, "https://blijk.example", client=(connected, 1))
    token = browser.get("/enter").text.partition('name="form" value="')[2].partition('"')[0]
    browser.post("/enter", data={"form": token, "code": "x"}, headers={"X-Forwarded-For": told})
    assert seen == [believed]


def test_for_one_person_no_proxy_is_believed_at_all(door: Door) -> None:
    config = configure(door.browser.app, read_settings({}))  # type: ignore[arg-type]
    assert config.proxy_headers is False
