"""What seals and opens the columns of one person, with the keys of that person and of each reflection."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.errors import KeyMissing
from bot.journal.keyring import KeyRing
from bot.journal.sealing import cipher_of, place, seal, unseal


class Safe:
    """The keys of one person for as long as one turn or one reading lasts."""

    def __init__(self, ring: KeyRing, person: str) -> None:
        """Fetch no key yet: each is fetched when it is first wanted, or with others by `fetch`."""
        self._ring = ring
        self._person = person
        self._ciphers: dict[str, AESGCM | None] = {}
        self._all = False

    def fetch(self, owners: Iterable[str] | None = None) -> None:
        """Fetch the keys of some owners, or all of the person's, at once."""
        if owners is None:
            self._keep(self._ring.of_person(self._person))
            self._all = True
        elif not self._all and (unknown := [owner for owner in owners if owner not in self._ciphers]):
            self._ciphers.update(dict.fromkeys(unknown))
            self._keep(self._ring.find(unknown))

    def owners(self) -> set[str]:
        """Tell who of the person's owners have a key, without fetching any."""
        return self._ring.owners_of(self._person)

    def make(self, owner: str) -> None:
        """Make the key of a new owner; it is durable when this returns."""
        self._keep({owner: self._ring.make(owner, self._person)})

    def has(self, owner: str) -> bool:
        """Tell whether what this owner sealed can be opened: not when it was erased."""
        self.fetch((owner,))
        return self._ciphers.get(owner) is not None

    def seal(self, text: str, owner: str, column: str, row: str) -> bytes:
        """Seal a text for its column and row under its owner's key."""
        return seal(self._cipher(owner), text, place(self._person, column, row))

    def open(self, sealed: bytes, owner: str, column: str, row: str) -> str:
        """Open what `seal` made; raises `KeyMissing` when it was erased, `Tampered` when it is not in its place."""
        return unseal(self._cipher(owner), sealed, place(self._person, column, row))

    def seal_json(self, value: Any, owner: str, column: str, row: str) -> bytes:
        """Seal what JSON can hold."""
        return self.seal(json.dumps(value, separators=(",", ":")), owner, column, row)

    def open_json(self, sealed: bytes, owner: str, column: str, row: str) -> Any:
        """Open what `seal_json` made; raises as `open` does."""
        return json.loads(self.open(sealed, owner, column, row))

    def _keep(self, keys: dict[str, bytes]) -> None:
        self._ciphers.update((owner, cipher_of(key)) for owner, key in keys.items())

    def _cipher(self, owner: str) -> AESGCM:
        if owner not in self._ciphers:
            self.fetch((owner,))
        cipher = self._ciphers.get(owner)
        if cipher is None:
            raise KeyMissing(
                f"key ring: has no key for {owner}; expected the key that its rows were sealed with; "
                "choices: none if it was erased, else put the ring's copy back"
            )
        return cipher
