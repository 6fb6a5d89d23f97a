"""Imports point down only, without cycles, none hidden; heavy libraries live in one room each; everything is short."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted([*(ROOT / "bot").rglob("*.py"), *(ROOT / "actions").rglob("*.py")])
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in FILES}

LAYERS = (
    {"bot.model", "bot.errors", "bot.wire"},
    {"bot.knowledge"},
    {"bot.listening", "bot.coaching", "bot.journal"},
    {"bot.settings", "bot.quiet", "bot.settling"},
    {"actions", "bot.components", "bot.web", "bot.channels", "bot.running", "bot.talking", "bot.cli"},
)
"""Lowest first. A room may import from the layers below it."""
BESIDE = {
    "bot.settings": {"bot.quiet"},
    "bot.components": {"actions"},
    "bot.wire": {"bot.model"},
    "bot.talking": {"bot.running"},
    "bot.running": {"bot.web", "bot.channels"},
    "bot.cli": {"bot.running", "bot.talking"},
    "bot.channels": {"bot.web"},
    "bot.web": {"bot.channels"},
}
"""What a room may import from its own layer."""
LIVES_IN = {
    "spacy": {"bot.listening"},
    "sklearn": {"bot.listening"},
    "sqlalchemy": {"bot.journal"},
    "alembic": {"bot.journal"},
    "cryptography": {"bot.journal"},
    "rasa": {"bot.components"},
    "rasa_sdk": {"bot.components", "actions"},
    "starlette": {"bot.web", "bot.channels"},
    "typer": {"bot.cli", "bot.talking"},
    "authlib": {"bot.web"},
    "joserfc": {"bot.web"},
    "weasyprint": {"bot.web"},
    "pypdfium2": {"bot.web"},
    "PIL": {"bot.web"},
    "prometheus_client": {"bot.web"},
    "nio": {"bot.channels"},
}
"""The rooms in which a library may be imported."""


def imports_of(path: Path) -> set[str]:
    """Every module that a file imports anywhere in it: at the top, in a function, for type checking."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: import from the root, not relatively"
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= {name if name in MODULES else node.module for name in inner}
    return found


IMPORTS = {module: imports_of(path) for module, path in MODULES.items()}


def room_of(module: str) -> str:
    """`bot.web.app` -> `bot.web`, `actions.stop` -> `actions`."""
    return "actions" if module.split(".")[0] == "actions" else ".".join(module.split(".")[:2])


def layer_of(room: str) -> int:
    return next((height for height, rooms in enumerate(LAYERS) if room in rooms), -1)


def ours(module: str) -> Iterator[str]:
    return (name for name in IMPORTS[module] if name in MODULES)


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"bot"}))
def test_every_module_lies_in_a_room_that_has_a_layer(module: str) -> None:
    assert layer_of(room_of(module)) >= 0


@pytest.mark.parametrize("module", sorted(set(MODULES) - {"bot"}))
def test_imports_point_down(module: str) -> None:
    room = room_of(module)
    up = {
        other
        for other in ours(module)
        if room_of(other) != room
        and layer_of(room_of(other)) >= layer_of(room)
        and room_of(other) not in BESIDE.get(room, ())
    }
    assert not up


@pytest.mark.parametrize("module", sorted(MODULES))
def test_a_library_is_imported_only_in_the_room_where_it_lives(module: str) -> None:
    strangers = {
        name for name in IMPORTS[module] if room_of(module) not in LIVES_IN.get(name.split(".")[0], {room_of(module)})
    }
    assert not strangers


def test_no_module_imports_itself_by_a_detour() -> None:
    clear: set[str] = set()

    def walk(module: str, way: tuple[str, ...]) -> None:
        assert module not in way, " -> ".join((*way[way.index(module) :], module))
        if module not in clear:
            for other in ours(module):
                walk(other, (*way, module))
            clear.add(module)

    for module in MODULES:
        walk(module, ())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 250 or path.name == "model.py"  # the nouns stand together, each with its docstring
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert (node.end_lineno or 0) - node.lineno < 40, f"{node.name} is long"
