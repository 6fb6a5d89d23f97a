"""What a person takes along, opened: PDF, picture, print, and each of the others in part."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from ctypes.util import find_library
from datetime import datetime, timedelta, timezone

import pypdfium2
import pytest
from PIL import Image

from bot.errors import NotReady
from bot.web.paper import DRAWER, draw

from .conftest import Door
from .looking_back import tell

NOW = datetime.now(timezone.utc)
SAID = "Renée zei: <b>nee</b> & 日本 😀"

pango = pytest.mark.skipif(find_library("pango-1.0") is None, reason="Pango is not installed; see README")


@pytest.fixture
def told(open_door: Callable[..., Door]) -> Door:
    door = open_door()
    person = door.journal.person("local", door.settings.person).id
    tell(door.journal, person, NOW - timedelta(days=40), "facts_first", {"happened": "Veertig dagen terug."})
    tell(door.journal, person, NOW, "four_words", {"beleven": SAID})
    return door


def newest(door: Door) -> str:
    return door.journal.reflections(door.journal.person("local", door.settings.person).id)[0].id


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "".join(page.get_textpage().get_text_range() for page in document)


@pango
def test_a_pdf_opens_is_tagged_and_holds_every_letter(told: Door) -> None:
    answer = told.browser.get("/journal/export.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == 'attachment; filename="blijk.pdf"'
    with pypdfium2.PdfDocument(answer.content) as document:
        assert document.is_tagged()
        assert document.get_metadata_value("Title") == "Mijn reflecties"
    text = text_of(answer.content)
    assert text.index("Veertig dagen terug.") < text.index("Renée zei: <b>nee</b> & 日本")
    assert str(NOW.astimezone(told.gateway.zone).year) in text


@pango
def test_one_reflection_is_a_pdf_too(told: Door) -> None:
    text = text_of(told.browser.get(f"/journal/{newest(told)}/blijk.pdf").content)
    assert "Renée" in text and "Veertig" not in text


@pango
def test_a_card_is_a_picture_as_wide_as_a_telephone_and_no_higher_than_its_words(told: Door) -> None:
    answer = told.browser.get(f"/journal/{newest(told)}/card.png")
    assert answer.headers["content-type"] == "image/png"
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.width == 1080 and 300 < picture.height < 900
    assert len(picture.convert("L").getcolors() or ()) > 20  # letters, not an empty sheet


def test_without_a_card_there_is_no_picture(told: Door, open_door: Callable[..., Door]) -> None:
    door = open_door()
    person = door.journal.person("local", door.settings.person).id
    tell(door.journal, person, NOW, "unknown", {"x": "Los."})
    assert door.browser.get(f"/journal/{newest(door)}/card.png").status_code == 404


@pytest.mark.parametrize(
    ("query", "there", "not_there"),
    [
        ("", ("Veertig", "Renée"), ()),
        ("?exercise=facts_first", ("Veertig",), ("Renée",)),
        (f"?from={NOW - timedelta(days=5):%Y-%m-%d}", ("Renée",), ("Veertig",)),
        (f"?until={NOW - timedelta(days=5):%Y-%m-%d}", ("Veertig",), ("Renée",)),
        ("?from=nonsense", ("Veertig", "Renée"), ()),
        ("?from=2999-01-01", (), ("Veertig", "Renée")),
    ],
)
@pytest.mark.parametrize("path", ["/journal/print", "/journal/export.md", "/journal/export.json"])
def test_a_period_or_an_exercise_can_be_taken_along(
    told: Door, path: str, query: str, there: tuple[str, ...], not_there: tuple[str, ...]
) -> None:
    shown = told.browser.get(path + query).text
    assert all(word in shown for word in there)
    assert not any(word in shown for word in not_there)


def test_what_is_printed_is_escaped(told: Door) -> None:
    page = told.browser.get("/journal/print").text
    assert "&lt;b&gt;nee" in page and "<b>nee" not in page


@pytest.mark.parametrize("drawer", ["bot.web.nowhere", DRAWER])
def test_what_cannot_be_drawn_is_said_without_a_word_of_it(drawer: str) -> None:
    with pytest.raises(NotReady) as raised:
        asyncio.run(draw(f"<p>{SAID}</p>", "nonsense", drawer=drawer))
    assert "Renée" not in str(raised.value)


@pango
def test_a_drawing_that_takes_too_long_is_given_up(told: Door) -> None:
    with pytest.raises(NotReady):
        asyncio.run(draw("<p>x</p>" * 10, "pdf", patience=0.001))


def test_where_nothing_can_be_drawn_the_page_says_what_can_be_done(told: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.paper.sys.executable", "/bin/false")
    answer = told.browser.get("/journal/export.pdf")
    assert answer.status_code == 503
    assert "Kies een kortere periode" in answer.text


@pango
def test_a_drawing_fetches_nothing_from_anywhere() -> None:
    away = '<img alt="x" src="file:///etc/hostname"><link rel=stylesheet href="http://127.0.0.1:9/">'
    assert "Ja." in text_of(asyncio.run(draw(f"<title>x</title>{away}<p>Ja.</p>", "pdf")))
