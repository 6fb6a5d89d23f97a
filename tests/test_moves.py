"""Each move has its sentences in `tests/moves`, heard by the real listener at a step of a real exercise."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.coaching import think
from bot.listening.comparing import compare
from bot.listening.listener import Listener
from bot.model import Discrepancy, Entry, Heard, Knowledge, Message, Person, Reflection, Thread, Turn
from tests.coaching.hand_made import NOW

FOLDER = Path(__file__).parent / "moves"
CASES = [
    pytest.param(path.stem, case, id=f"{path.stem}-{case['language']}-{place}")
    for path in sorted(FOLDER.glob("*.yml"))
    for place, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")))
]


def thread_at(case: dict[str, Any], earlier: Heard | None) -> Thread:
    """A thread in which the step has just been asked, the moves named by `after` made, and something said earlier."""
    exercise, step = case["at"].split(".")
    moves = ["asked", *case.get("after", ())]
    turns = [Turn("…", "ask", move, exercise=exercise, step=step, state="open") for move in moves]
    entries = [
        Entry(str(seq), "turn", "…", NOW, exercise, step, turn=turn, seq=seq) for seq, turn in enumerate(turns, 10)
    ]
    if earlier is not None:
        at = case.get("earlier_at", "tell")
        entries.insert(0, Entry("said", "answer", earlier.text, NOW, exercise, at, earlier, seq=1))
    reflection = Reflection("r", exercise, "open", NOW, NOW, tuple(entries))
    return Thread(Person("p", case["language"], met=True), NOW, reflection)


@pytest.mark.parametrize("move, case", CASES)
def test_a_move_is_made_where_it_fits(
    move: str, case: dict[str, Any], listener: Listener, knowledge: Knowledge
) -> None:
    earlier = listener.listen(case["earlier"], language=case["language"]) if "earlier" in case else None
    heard = listener.listen(case["says"], language=case["language"], now=NOW)
    found = compare((earlier,) if earlier else (), heard)
    if "found" in case:
        found = Discrepancy(*case["found"], kind="within", score=1.0, speak=True)
    turn = think(Message("m", "p", case["says"]), heard, found, thread_at(case, earlier), knowledge)
    assert (turn.move == move) is case["made"], f"{turn.move}: {turn.text}"


def test_each_move_has_its_sentences_and_each_file_its_move(knowledge: Knowledge) -> None:
    assert {path.stem for path in FOLDER.glob("*.yml")} == set(knowledge.moves)
