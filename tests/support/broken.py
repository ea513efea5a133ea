"""Breaking a copy of the mini-course in one place, to prove that a rule sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple


class Broken(NamedTuple):
    code: str
    file: str  # where the problem is reported
    at: str  # what the reported line holds; "" for line 1
    change: Callable[[Path], None]


def swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text, "the mini-course has changed: this case no longer breaks anything"
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(file: str, text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        (root / file).parent.mkdir(parents=True, exist_ok=True)
        with (root / file).open("a", encoding="utf-8") as out:
            out.write(text)

    return change


def drop(file: str) -> Callable[[Path], None]:
    return lambda root: (root / file).unlink()


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        for one in changes:
            one(root)

    return change
