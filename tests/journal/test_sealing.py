"""The one seam: sealed text opens in its place, under its key, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Tampered
from bot.journal.sealing import cipher_of, keyed_hash, new_key, place, seal, unseal

KEY, HASH_KEY = cipher_of(new_key()), new_key()
HERE = place("eva", "entries.text", "1")
ANY_TEXT = st.text(st.characters())


@given(ANY_TEXT)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    assert unseal(KEY, seal(KEY, text, HERE), HERE) == text


@given(ANY_TEXT, st.integers(min_value=0), st.integers(1, 255))
def test_a_sealed_text_that_was_changed_anywhere_does_not_open(text: str, at: int, change: int) -> None:
    sealed = bytearray(seal(KEY, text, HERE))
    sealed[at % len(sealed)] ^= change
    with pytest.raises(Tampered):
        unseal(KEY, bytes(sealed), HERE)


@pytest.mark.parametrize("length", [0, 1, 12, 13, 28])
def test_a_sealed_text_that_was_cut_does_not_open(length: int) -> None:
    with pytest.raises(Tampered):
        unseal(KEY, seal(KEY, "Hij luistert nooit.", HERE)[:length], HERE)


@pytest.mark.parametrize(
    "there", [place("bas", "entries.text", "1"), place("eva", "entries.heard", "1"), place("eva", "entries.text", "2")]
)
def test_a_sealed_text_that_was_moved_does_not_open(there: str) -> None:
    with pytest.raises(Tampered):
        unseal(KEY, seal(KEY, "Hij luistert nooit.", HERE), there)


def test_another_key_does_not_open_it() -> None:
    with pytest.raises(Tampered):
        unseal(cipher_of(new_key()), seal(KEY, "Hij luistert nooit.", HERE), HERE)


def test_the_error_says_where_and_never_what() -> None:
    with pytest.raises(Tampered) as failed:
        unseal(cipher_of(new_key()), seal(KEY, "Hij luistert nooit.", HERE), HERE)
    assert HERE in str(failed.value)
    assert "luistert" not in str(failed.value)


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert seal(KEY, "Ja", HERE) != seal(KEY, "Ja", HERE)


def test_a_hash_needs_its_key_and_does_not_run_words_together() -> None:
    assert keyed_hash(HASH_KEY, "web", "eva") == keyed_hash(HASH_KEY, "web", "eva")
    assert keyed_hash(HASH_KEY, "web", "eva") != keyed_hash(new_key(), "web", "eva")
    assert keyed_hash(HASH_KEY, "we", "beva") != keyed_hash(HASH_KEY, "web", "eva")
