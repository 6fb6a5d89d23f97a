"""Where Rasa knocks: one action per intent of `domain.yml`. File, class and name follow from each other.

`stop.py` holds `ActionStop`, which Rasa calls `action_stop`.
"""
