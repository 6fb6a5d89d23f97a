"""A school's own exercises: dropped in a folder; a wrong one is refused with all its faults, the rest works."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.knowledge.own import with_own
from bot.model import Knowledge

ROOT = Path(__file__).resolve().parent.parent
OURS = ROOT / "data" / "coaching" / "exercises"


def test_no_folder_is_as_good_as_an_empty_one(knowledge: Knowledge, tmp_path: Path) -> None:
    assert with_own(knowledge, tmp_path / "nothing") == (knowledge, ())


def test_an_exercise_of_the_school_stands_beside_ours(knowledge: Knowledge, tmp_path: Path) -> None:
    shutil.copy(OURS / "facts_first.yml", tmp_path / "our_facts.yml")
    both, faults = with_own(knowledge, tmp_path)
    assert faults == ()
    assert set(both.exercises) - set(knowledge.exercises) == {"our_facts"}


def test_a_scale_of_the_school_has_the_same_five_values(knowledge: Knowledge, tmp_path: Path) -> None:
    shutil.copy(OURS / "five_dimensions.yml", tmp_path / "our_scan.yml")
    scan = with_own(knowledge, tmp_path)[0].exercises["our_scan"]
    assert [len(step.choices) for step in scan.steps if step.scale] == [5] * 5


def test_a_wrong_one_is_refused_with_all_its_faults_and_the_right_one_works(
    knowledge: Knowledge, tmp_path: Path
) -> None:
    shutil.copy(OURS / "facts_first.yml", tmp_path / "our_facts.yml")
    wrong = (OURS / "facts_first.yml").read_text(encoding="utf-8")
    wrong = wrong.replace("form: medium", "form: endless").replace("deepen: [visible]", "deepen: [invisible]")
    (tmp_path / "wrong.yml").write_text(wrong, encoding="utf-8")
    (tmp_path / "broken.yml").write_text("steps: [", encoding="utf-8")
    both, faults = with_own(knowledge, tmp_path)
    assert set(both.exercises) - set(knowledge.exercises) == {"our_facts"}
    found = "\n".join(faults)
    assert "wrong.yml: form 'endless' is not known" in found
    assert "move 'invisible' is not known" in found
    assert "broken.yml" in found


def test_an_exercise_of_ours_cannot_be_replaced(knowledge: Knowledge, tmp_path: Path) -> None:
    shutil.copy(OURS / "facts_first.yml", tmp_path / "four_words.yml")
    both, faults = with_own(knowledge, tmp_path)
    assert both == knowledge
    assert [fault for fault in faults if "the name of an exercise that is there already" in fault]
