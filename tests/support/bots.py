"""People who know nothing of the activities: they fill in the forms they see and press the buttons they are offered."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

Frame = dict[str, Any]
Block = dict[str, Any]
Deed = tuple[str, str, str, tuple[str, ...]]  # place, kind, what, says
Typist = Callable[[str], str]  # what somebody types

NEVER = {"leave", "stop", "strike", "unlink", "give"}  # what would undo what others look at


def plain(who: str) -> str:
    """Return some words that are nobody else's."""
    return f"Apport {sum(who.encode())}"


def deeds(frame: Frame, who: str, typed: Typist = plain) -> Iterator[Deed]:
    """Yield what somebody may do with what they see: each form once, one button of each group."""
    for block in flat(frame["screen"]["blocks"]):
        deed = _deed(block, who, typed)
        if deed and deed[0] not in NEVER:
            yield (block.get("place") or frame["place"], *deed)


def main_button(frame: Frame) -> Deed | None:
    """Return the first button that leads on, as the trainer's page shows it."""
    for block in flat(frame["screen"]["blocks"]):
        for choice in block.get("choices", ()):
            if choice["style"] == "main":
                return frame["place"], choice["deed"], choice["what"], tuple(choice["says"])
    return None


def button(frame: Frame, kind: str) -> Deed | None:
    """Return the first button of that deed."""
    for block in flat(frame["screen"]["blocks"]):
        for choice in block.get("choices", ()):
            if choice["deed"] == kind:
                return frame["place"], choice["deed"], choice["what"], tuple(choice["says"])
    return None


def flat(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks, those that are folded too."""
    for block in blocks:
        yield block
        if block["kind"] == "fold":
            yield from flat(block["blocks"])


def _deed(block: Block, who: str, typed: Typist) -> tuple[str, str, tuple[str, ...]] | None:
    """Return the deed of one block."""
    if block["kind"] == "form":
        return block["deed"], block["what"], tuple(_filled(field, who, typed) for field in block["fields"])
    if block["kind"] == "question":
        if block["state"]["status"] == "locked":
            return None
        return "answer", block["item"]["id"], (json.dumps(_answer(block["item"])),)
    if block["kind"] == "buttons":
        free = [
            one for one in block["choices"] if one["style"] != "danger" and not one["confirm"] and not one["pressed"]
        ]
        taken = any(one["pressed"] for one in block["choices"])
        if free and not taken:
            one = free[sum(who.encode()) % len(free)]
            return one["deed"], one["what"], tuple(one["says"])
    return None


def _filled(field: dict[str, Any], who: str, typed: Typist) -> str:
    """Return something that fits a field."""
    values = [value for value, _ in field["options"] if value]
    if field["type"] in ("choice", "scale", "many"):
        return values[sum(who.encode()) % len(values)] if values else ""
    if field["type"] == "number":
        return "2"
    if field["type"] == "date":
        return (date.today() + timedelta(days=45)).isoformat()
    return typed(who)[: field["most"]]


def _answer(item: dict[str, Any]) -> Any:
    """Return an answer that fits an item, right or wrong."""
    kind = item["kind"]
    if kind in ("single", "position"):
        return item["options"][0]["id"]
    if kind == "multiple":
        return [item["options"][0]["id"]]
    if kind == "order":
        return [one["id"] for one in item["elements"]]
    if kind in ("sort", "match"):
        places = item["categories"] if kind == "sort" else item["partners"]
        spots = [place["id"] for place in places]
        return {one["id"]: spots[rank % len(spots)] for rank, one in enumerate(item["elements"])}
    return "Quelques mots."
