"""A sentence of several must say more of danger than a whole message, because torn from the others it says less."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest

from bot.listening.classifier import Classifier
from bot.listening.features import Seen
from bot.listening.listener import Listener
from bot.listening.safety import ALONE, DOUBT, ORDINARY, SAFE, hear_danger


class Told:
    """Suspects violence as strongly as it is told, of the whole message first and then of each sentence."""

    def __init__(self, *shares: float) -> None:
        self._shares = iter(shares)

    def shares(self, seen: Seen) -> Mapping[str, float]:
        share = next(self._shares)
        return {"violence": share, SAFE: 1 - share, ORDINARY: 0.0}

    def lead(self, label: str, number: int) -> float:
        return 0.0


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("above", "alone", "kind"),
    [(0.01, -0.9, "violence"), (-0.5, 0.01, "violence"), (-0.5, -0.01, None), (-0.01, -0.9, None)],
    ids=["the whole is enough", "a sentence is enough", "a sentence is not", "the whole is not"],
)
def test_a_message_and_a_sentence_of_it_have_each_their_bound(
    listener: Listener, language: str, above: float, alone: float, kind: str | None
) -> None:
    doc = listener._ears.of(language).pipeline("Dat was een lange dag. Hij keek toen naar buiten.")
    dangers = Told(DOUBT + above, ALONE + alone, 0.0)
    assert hear_danger(doc, cast(Classifier, dangers)).kind == kind


@pytest.mark.parametrize(
    ("language", "before", "said", "after"),
    [
        ("nl", "Het was een drukke week met rapporten.", "Ik wil niet meer leven.", "De vergadering liep weer uit."),
        ("nl", "We hadden eerst koffie.", "Ik denk aan zelfmoord.", "Morgen is er weer een studiedag."),
        ("en", "We talked about the training day.", "I want to kill myself.", "The budget was approved."),
        ("en", "The hall is being painted.", "A pupil brought a knife to school.", "We had soup for lunch."),
    ],
)
def test_what_is_said_plainly_is_heard_between_ordinary_sentences(
    listener: Listener, language: str, before: str, said: str, after: str
) -> None:
    alone = listener.listen(said, language=language).safety
    assert alone and listener.listen(f"{before} {said} {after}", language=language).safety == alone
    assert listener.listen(f"{before} {before} {said} {after} {after}", language=language).safety == alone


class Sounds(Told):
    """Suspects violence; what else it may be is told."""

    def __init__(self, other: str) -> None:
        self._other = other

    def shares(self, seen: Seen) -> Mapping[str, float]:
        violence = DOUBT + 0.01
        rest = {SAFE: 0.0, ORDINARY: 0.0} | {self._other: 1 - violence}
        return {"violence": violence, **rest}


@pytest.mark.parametrize(("other", "kind"), [(SAFE, "violence"), (ORDINARY, None)])
def test_what_may_be_ordinary_needs_more_to_be_danger_than_what_may_only_sound_like_it(
    listener: Listener, other: str, kind: str | None
) -> None:
    doc = listener._ears.of("nl").pipeline("Dat was een lange dag.")
    assert hear_danger(doc, cast(Classifier, Sounds(other))).kind == kind
