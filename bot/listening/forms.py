"""The forms in which moments are named, compiled from the rule `moments` of a language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from bot.model import SignalRule

KINDS = ("day", "part", "clock", "in", "vague")
"""Groups that hold forms are named `<kind>.<action>`: `day.tomorrow`, `clock.half_to`, `part.14`, `in.hours`."""
JOINED = "joined"
"""Groups of parts of a day that are written onto the day: `joined.13` holds `middag`, for "vrijdagmiddag"."""
LISTS = ("number", "weekday", "month")
"""Groups that hold words for a number are named `<list>.<number>`: `weekday.0` is Monday."""
BEGIN = r"(?<![\w.:])"
"""Where a form can begin."""
DIGITS = {
    "n": r"\d{1,2}", "h": r"(?:[01]?\d|2[0-4])", "mm": r"[0-5]\d", "d": r"(?:[12]\d|3[01]|0?[1-9])",
    "m": r"(?:1[0-2]|0?[1-9])", "y": r"20\d\d",
}  # fmt: skip
"""What digits each place in a form may hold."""


@dataclass(frozen=True)
class Form:
    """One way of naming a piece of a moment."""

    kind: str
    action: str
    pattern: re.Pattern[str]


class Forms:
    """All forms of one language, and what its number words mean."""

    def __init__(self, rule: SignalRule) -> None:
        """Take the rule `moments`."""
        self._groups = rule.groups
        self._values = {name: _values(rule.groups, name) for name in LISTS}
        self.all = tuple(self._compile())
        self._any = _either_form(self.all)

    @property
    def numbers(self) -> Mapping[str, int]:
        """Number words and what they count: `vijf` -> 5."""
        return self._values["number"]

    def any_in(self, lower: str) -> bool:
        """Tell at once whether any form occurs in a text: in most texts none does."""
        return self._any.search(lower) is not None

    def value(self, name: str, word: str) -> int:
        """Return what a word at a place means: `value("weekday", "vrijdag")` -> 4, `value("n", "12")` -> 12."""
        if word.isdigit():
            return int(word)
        return self._values[name if name in LISTS else "number"][word]

    def words(self, group: str) -> tuple[str, ...]:
        """Return the plain words of a group such as `glue` or `or`."""
        return self._groups.get(group, ())

    def is_glue(self, between: str) -> bool:
        """Tell whether what stands between two pieces joins them: `" om "` does."""
        return all(word in self.words("glue") for word in re.findall(r"[^\s,]+", between))

    def is_one_of_many(self, before: str) -> bool:
        """Tell whether what stands before a piece makes it no moment that is coming: `"elke "` and `"die "` do."""
        words = re.findall(r"[^\s,]+", before[-30:])
        return any(words[-len(each.split()) :] == each.split() for each in self.words("never_after"))

    def span(self, action: str, words: Mapping[str, str]) -> timedelta:
        """Return how long from now: action `minutes` or `hours`, `half_hour`, `quarter`."""
        count = self.value("n", words["n"]) if "n" in words else 1
        sizes = {"minutes": 1, "hours": 60, "half_hour": 30, "quarter": 15}
        return timedelta(minutes=count * sizes[action])

    def _joined(self) -> str:
        return "|".join(
            re.escape(word) for group, words in self._groups.items() if group.startswith(JOINED) for word in words
        )

    def _compile(self) -> list[Form]:
        places = {name: _either(name, self._values[name], "") for name in ("weekday", "month")}
        hours = {word: value for word, value in self.numbers.items() if word not in self.words("not_hour")}
        places |= {"n": _either("n", self.numbers, DIGITS["n"]), "h": _either("h", hours, DIGITS["h"])}
        places |= {name: f"(?P<{name}>{digits})" for name, digits in DIGITS.items() if name not in places}
        found = []
        for group, listed in self._groups.items():
            kind, _, action = group.partition(".")
            if kind in KINDS:
                found += [Form(kind, action, _pattern(form, places, self._joined())) for form in listed]
            if kind == JOINED:
                found += [Form("part", action, re.compile(rf"(?<=\w){re.escape(form)}(?!\w)")) for form in listed]
        return found


def _values(groups: Mapping[str, tuple[str, ...]], name: str) -> dict[str, int]:
    numbered = [
        (group.removeprefix(f"{name}."), words) for group, words in groups.items() if group.startswith(f"{name}.")
    ]
    return {word: int(number) for number, words in numbered for word in words}


def _either(name: str, values: Mapping[str, int], digits: str) -> str:
    words = [re.escape(word) for word in sorted(values, key=len, reverse=True)]
    return f"(?P<{name}>{'|'.join([*words, *([digits] if digits else [])])})"


def _either_form(forms: Iterable[Form]) -> re.Pattern[str]:
    """Return one pattern for all forms; what they begin with in common is looked for once."""
    sources = [re.sub(r"\(\?P<\w+>", "(?:", form.pattern.pattern) for form in forms]
    plain = [source.removeprefix(BEGIN) for source in sources if source.startswith(BEGIN)]
    others = [source for source in sources if not source.startswith(BEGIN)]
    return re.compile("|".join((f"{BEGIN}(?:{'|'.join(plain) or '(?!)'})", *others)))


def _pattern(form: str, places: Mapping[str, str], joined: str) -> re.Pattern[str]:
    pattern = re.escape(form).replace(r"\ ", r"\s+")
    for name, place in places.items():
        pattern = pattern.replace(rf"\{{{name}\}}", place)
    ends = rf"(?![\w]|[.:]\d)|(?=(?:{joined})(?!\w))" if joined else r"(?![\w]|[.:]\d)"
    return re.compile(rf"{BEGIN}{pattern}(?:{ends})")
