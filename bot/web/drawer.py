"""Draws one page that comes in, as a PDF file that a screen reader can read, or as a picture. Fetches nothing."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pypdfium2
import weasyprint
from PIL import Image, ImageChops
from weasyprint.urls import URLFetcher

STYLE = Path(__file__).parent / "static" / "paper.css"
SCALE = 8 / 3
"""Dots of the picture for one point of the page: 1080 wide."""
MARGIN = 64
"""Dots left below the last line of a picture."""


def draw_pdf(html: str) -> bytes:
    """Return a page as a tagged PDF file."""
    page = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    drawn: bytes = page.write_pdf(stylesheets=[weasyprint.CSS(filename=STYLE)], pdf_variant="pdf/ua-1")
    return drawn


def draw_png(html: str) -> bytes:
    """Return the first sheet of a page as a picture, as high as what is on it."""
    with pypdfium2.PdfDocument(draw_pdf(html)) as document:
        picture: Image.Image = document[0].render(scale=SCALE).to_pil().convert("RGB")
    paper = Image.new("RGB", picture.size, picture.getpixel((0, 0)))
    _, _, _, bottom = ImageChops.difference(picture, paper).getbbox() or (0, 0, *picture.size)
    drawn = io.BytesIO()
    picture.crop((0, 0, picture.width, min(bottom + MARGIN, picture.height))).save(drawn, "PNG", optimize=True)
    return drawn.getvalue()


def main() -> None:
    """Read a page from standard input, and write it as the kind that is asked for to standard output."""
    draw = {"pdf": draw_pdf, "png": draw_png}[sys.argv[1]]
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read().decode()))


if __name__ == "__main__":
    main()
