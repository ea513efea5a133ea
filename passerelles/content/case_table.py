"""The table of paths of a case: what each way of playing it brings, for authors and for the paper version."""

from __future__ import annotations

from typing import Any

from .case_proof import Proof
from .case_walk import Path

_MEASURES = ("young", "trust", "mandate", "time")
_HEAD = ["choix", "bien-être", "confiance", "clarté", "temps", "budget", "minutes", "fin"]


def paths_json(proofs: list[Proof]) -> dict[str, Any]:
    """Return every path of every story of a case: choices, indicators at the end, ending, minutes."""
    return {
        "case": proofs[0].case.slug,
        "stories": [
            {
                "viewpoint": proof.viewpoint,
                "nodes": [node.id for node in proof.story.nodes],
                "budget": proof.story.budget,
                "complete": proof.complete,
                "paths": [_row(proof, path) for path in proof.finished],
            }
            for proof in proofs
        ],
    }


def paths_text(proofs: list[Proof]) -> str:
    """Return the same as text: for each story the range of each ending, then one line per path."""
    return "\n\n".join(_story(proof) for proof in proofs)


def _story(proof: Proof) -> str:
    """Return one story as text."""
    rows = [_row(proof, path) for path in proof.finished]
    title = proof.case.title + (f" — {proof.viewpoint}" if proof.viewpoint else "")
    summary = [["fin", "chemins", "dans le budget", "bien-être", "confiance", "clarté", "temps"]]
    for ending in proof.story.endings:
        mine = [row for row in rows if row["ending"] == ending.id]
        kept = sum(not row["over"] for row in mine)
        summary.append([ending.id, str(len(mine)), str(kept), *(_range(mine, name) for name in _MEASURES)])
    lines = [_HEAD, *(_line(row) for row in rows)]
    return "\n".join([f"{title} : {len(rows)} chemins", "", *_columns(summary), "", *_columns(lines)])


def _row(proof: Proof, path: Path) -> dict[str, Any]:
    """Return one path as a JSON object."""
    last = path[-1]
    return {
        "mode": last.mode,
        "after": sorted(last.before),
        "choices": list(last.chosen),
        **{name: last.measure(name) for name in _MEASURES},
        "over": last.over,
        "minutes": round(proof.minutes(path), 1),
        "ending": last.ending,
    }


def _line(row: dict[str, Any]) -> list[str]:
    """Return one path as cells."""
    after = [f"(après {' '.join(row['after'])})"] if row["after"] else []
    way = " ".join([*([f"[{row['mode']}]"] if row["mode"] else []), *after, *row["choices"]])
    numbers = [f"{row[name]:d}" for name in _MEASURES]
    return [way, *numbers, "dépassé" if row["over"] else "tenu", f"{row['minutes']}", str(row["ending"])]


def _range(rows: list[dict[str, Any]], name: str) -> str:
    """Return the smallest and largest value of an indicator."""
    values = [row[name] for row in rows] or [0]
    return f"{min(values)} à {max(values)}"


def _columns(rows: list[list[str]]) -> list[str]:
    """Return rows as lines with aligned columns."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
