"""The two tools that every module may show, « Mes freins » and the commitment: what they show, what they may keep.

Value of « Mes freins »: `{"picked": [{"id", "weight": 1-3, "reach": {condition id: "near" | "up"}}], "note": text}`.
Value of the commitment: texts under `gesture`, `contact`, `date` (ISO), `me`, `management`, `policy`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from passerelles.content.corpus import Bridge, Statement
from passerelles.text import t

MOST_PICKED = 7
MAX_FIELD = 4000  # characters of one text field of a tool

GROUPS = {
    "Contraintes externes": "external",
    "Difficultés internes aux services": "internal",
    "Difficultés partenariales et intersectorielles": "partners",
}
COMMITMENT_FIELDS = frozenset({"gesture", "contact", "date", "me", "management", "policy"})


def freins_data(bridges: Iterable[Bridge], statements: Mapping[str, Statement]) -> dict[str, Any]:
    """Return what « Mes freins » shows: obstacles by heading, each with the conditions that answer it.

    Raises KeyError when a bridge names a statement that does not exist.
    """
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in (*GROUPS.values(), "cafe")}
    conditions: dict[str, dict[str, str]] = {}
    for bridge in bridges:
        obstacle = statements[bridge.obstacle]
        groups[_group(obstacle)].append(
            {
                **_quoted(obstacle),
                "id": bridge.obstacle,
                "plain": bridge.plain,
                "level": bridge.level,
                "conditions": bridge.conditions,
                "first_step": bridge.first_step,
            }
        )
        conditions |= {i: _quoted(statements[i]) for i in bridge.conditions}
    shown = [{"id": name, "obstacles": obstacles} for name, obstacles in groups.items() if obstacles]
    return {"groups": shown, "conditions": conditions, "most": MOST_PICKED}


def is_freins(value: object, data: Mapping[str, Any]) -> bool:
    """Say whether `value` is something « Mes freins » may keep, for the data it showed."""
    if not isinstance(value, dict) or set(value) != {"picked", "note"} or not _is_text(value["note"]):
        return False
    known = {o["id"]: set(o["conditions"]) for group in data["groups"] for o in group["obstacles"]}
    picked = value["picked"]
    if not isinstance(picked, list) or len(picked) > MOST_PICKED or not all(_is_pick(p, known) for p in picked):
        return False
    return len({p["id"] for p in picked}) == len(picked)


def is_commitment(value: object) -> bool:
    """Say whether `value` is something the commitment may keep: known texts, and a date or nothing."""
    if not isinstance(value, dict) or not set(value) <= COMMITMENT_FIELDS:
        return False
    return all(_is_text(text) for text in value.values()) and _is_date(value.get("date", ""))


def _group(statement: Statement) -> str:
    """Return the heading an obstacle is shown under."""
    return next((GROUPS[part] for part in statement.section if part in GROUPS), "cafe")


def _quoted(statement: Statement) -> dict[str, str]:
    """Return the words of a statement and where they come from."""
    return {"quote": statement.quote, "source": t(f"source.{statement.source}")}


def _is_text(value: object) -> bool:
    """Say whether a value is a text short enough to be kept."""
    return isinstance(value, str) and len(value) <= MAX_FIELD


def _is_pick(pick: object, known: Mapping[str, set[str]]) -> bool:
    """Say whether a picked obstacle exists, is weighed 1 to 3 and marks only its own conditions."""
    if not isinstance(pick, dict) or set(pick) != {"id", "weight", "reach"} or not isinstance(pick["id"], str):
        return False
    if pick["id"] not in known or type(pick["weight"]) is not int or not 1 <= pick["weight"] <= 3:
        return False
    reach = pick["reach"]
    return (
        isinstance(reach, dict) and set(reach) <= known[pick["id"]] and set(map(str, reach.values())) <= {"near", "up"}
    )


def _is_date(value: str) -> bool:
    """Say whether a text is an ISO date, or nothing."""
    try:
        return value == "" or bool(date.fromisoformat(value))
    except ValueError:
        return False
