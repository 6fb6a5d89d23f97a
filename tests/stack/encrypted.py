"""Somebody in an encrypted room with Blijk, in a process of its own: the gateway's environment has the cryptography.

`python encrypted.py SERVER USER BLIJK FOLDER` writes one line, waits for an answer, and prints what could be read.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time

import nio


async def talk(server: str, user: str, blijk: str, folder: str) -> dict[str, object]:
    config = nio.AsyncClientConfig(encryption_enabled=True)
    client = nio.AsyncClient(server, user, "PHONE", folder, config)
    assert isinstance(await client.login("known-to-the-test"), nio.LoginResponse)
    algorithm = {"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}}
    made = await client.room_create(is_direct=True, invite=[blijk], initial_state=[algorithm])
    room, texts, written, encrypted = made.room_id, [], False, False
    until = time.monotonic() + 60
    while time.monotonic() < until and len(texts) < 2:
        news = await client.sync(500, full_state=not client.next_batch)
        for ready, act in (
            (client.should_upload_keys, client.keys_upload),
            (client.should_query_keys, client.keys_query),
        ):
            if ready:
                await act()
        if client.should_claim_keys:
            await client.keys_claim(client.get_users_for_key_claiming())
        for event in news.rooms.join[room].timeline.events if room in news.rooms.join else ():
            if isinstance(event, nio.RoomMessageText) and event.sender == blijk:
                texts.append(event.body)
                encrypted = bool(event.decrypted)
        here = client.rooms.get(room)
        if here and not written and any(each == blijk and not one.invited for each, one in here.users.items()):
            written = True
            content = {"msgtype": "m.text", "body": "Maandag heb ik een gesprek met de conciërge."}
            await client.room_send(room, "m.room.message", content, ignore_unverified_devices=True)
    await client.close()
    return {"texts": texts, "encrypted": encrypted}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(talk(*sys.argv[1:]))))  # noqa: T201
