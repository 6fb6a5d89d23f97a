"""Heard + thread + knowledge -> turn. Standard library only; no database, no Rasa, no spaCy in here."""

from bot.coaching.thinking import plain, think

__all__ = ["plain", "think"]
