"""`blijk check`: every fault in what the coach knows, and the shelf with what each exercise has."""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge import find_faults
from bot.knowledge.own import with_own
from bot.knowledge.untested import find_untested
from bot.model import LANGUAGES, Exercise, Knowledge
from bot.running.words import Words
from bot.settings import ROOT, Settings


def find_all_faults(settings: Settings) -> tuple[Knowledge, tuple[str, ...]]:
    """Return what the coach knows, and all faults: in the data, in what is untested, in the school's own exercises."""
    ours, faults = find_faults(settings.data / "coaching")
    tests = ROOT / "tests"
    untested = find_untested(tests, ours) if tests.is_dir() and not faults else ()
    knowledge, wrong = with_own(ours, settings.exercises) if not faults else (ours, ())
    return knowledge, (*faults, *untested, *wrong)


def shelf_lines(knowledge: Knowledge, words: Words) -> Iterator[str]:
    """Yield a line for each exercise on the shelf: id, form, minutes, languages, steps, wordings, talks, source.

    `four_words  medium   8  nl en   7 stappen  17 zinnen  2 gesprekken  004: Reflectieoefening`
    """
    listed = [each for each in knowledge.exercises.values() if each.listed]
    width = max((len(each.id) for each in listed), default=0)
    for exercise in listed:
        talks = sum((ROOT / "tests" / "talks" / f"{exercise.id}.{language}.yml").is_file() for language in LANGUAGES)
        counts = words.say("shelf_counts", steps=len(exercise.steps), wordings=_wordings(exercise), talks=talks)
        head = f"{exercise.id:<{width}}  {exercise.form:<6}  {exercise.minutes:>2}  {' '.join(LANGUAGES)}"
        yield f"{head}  {counts}  {exercise.source}"
    yield words.say("shelf_listed", count=len(listed))


def _wordings(exercise: Exercise) -> int:
    return sum(len((*step.ask, *step.brief, *step.again)) for step in exercise.steps)
