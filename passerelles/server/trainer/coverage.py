"""The coverage as trainers read it: each statement, with links to where it is taught, practised and assessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.coverage import USES, Coverage, Use
from passerelles.content.roleplay import roleplay_cites


@dataclass(frozen=True)
class Spot:
    """A place of the coverage: the page it is on, and how it is called there."""

    page: str  # title of the module or of the case
    name: str  # of the step, the item, the node…
    path: str  # of the page, under the base address; empty when there is none


@dataclass(frozen=True)
class Line:
    """A statement, where it is used by page, and which uses it is expected to have and has not."""

    statement: Statement
    uses: dict[Use, dict[str, list[Spot]]]
    missing: list[Use]


def lines(course: Course, matrix: Coverage, *, source: str = "", kind: str = "", lacking: bool = False) -> list[Line]:
    """Return the statements of a source and of a nature, all by default; only those that lack something when asked."""
    spots = dict(_spots(course))
    missing = {use: {*matrix.missing(use)} for use in USES}
    wanted = [s for s in course.statements.values() if source in ("", s.source) and kind in ("", s.kind)]
    made = [
        Line(
            statement,
            {use: _by_page(spots, matrix.statements[statement.id][use]) for use in USES},
            [use for use in USES if statement.id in missing[use]],
        )
        for statement in wanted
    ]
    return [line for line in made if line.missing or not lacking]


def _by_page(spots: dict[str, Spot], places: list[str]) -> dict[str, list[Spot]]:
    """Return the spots of some places, by the title of their page."""
    found: dict[str, list[Spot]] = {}
    for place in places:
        page, _, name = place.partition("/")
        spot = spots.get(place) or Spot(page, name, "")  # used somewhere that has no page
        found.setdefault(spot.page, []).append(spot)
    return found


def _spots(course: Course) -> Iterator[tuple[str, Spot]]:
    """Yield every place as the coverage names it, with where it is."""
    for slug, loaded in course.modules.items():
        for step in loaded.module.steps:
            for name in (step.tool, *step.items, step.id):
                if name:
                    yield f"{slug}/{name}", Spot(loaded.module.title, name, f"module/{slug}#{step.id}")
    for slug, case in course.cases.items():
        for number, node in enumerate(case.nodes, 1):
            yield f"{slug}/{node.id}", Spot(case.title, f"moment {number}", f"cas/{slug}")
        for question in case.debrief:
            yield f"{slug}/debrief:{question.id}", Spot(case.title, "débriefing", f"cas/{slug}")
    for slug, play in course.roleplays.items():
        for part in roleplay_cites(play):
            alone = play.alone.get(part)
            yield (
                f"{slug}/{part}",
                Spot(play.title, alone or "à plusieurs", f"{'jeu' if alone else 'formateur/jeux'}/{slug}"),
            )
