"""What Matrix' adapter makes of events; the rest is tested against a real server in `tests/stack/test_matrix.py`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.channels.channels import Channels
from bot.channels.settings import ChannelSettings, MatrixSettings
from bot.errors import SettingWrong

from .conftest import Office

SETTINGS = ChannelSettings(matrix=MatrixSettings("https://matrix.example", "@blijk:school.example", "x", ()))
ROOM = "!room:school.example"


def event(content: Mapping[str, Any], **more: Any) -> Any:
    """An event as the library reads it from what a server sends."""
    nio = pytest.importorskip("nio", reason="matrix-nio is installed in the gateway's own environment only")
    whole = {"type": "m.room.message", "event_id": "$1", "sender": "@eva:school.example", "origin_server_ts": 0}
    return nio.RoomMessage.parse_event({**whole, "content": content, **more})


def text_of(content: Mapping[str, Any]) -> str | None:
    read = event(content)
    from bot.channels.matrix import read_event

    incoming = read_event(ROOM, read)
    return incoming.text if incoming else None


def test_a_line_is_a_message_of_its_sender() -> None:
    line = event({"msgtype": "m.text", "body": "Ze luistert nooit."})
    from bot.channels.matrix import read_event

    incoming = read_event(ROOM, line)
    assert incoming is not None
    assert (incoming.who.identity, incoming.id, incoming.at) == ("@eva:school.example", "$1", {"room": ROOM})
    assert incoming.text == "Ze luistert nooit."


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ({"msgtype": "m.emote", "body": "zucht"}, "zucht"),
        ({"msgtype": "m.notice", "body": "Biep"}, None),
        ({"msgtype": "m.image", "body": "foto.jpg", "url": "mxc://x/y"}, ""),
        ({"msgtype": "m.text", "body": "* anders", "m.relates_to": {"rel_type": "m.replace", "event_id": "$0"}}, None),
        ({"msgtype": "m.text", "body": "> <@blijk:x> Zal ik?\n> Of niet?\n\nGraag\n> nee",
          "m.relates_to": {"m.in_reply_to": {"event_id": "$0"}}}, "Graag\n> nee"),
        ({"msgtype": "m.text", "body": "> alleen een haak"}, "> alleen een haak"),
    ],
)  # fmt: skip
def test_only_what_somebody_wrote_is_a_message(content: Mapping[str, Any], text: str | None) -> None:
    assert text_of(content) == text


def test_without_the_library_the_channel_does_not_start_and_says_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "bot.channels.matrix", None)
    with pytest.raises(SettingWrong, match=r"BLIJK_MATRIX_.*expected.*choices"):
        Channels(office.gateway, SETTINGS)
