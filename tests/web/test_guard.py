from __future__ import annotations

from collections.abc import Callable

import pytest

from .conftest import Door

PAGES = ("/", "/talk", "/journal", "/journal/erase", "/privacy", "/health/live", "/health/ready", "/static/style.css")
WRONG = ("/nowhere", "/journal/nothing", "/journal/" + "0" * 32, "/journal/export.md", "/static/", "/static/../app.py")


@pytest.mark.parametrize("page", [*PAGES, *WRONG])
def test_every_answer_leaves_with_the_protecting_headers(door: Door, page: str) -> None:
    headers = door.browser.get(page).headers
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize("page", WRONG)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_not_there_has_a_page_of_our_own(open_door: Callable[..., Door], page: str, language: str) -> None:
    answer = open_door(language=language).browser.get(page)
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text


def test_no_page_holds_a_script_or_style_of_its_own(door: Door) -> None:
    door.say("Ik zie ertegenop.")
    for page in PAGES[:5]:
        text = door.browser.get(page).text
        assert text.count("<script") == text.count('<script src="/static/')
        assert "<style" not in text
        assert " style=" not in text
        assert "http" not in text.replace('data-newest="http', "")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999", "127.0.0.1", "localhost.evil.example:8080", ""])
def test_an_address_that_is_not_ours_is_refused(door: Door, host: str) -> None:
    assert door.browser.get("/", headers={"Host": host}).status_code == 421
    assert door.browser.get("/health/live", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080", "blijk.school:8080"]
)
def test_our_own_addresses_are_known(open_door: Callable[..., Door], host: str) -> None:
    assert open_door(hosts=("blijk.school",)).browser.get("/", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("form", [{}, {"form": ""}, {"form": "0" * 64}, {"form": "é"}])
@pytest.mark.parametrize("address", ["/say", "/language", "/journal/erase", "/journal/" + "0" * 32 + "/erase"])
def test_a_form_that_is_not_from_our_page_changes_nothing(door: Door, address: str, form: dict[str, str]) -> None:
    door.browser.get("/")
    answer = door.browser.post(address, data={**form, "text": "x", "language": "en"})
    assert answer.status_code == 403
    assert door.rasa.got == []
    assert door.journal.find_person("local", door.settings.person) is None


def test_an_expired_page_gets_the_text_back_and_a_fresh_token(door: Door) -> None:
    answer = door.browser.post("/say", data={"form": "0" * 64, "id": "a" * 32, "text": "Niet kwijtraken."})
    assert answer.status_code == 403
    assert "Niet kwijtraken.</textarea>" in answer.text
    assert f'name="form" value="{door.form()["form"]}"' in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
    ],
)
def test_another_site_is_refused_even_with_a_token_and_sees_no_text(door: Door, headers: dict[str, str]) -> None:
    answer = door.browser.post("/say", data={**door.form(), "text": "Vreemd."}, headers=headers)
    assert answer.status_code == 403
    assert "Vreemd." not in answer.text
    assert door.rasa.got == []


@pytest.mark.parametrize("origin", ["null", "http://127.0.0.1:8080"])
def test_our_own_page_is_not_taken_for_another(door: Door, origin: str) -> None:
    headers = {"Origin": origin, "Sec-Fetch-Site": "same-origin"}
    assert door.browser.post("/say", data={**door.form(), "text": "Eigen."}, headers=headers).status_code == 200


def test_the_session_cookie_cannot_be_read_or_sent_along_by_others(door: Door) -> None:
    cookie = door.browser.get("/").headers["set-cookie"]
    assert cookie.startswith("blijk=")
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "set-cookie" not in door.browser.get("/").headers


def test_a_made_up_session_is_replaced(door: Door) -> None:
    answer = door.browser.get("/", headers={"Cookie": "blijk=short"})
    assert "set-cookie" in answer.headers


def test_a_huge_request_is_refused_whether_or_not_it_tells_its_size(door: Door) -> None:
    huge = b"text=" + b"a" * 600_000
    told = door.browser.post("/say", content=huge, headers={"Content-Type": "application/x-www-form-urlencoded"})
    untold = door.browser.post(
        "/say",
        content=iter([huge[:300_000], huge[300_000:]]),
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert (told.status_code, untold.status_code) == (413, 413)
    assert "aaaa" not in told.text + untold.text


@pytest.mark.parametrize("content", [b"\xff\xfe=%%%&text", b"--x\r\nbroken", b"text=%ED%A0%80&id=%00"])
@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/xml", ""]
)
def test_a_form_that_is_no_form_is_refused(door: Door, content: bytes, kind: str) -> None:
    assert door.browser.post("/say", content=content, headers={"Content-Type": kind}).status_code in (400, 403)


def test_a_page_that_fails_says_so_without_a_word_of_anybody(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    door.say("Geheim.")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Geheim.")

    monkeypatch.setattr(door.journal, "transcript", broken)
    answer = door.browser.get("/")
    assert answer.status_code == 500
    assert "Er ging iets mis" in answer.text
    assert "Geheim" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "content-security-policy" in answer.headers


def test_a_wrong_way_of_asking_is_refused(door: Door) -> None:
    assert door.browser.put("/").status_code == 405
    assert door.browser.get("/say").status_code == 405


def test_over_tls_the_cookie_belongs_to_this_host_alone(served: Door) -> None:
    answer = served.browser.get("/sign-in")
    assert answer.headers["set-cookie"].startswith("__Host-blijk=")
    for part in ("Secure", "HttpOnly", "Path=/", "SameSite=lax"):
        assert part in answer.headers["set-cookie"]
    assert "Domain" not in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000"


def test_a_served_gateway_tried_out_without_tls_sets_a_cookie_that_works(open_door: Callable[..., Door]) -> None:
    origin = "http://localhost:8080"
    door = open_door(origin=origin, embedded=False, sign_in=("link",), address=origin)
    answer = door.browser.get("/sign-in")
    assert answer.headers["set-cookie"].startswith("blijk=")
    assert "strict-transport-security" not in answer.headers


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "evil.example", "blijk.example:8080", ""])
def test_a_served_gateway_is_known_by_its_origin_alone(served: Door, host: str) -> None:
    assert served.browser.get("/sign-in", headers={"Host": host}).status_code == 421
    assert served.browser.get("/sign-in").status_code == 200


def test_on_this_machine_its_health_can_be_asked_for_all_the_same(served: Door) -> None:
    assert served.browser.get("/health/live", headers={"Host": "127.0.0.1:8080"}).status_code == 200
    assert served.browser.get("/health/live", headers={"Host": "evil.example"}).status_code == 421


@pytest.mark.parametrize("origin", ["http://blijk.example", "https://blijk.example.evil", "https://blijk.example:444"])
def test_a_form_from_another_origin_is_refused_though_the_host_is_ours(served: Door, origin: str) -> None:
    form = served.form("/enter")
    assert served.browser.post("/enter", data=form, headers={"Origin": origin}).status_code == 403
