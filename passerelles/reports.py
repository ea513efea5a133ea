"""What `check` and `build` say: problems of the course, files derived from it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from passerelles.content.case_proof import Proof, prove
from passerelles.content.case_references import is_sound
from passerelles.content.loader import load_course
from passerelles.content.problems import CourseError, Problem
from passerelles.errors import Refusal
from passerelles.text import t


def problems(root: Path, sources: Path | None = None) -> list[Problem]:
    """Return what is wrong with the course at `root`: what prevents loading it, else what breaks a rule.

    With `sources`, a folder holding the two texts, the statements are also proved against them.
    """
    from passerelles.content.rules import check
    from passerelles.content.sources import verify_sources

    try:
        course = load_course(root)
    except CourseError as error:
        return error.problems
    return [*check(course, root), *(verify_sources(course, sources, root) if sources else [])]


def problems_json(found: Sequence[Problem]) -> dict[str, Any]:
    """Return the problems as a stable JSON object."""
    return {"ok": not any(p.severity == "error" for p in found), "problems": [p.as_json() for p in found]}


def problems_text(found: Sequence[Problem]) -> str:
    """Return the problems as paragraphs an author can act on, worst first, and their number."""
    worst_first = sorted(found, key=lambda p: (p.severity != "error", p.file, p.line))
    errors = sum(p.severity == "error" for p in found)
    return "\n".join([*map(str, worst_first), t("check.total", errors=errors, warnings=len(found) - errors)])


def case_proofs(root: Path, slug: str) -> list[Proof]:
    """Return every path of a case of the course at `root`, then of each of its viewpoints.

    Raises CourseError when the course cannot be loaded, Refusal when the case is unknown or names what does not exist.
    """
    cases = load_course(root).cases
    if slug not in cases:
        raise Refusal(t("cli.no-case", slug=slug), t("cli.no-case.cure", known=", ".join(cases) or "—"))
    if not is_sound(cases[slug]):
        raise Refusal(t("cli.unsound-case", slug=slug), t("cli.unsound-case.cure"))
    return prove(cases[slug])


def build(root: Path) -> list[Path]:
    """Write the nbgrader notebooks and the editor schemas derived from the content; return the files."""
    from passerelles.content.schema import write_schemas
    from passerelles.grading.notebook import build_all

    return [*build_all(root), *write_schemas(root / "schemas")]
