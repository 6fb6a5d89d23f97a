"""Heard + thread + knowledge -> turn. Standard library only; no database, no Rasa, no spaCy in here."""

from bot.coaching.choosing import chosen_reflection
from bot.coaching.thinking import plain, think

__all__ = ["chosen_reflection", "plain", "think"]
