"""Makes of what is to be said the messages that a messenger can show: in parts, marked up, with buttons or numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from bot.channels.abilities import Ability
from bot.model import Button, Turn


@dataclass(frozen=True)
class Part:
    """One message as a messenger sends it."""

    text: str
    """To be shown as it is."""
    html: str | None = None
    """The same in simple HTML, for a messenger whose markup that is."""
    buttons: tuple[Button, ...] = ()


def parts_of_turn(turn: Turn, ability: Ability, choose: str) -> tuple[Part, ...]:
    r"""Make the messages of a turn; `choose` is what is said under numbered answers.

    A turn with the buttons "Graag" and "Liever niet", where there are no buttons, ends with
    `"1. Graag\n2. Liever niet\n" + choose`
    """
    is_card = any(signal == "card" for _, signal in turn.quotes)
    return parts_of(turn.text, ability, turn.buttons, choose, card=is_card)


def parts_of(
    text: str, ability: Ability, buttons: Sequence[Button] = (), choose: str = "", *, card: bool = False
) -> tuple[Part, ...]:
    """Make the messages of a text; the buttons stand under the last. Of a card the labels are set apart."""
    shown = tuple(buttons) if _fit(buttons, ability) else ()
    if buttons and not shown:
        numbered = [f"{number}. {button.title}" for number, button in enumerate(buttons, 1)]
        text = "\n".join((text, "", *numbered, choose)).rstrip("\n")
    labels = _labels(text) if card and ability.markup == "html" else ()
    pieces = split(text, ability.longest)
    last = len(pieces) - 1
    return tuple(
        Part(piece, _marked(piece, labels) if ability.markup == "html" else None, shown if place == last else ())
        for place, piece in enumerate(pieces)
    )


def chosen(text: str, buttons: Sequence[Button], *, numbered: bool) -> Button | None:
    """Return the offered button that a typed line stands for: by its title or payload, or its number.

    `chosen("2", (Button("Graag", "yes"), Button("Liever niet", "no")), numbered=True)` -> the second
    """
    said = text.strip()
    for number, button in enumerate(buttons, 1):
        if said in (button.title, button.payload) or (numbered and said.rstrip(".") == str(number)):
            return button
    return None


def are_numbered(buttons: Sequence[Button], ability: Ability) -> bool:
    """Tell whether these buttons are offered as numbered answers there."""
    return bool(buttons) and not _fit(buttons, ability)


def split(text: str, longest: int) -> list[str]:
    """Split a text into pieces of at most `longest` characters: between lines, else between words, else anywhere.

    Nothing but the white space at a cut is lost: `split("een twee drie", 9)` -> `["een twee", "drie"]`
    """
    pieces = []
    while len(text) > longest:
        cut = text.rfind("\n", 1, longest + 1)
        cut = cut if cut > 0 else text.rfind(" ", 1, longest + 1)
        cut = cut if cut > 0 else longest
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return [piece for piece in (*pieces, text) if piece.strip()]


def _fit(buttons: Sequence[Button], ability: Ability) -> bool:
    return len(buttons) <= ability.buttons and all(len(each.payload.encode()) <= ability.payload for each in buttons)


def _labels(text: str) -> tuple[str, ...]:
    """The beginnings of a card's lines, up to the colon; what the coach says after the card has none."""
    heads = (line.partition(": ") for line in text.split("\n")[:-1])
    return tuple(f"{label}:" for label, colon, _ in heads if colon)


def _marked(text: str, labels: tuple[str, ...]) -> str:
    lines = []
    for line in text.split("\n"):
        label = next((each for each in labels if line.startswith(each)), "")
        rest = escape(line[len(label) :], quote=False)
        lines.append(f"<b>{escape(label, quote=False)}</b>{rest}" if label else rest)
    return "\n".join(lines)
