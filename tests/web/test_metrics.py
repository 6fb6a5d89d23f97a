"""Figures for whoever keeps Blijk running: none of them says who or what, and they are not at the door."""

from __future__ import annotations

import re

import httpx2
import pytest

from bot.running.ports import free_ports
from bot.web.metrics import Metrics

from .conftest import Door

LABELS = {"page", "status", "reason", "way", "outcome", "le"}


def figures(door: Door) -> str:
    return door.gateway.metrics.show()


def test_messages_answers_and_refusals_are_counted(door: Door) -> None:
    door.say("Ik zie ertegenop.")
    door.say("")
    shown = figures(door)
    assert "blijk_turn_seconds_count 1.0" in shown
    assert 'blijk_refused_total{reason="empty"} 1.0' in shown
    assert 'blijk_requests_total{page="/say",status="303"} 1.0' in shown
    assert 'blijk_requests_total{page="/say",status="422"} 1.0' in shown


def test_attempts_to_sign_in_are_counted_by_way_and_outcome(served: Door) -> None:
    served.enter(served.journal.person("teams", served.settings.person))
    served.browser.post("/enter", data={**served.form("/enter"), "code": "x"})
    shown = figures(served)
    assert 'blijk_sign_ins_total{outcome="let_in",way="link"} 1.0' in shown
    assert 'blijk_sign_ins_total{outcome="refused",way="link"} 1.0' in shown


def test_no_figure_names_anybody_or_says_what_was_written_or_searched(door: Door) -> None:
    door.say("Geheimwoord.")
    person = door.journal.person("local", door.settings.person)
    reflection = door.journal.reflections(person.id)[0].id
    for page in (f"/journal/{reflection}", "/journal?q=Geheimwoord", "/Geheimwoord", f"/journal/{person.id}"):
        door.browser.get(page)
    shown = figures(door)
    assert not any(each in shown for each in ("Geheimwoord", person.id, reflection, door.settings.person))
    assert set(re.findall(r'[{,](\w+)="', shown)) <= LABELS


def test_made_up_addresses_make_no_new_figures(door: Door) -> None:
    for number in range(20):
        door.browser.get(f"/made-up/{number}")
    assert len(re.findall(r"^blijk_requests_total\{", figures(door), re.MULTILINE)) == 1


@pytest.mark.parametrize("page", ["/metrics", "/health/metrics"])
def test_they_are_not_shown_at_the_door(door: Door, served: Door, page: str) -> None:
    assert door.browser.get(page).status_code == served.browser.get(page).status_code == 404


def test_they_are_shown_at_a_port_of_this_machine() -> None:
    metrics, port = Metrics(), free_ports(1)[0]
    metrics.refused.labels("empty").inc()
    server, thread = metrics.serve(port)
    with httpx2.Client(trust_env=False) as client:
        assert 'reason="empty"' in client.get(f"http://127.0.0.1:{port}/metrics").text
    assert server.server_address[0] == "127.0.0.1"
    server.shutdown()
    server.server_close()
    thread.join()
