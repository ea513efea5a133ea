"""The one catalogue of interface strings, in French of Belgium."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

CATALOGUE = Path(__file__).resolve().parent / "locale" / "fr_BE"


@cache
def catalogue() -> dict[str, str]:
    """Return every string by key; each room keeps its own file, named after it."""
    strings: dict[str, str] = {}
    for file in sorted(CATALOGUE.glob("*.json")):
        strings |= json.loads(file.read_text(encoding="utf-8"))
    return strings


def t(key: str, **values: object) -> str:
    """Return the string of that key with its `{values}` filled in; KeyError when it is missing."""
    return catalogue()[key].format(**values)


def room(name: str) -> dict[str, str]:
    """Return the strings whose key starts with `name.`, without that prefix: what a view ships to the browser."""
    prefix = name + "."
    return {key.removeprefix(prefix): value for key, value in catalogue().items() if key.startswith(prefix)}
