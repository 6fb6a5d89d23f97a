"""One exception per way of failing. A message says where, what, what was expected, and the choices."""

from __future__ import annotations


class BlijkError(Exception):
    """Whatever Blijk itself finds wrong. Its message never carries a person's text."""


class KnowledgeError(BlijkError):
    """The files under `data/coaching` hold faults; the message lists all of them, a line each, path first."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Take the faults, each already in the form `path: what; what was expected; the choices`."""
        super().__init__("\n".join(faults))
        self.faults = faults


class ModelMissing(BlijkError):
    """A trained model is not where it should be, or was trained from other data; `make train` mends it."""


class KeyMissing(BlijkError):
    """A sealed text has no key: it was erased, or the key ring is not the one it was sealed with."""


class KeyRingUnsafe(BlijkError):
    """The key ring or the master key cannot be trusted: others can read it, or it does not fit the journal."""


class Tampered(BlijkError):
    """A sealed text does not open in its place: it was moved, changed, or sealed for another row."""


class NotThere(BlijkError):
    """A person, reflection or entry was asked for that this person does not have."""


class SettingWrong(BlijkError):
    """A setting from the environment cannot be used; the message names it, its value's fault and the choices."""


class NotReady(BlijkError):
    """A part of the running program did not get ready, or is not running."""


class NotMigrated(NotReady):
    """The tables of a journal are not those that this program knows."""


class SenderUnknown(BlijkError):
    """A token, secret or address does not prove who sends; nothing was read and nothing kept."""
