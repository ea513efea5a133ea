"""What `check` and `build` say: problems of the course, files derived from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from passerelles.content.case import Case
from passerelles.content.case_proof import Proof, prove
from passerelles.content.case_references import is_sound
from passerelles.content.course import Course
from passerelles.content.loader import load_course, read_case, read_course
from passerelles.content.problems import CourseError, Problem
from passerelles.errors import Refusal
from passerelles.text import t


def problems(root: Path, sources: Path | None = None) -> list[Problem]:
    """Return what is wrong with the course at `root`: what prevents loading it, else what breaks a rule.

    With `sources`, a folder holding the two texts, the statements are also proved against them.
    """
    from passerelles.content.rules import check
    from passerelles.content.sources import verify_sources
    from passerelles.engines.tools.rules import TOOL_RULES

    try:
        course = load_course(root)
    except CourseError as error:
        return error.problems
    told = [*check(course, root, more=TOOL_RULES), *on_paper(course.cases.values())]
    return [*told, *(verify_sources(course, sources, root) if sources else [])]


def case_problems(root: Path, slug: str) -> list[Problem]:
    """Return what is wrong with one case of the course at `root`, whatever the state of the rest.

    Raises Refusal when there is no such case, CourseError when there is no course.
    """
    from passerelles.content.rules import check_case

    course = read_course(root)[0]
    if not (root / "case_studies" / slug / "case.yaml").is_file():
        raise Refusal(t("cli.no-case", slug=slug), t("cli.no-case.cure", known=", ".join(course.cases) or "—"))
    case, refused = read_case(root, slug)
    return [*check_case(course, root, slug), *on_paper([case])] if case else refused


def on_paper(cases: Iterable[Case]) -> Iterator[Problem]:
    """Yield a problem for each case that its printed cards do not tell as the screen does (see `deck_proof`)."""
    from passerelles.documents.deck_build import make_deck
    from passerelles.documents.deck_proof import differences

    for case in cases:
        different = next(differences(case, make_deck(case)), None) if is_sound(case) else None
        if different:
            cause = t("check.case-paper", choices=" ".join(different.choices))
            yield Problem("case-paper", f"case_studies/{case.slug}/case.yaml", 1, cause, t("check.case-paper.cure"))


def cards(root: Path, slug: str) -> str:
    """Return the cards of a case of the course at `root` as one HTML file to print; raises as `case_proofs`."""
    from passerelles.documents.cards import cards_html

    course, case = _sound_case(root, slug)
    return cards_html(case, course.statements)


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
    return prove(_sound_case(root, slug)[1])


def _sound_case(root: Path, slug: str) -> tuple[Course, Case]:
    """Return the course at `root` and a case of it that can be played, or raise as `case_proofs` says."""
    course = load_course(root)
    if slug not in course.cases:
        raise Refusal(t("cli.no-case", slug=slug), t("cli.no-case.cure", known=", ".join(course.cases) or "—"))
    if not is_sound(course.cases[slug]):
        raise Refusal(t("cli.unsound-case", slug=slug), t("cli.unsound-case.cure"))
    return course, course.cases[slug]


def write(target: Path, page: str) -> None:
    """Write a page as a file; raises Refusal when that cannot be."""
    try:
        target.write_text(page, encoding="utf-8")
    except OSError as error:
        raise Refusal(t("cli.unwritable", target=target), t("cli.unwritable.cure")) from error


def build(root: Path) -> list[Path]:
    """Write the nbgrader notebooks and the editor schemas derived from the content; return the files."""
    from passerelles.content.schema import write_schemas
    from passerelles.grading.notebook import build_all

    return [*build_all(root), *write_schemas(root / "schemas")]
