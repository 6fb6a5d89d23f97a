"""Looking for a word in everything that a running Blijk leaves behind, however it may be written there."""

from __future__ import annotations

import base64
import subprocess
from collections.abc import Iterator
from pathlib import Path


def shapes_of(word: str) -> dict[str, bytes]:
    """A word as it may lie in a file: plain, shouted, wide, and as a part of something in base64 or hexadecimal."""
    plain = word.encode()
    shapes = {"plain": plain, "upper": word.upper().encode(), "hexadecimal": plain.hex().encode()}
    shapes |= {name: word.encode(name) for name in ("utf-16-le", "utf-16-be", "utf-32-le")}
    for before in range(3):
        whole = base64.b64encode(bytes(before) + plain)
        shapes[f"base64 after {before}"] = whole[(0, 2, 3)[before] : -4]
    return shapes


def found_in(data: bytes, word: str) -> list[str]:
    """In which shapes a word stands in some bytes."""
    return [name for name, shape in shapes_of(word).items() if shape in data]


def search_files(folders: list[Path], word: str) -> Iterator[str]:
    """Each place below some folders where a word is found: in a file, in its name, or in the name of a folder."""
    for path in (path for folder in folders for path in folder.rglob("*")):
        if word.casefold() in path.name.casefold():
            yield f"{path}: in its name"
        if path.is_file():
            yield from (f"{path}: {shape}" for shape in found_in(path.read_bytes(), word))


def search_processes(word: str) -> list[str]:
    """Each process in whose command line or environment a word is found, that of the search itself excepted."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:  # it went, or is not ours to look at
            continue
        found += [f"{process.name}: {shape}" for shape in found_in(told, word)]
    return found


def search_process_list(word: str) -> bool:
    """Whether `ps` shows a word."""
    shown = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return word in shown
