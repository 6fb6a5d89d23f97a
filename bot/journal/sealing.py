"""The one seam through which text becomes unreadable and readable again: AES-256-GCM, bound to its place.

A sealed value is a version byte, a nonce of 12 bytes, and what AES-GCM makes of the text. Its place (whose, which
column, which row) is authenticated with it, so that a sealed value that is moved does not open.
"""

from __future__ import annotations

import hmac
import json
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import Tampered

VERSION = b"\x01"
NONCE = 12
KEY = 32
"""Length of a key in bytes."""


def new_key() -> bytes:
    """Make a key from the system's randomness."""
    return secrets.token_bytes(KEY)


def cipher_of(key: bytes) -> AESGCM:
    """Return what seals and opens with a key; making it takes as long as opening a text, so keep it for a while."""
    return AESGCM(key)


def place(owner: str, column: str, row: str) -> str:
    """Name the place of a sealed value.

    `place("ab12", "entries.text", "cd34")` -> `"ab12|entries.text|cd34"`
    """
    return f"{owner}|{column}|{row}"


def seal_bytes(cipher: AESGCM, plain: bytes, where: str) -> bytes:
    """Seal bytes for one place."""
    nonce = secrets.token_bytes(NONCE)
    return VERSION + nonce + cipher.encrypt(nonce, plain, VERSION + where.encode())


def unseal_bytes(cipher: AESGCM, sealed: bytes, where: str) -> bytes:
    """Open what `seal_bytes` made; raises `Tampered` with the wrong key, at another place, or when it was changed."""
    if sealed[:1] != VERSION:
        raise Tampered(f"{where}: sealed in a way that is not known; expected version 1; choices: update Blijk")
    nonce, body = sealed[1 : 1 + NONCE], sealed[1 + NONCE :]
    try:
        return cipher.decrypt(nonce, body, VERSION + where.encode())
    except (InvalidTag, ValueError):
        raise Tampered(
            f"{where}: does not open; expected what was sealed for this place; "
            "choices: restore a backup, or erase the row"
        ) from None


def seal(cipher: AESGCM, text: str, where: str) -> bytes:
    """Seal any text, also half a surrogate pair, as it came."""
    return seal_bytes(cipher, text.encode("utf-8", "surrogatepass"), where)


def unseal(cipher: AESGCM, sealed: bytes, where: str) -> str:
    """Open what `seal` made; raises `Tampered` as `unseal_bytes` does."""
    return unseal_bytes(cipher, sealed, where).decode("utf-8", "surrogatepass")


def keyed_hash(key: bytes, *parts: str) -> bytes:
    """Hash words so that only who has the key can tell or compare them; never two lists of words alike."""
    return hmac.digest(key, json.dumps(parts).encode(), "sha256")
