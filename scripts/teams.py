"""Makes the package of the Teams app: `python scripts/teams.py blijk.school.nl APP-ID` writes blijk-teams.zip.

The icons are drawn here, so that no picture lies in the repository.
"""

from __future__ import annotations

import re
import struct
import sys
import zlib
from pathlib import Path
from zipfile import ZipFile

MANIFEST = Path(__file__).resolve().parent.parent / "deploy" / "teams" / "manifest.json"
GREEN, WHITE, CLEAR = (63, 91, 80, 255), (255, 255, 255, 255), (0, 0, 0, 0)
Colour = tuple[int, int, int, int]


def icon(size: int, ground: Colour, ring: Colour) -> bytes:
    """Draw a ring on a ground as a PNG of so many pixels wide and high."""
    middle, outer, inner = (size - 1) / 2, size * 0.33, size * 0.24
    rows = []
    for y in range(size):
        row = bytearray([0])
        for x in range(size):
            far = ((x - middle) ** 2 + (y - middle) ** 2) ** 0.5
            row += bytes(ring if inner <= far <= outer else ground)
        rows.append(bytes(row))
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def package(site: str, app: str, to: Path) -> None:
    """Write the package for an app id and the host name at which people reach Blijk; raises `SystemExit` on others."""
    if not re.fullmatch(r"[a-z0-9.-]+", site) or not re.fullmatch(r"[0-9a-f-]{36}", app):
        sys.exit("teams: expected a host name and an app id; choices: blijk.school.nl 0a1b2c3d-...")
    text = MANIFEST.read_text(encoding="utf-8").replace("{{SITE}}", site).replace("{{APP}}", app)
    with ZipFile(to, "w") as made:
        made.writestr("manifest.json", text)
        made.writestr("color.png", icon(192, GREEN, WHITE))
        made.writestr("outline.png", icon(32, CLEAR, WHITE))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    package(sys.argv[1], sys.argv[2], Path("blijk-teams.zip"))
