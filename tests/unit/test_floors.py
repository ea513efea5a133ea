"""Imports only go down the floors of the library, and heavy libraries stay in their room."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "passerelles"
FLOORS = {
    0: {"paths", "text", "errors", "typography", "french", "lean", "kernels"},
    1: {"content", "scoring", "spelling"},
    2: {"store", "engines"},
    3: {"widgets", "grading"},
    4: {"server", "documents"},
    5: {
        "cli",
        "cli_authors",
        "cli_forget",
        "cli_attestation",
        "command",
        "administration",
        "classroom",
        "reports",
        "doctor",
        "__main__",
    },
}
FLOOR = {room: floor for floor, rooms in FLOORS.items() for room in rooms}
NEVER = {"store": {"content"}, "engines": {"store", "widgets"}, "content": {"scoring", "store"}}
ONLY_IN = {
    "sqlalchemy": {"store"},
    "alembic": {"store"},
    "nbgrader": {"grading"},
    "voila": {"server"},
    "tornado": {"server"},
    "anywidget": {"widgets"},
    "pandas": {"server", "engines"},
    "segno": {"documents"},
}


def room_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Every module named in an import, those inside functions included."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level:
            parts = path.relative_to(PACKAGE.parent).parent.parts
            base = parts[: len(parts) - node.level + 1]
            found |= {".".join((*base, node.module or alias.name)) for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = {f"passerelles.{alias.name}" for alias in node.names} if node.module == "passerelles" else set()
            found |= names or {node.module}
    return found


FILES = sorted(path for path in PACKAGE.rglob("*.py") if path.parent != PACKAGE or path.name != "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_go_down(path: Path) -> None:
    here = room_of(path)
    for module in imports(path):
        if module.startswith("passerelles."):
            there = module.split(".")[1]
            assert there in FLOOR, f"{module}: give this room a floor"
            assert FLOOR[there] <= FLOOR[here], f"{here} (floor {FLOOR[here]}) imports {module} above it"
            assert there not in NEVER.get(here, set()), f"{here} must not know {there}"
        elif (library := module.split(".")[0]) in ONLY_IN:
            assert here in ONLY_IN[library], f"{library} belongs to {ONLY_IN[library]}"
