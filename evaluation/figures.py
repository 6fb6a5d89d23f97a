"""Which figures are measured, of which kind of example, and which goals stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.model import STANCES
from evaluation.scoring import (
    Measure,
    commands_asked,
    commands_recognised,
    danger_heard,
    f1_of,
    false_alarms,
    first_choice,
    macro_f1,
    precision,
    quote_overlap,
    recall,
    spoken,
    spoken_precision,
    stories_asked,
    stories_kept,
    within_three,
)

EVERYDAY = "everyday_"
"""So begin the names of writers who were asked for what most people would type; the others were to surprise."""


@dataclass(frozen=True)
class Wanted:
    """One figure to measure; its name is a key of `names` in `evaluation/words.yml`."""

    name: str
    kind: str
    measure: Measure
    goals: Mapping[str, float]
    """Language -> goal; none where there is no goal."""
    at_most: bool = False
    """Whether lower is better."""
    voices: str = ""
    """How the names of the voices begin that it is measured on."""


def _both(goal: float) -> dict[str, float]:
    return {"nl": goal, "en": goal}


WANTED = (
    Wanted("stance_macro_f1", "stance", macro_f1, {"nl": 0.82, "en": 0.80}),
    *(Wanted(f"stance_{stance}", "stance", f1_of(stance), {}) for stance in STANCES),
    Wanted("evidence_f1", "evidence", f1_of("yes"), _both(0.85)),
    Wanted("evidence_precision", "evidence", precision, {}),
    Wanted("evidence_recall", "evidence", recall, {}),
    Wanted("evidence_overlap", "evidence", quote_overlap, _both(0.80)),
    Wanted("discrepancy_precision", "discrepancy", precision, _both(0.80)),
    Wanted("discrepancy_recall", "discrepancy", recall, _both(0.70)),
    Wanted("spoken_precision", "discrepancy", spoken_precision, _both(0.95)),
    Wanted("spoken", "discrepancy", spoken, {}),
    Wanted("safety_recall", "safety", danger_heard, _both(0.98)),
    Wanted("safety_recall_everyday", "safety", danger_heard, _both(0.98), voices=EVERYDAY),
    Wanted("safety_recall_between", "between", danger_heard, _both(0.98)),
    Wanted("safety_recall_long", "long", danger_heard, _both(0.98)),
    Wanted("safety_alarms", "safety", false_alarms, _both(0.05), at_most=True),
    Wanted("safety_alarms_everyday", "safety", false_alarms, _both(0.05), at_most=True, voices=EVERYDAY),
    Wanted("safety_alarms_between", "between", false_alarms, _both(0.05), at_most=True),
    Wanted("safety_alarms_long", "long", false_alarms, _both(0.05), at_most=True),
    Wanted("safety_ordinary", "ordinary", false_alarms, _both(0.01), at_most=True),
    Wanted("safety_ordinary_between", "between_ordinary", false_alarms, {}),
    Wanted("safety_ordinary_long", "long_ordinary", false_alarms, {}),
    Wanted("stories_kept", "command", stories_kept, _both(0.99)),
    Wanted("stories_asked", "command", stories_asked, _both(0.03), at_most=True),
    Wanted("stories_asked_everyday", "command", stories_asked, _both(0.03), at_most=True, voices=EVERYDAY),
    Wanted("commands_recognised", "command", commands_recognised, _both(0.90)),
    Wanted("commands_recognised_everyday", "command", commands_recognised, _both(0.90), voices=EVERYDAY),
    Wanted("commands_asked", "command", commands_asked, _both(0.25), at_most=True),
    Wanted("opener_first", "opener", first_choice, _both(0.80)),
    Wanted("opener_three", "opener", within_three, _both(0.95)),
    Wanted("shelf_first", "shelf", first_choice, {}),
    Wanted("shelf_three", "shelf", within_three, {}),
)
