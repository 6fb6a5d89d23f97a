"""Heard + thread + knowledge -> turn. Standard library only; no database, no Rasa, no spaCy in here."""

from bot.coaching.choosing import chosen_reflection
from bot.coaching.earlier import whom_to_look_for
from bot.coaching.own_exercises import heard_as_title
from bot.coaching.thinking import plain, think

__all__ = ["chosen_reflection", "heard_as_title", "plain", "think", "whom_to_look_for"]
