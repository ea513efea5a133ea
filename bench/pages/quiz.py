"""What the peers' pages share: the prepared content, and a judgement of an answer as HTML. Standard library only."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

VARIABLE = "BENCH_CONTENT"
ANSWER = "Répondre"
KEPT = "<p>Réponse gardée.</p>"

Json = dict[str, Any]


def load() -> Json:
    """Return the content that the environment names."""
    return json.loads(Path(os.environ[VARIABLE]).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def judged(content: Json, item: str, answer: Any) -> str:
    """Return the feedback to an answer as HTML: for a choice, why; elsewhere how many elements stand right."""
    after, key = content["after"][item], content["keys"][item]
    if isinstance(answer, str) and answer in after:
        feedback = after[answer]["feedback"]
        chosen = [detail["feedback"] or "" for detail in feedback["details"] if detail["id"] == answer]
        return str(feedback["summary"]) + "".join(chosen)
    if isinstance(key, dict) and isinstance(answer, dict):
        right = sum(answer.get(element) == place for element, place in key.items())
        return f"<p>{right} sur {len(key)}.</p>"
    if isinstance(key, list):
        return "<p>Juste.</p>" if answer == key else "<p>Pas encore.</p>"
    return KEPT


def heading(content: Json, step: Json) -> str:
    """Return the text of a step with its heading, as HTML."""
    rank = content["steps"].index(step) + 1
    return f"<p>Étape {rank} sur {len(content['steps'])}</p><h2>{step['title']}</h2>{step['html']}"


def plain(html: str) -> str:
    """Return HTML as plain text, for labels that take no HTML."""
    return re.sub(r"<[^>]*>", "", html)


def labels(item: Json, name: str) -> list[tuple[str, str]]:
    """Return (text, id) of an item's options, elements, categories or partners."""
    return [(plain(entry["html"]), entry["id"]) for entry in item[name]]


def obstacles(content: Json) -> list[Json]:
    """Return the obstacles of « Mes freins », each with `id`, `plain`, `first_step` and `conditions`."""
    return [obstacle for group in content["tools"]["freins"]["groups"] for obstacle in group["obstacles"]]


def ways_out(content: Json, chosen: list[str]) -> str:
    """Return, as HTML, the first steps that answer the obstacles chosen."""
    found = [obstacle for obstacle in obstacles(content) if obstacle["id"] in chosen]
    return "<ul>" + "".join(f"<li>{one['plain']} {one['first_step']}</li>" for one in found) + "</ul>"
