"""How many minutes somebody says to have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.model import SignalRule

LONGEST = 3_000
"""Of a longer message only so many characters are searched."""


class MinuteListener:
    """Finds "3 min tot 2B" and "ik heb een kwartiertje", not "hij kwam tien minuten te laat"."""

    def __init__(self, rule: SignalRule, numbers: Mapping[str, int]) -> None:
        """Take the rule `minutes` (its words are forms such as `heb {n} {unit}`, its groups units) and number words."""
        self._units = {unit: int(size) for size, units in rule.groups.items() for unit in units}
        self._numbers = numbers
        places = {"n": _either("n", [*numbers, r"\d{1,3}"]), "unit": _either("unit", self._units)}
        self._forms = [_compile(form, places) for form in rule.words]

    def hear(self, text: str) -> int | None:
        """Return the minutes: `"heb vijf minuten"` -> 5; `None` if none are named."""
        for form in self._forms:
            match = form.search(text[:LONGEST].lower().replace("’", "'"))
            if match:
                size = self._units[match["unit"]]
                number = match.groupdict().get("n") or "1"
                return size * (int(number) if number.isdigit() else self._numbers[number])
        return None


def _either(name: str, choices: Mapping[str, int] | Sequence[str]) -> str:
    ordered = sorted(choices, key=len, reverse=True)
    return f"(?P<{name}>{'|'.join(each if each.startswith(chr(92)) else re.escape(each) for each in ordered)})"


def _compile(form: str, places: Mapping[str, str]) -> re.Pattern[str]:
    pattern = re.escape(form).replace(r"\ ", r"\s+")
    begins = r"^\W*" if form.startswith("^") else r"(?<!\w)"
    pattern = pattern.removeprefix(r"\^")
    for name, place in places.items():
        pattern = pattern.replace(rf"\{{{name}\}}", place)
    ends = r"(?=\s*(?:[,.;:!?…]|$))" if form.endswith("$") else r"(?!\w)"
    return re.compile(begins + pattern.removesuffix(r"\$") + ends)
