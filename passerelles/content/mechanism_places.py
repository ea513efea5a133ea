"""Where one does here each mechanism of the two texts: tools, steps, cases, role plays, tracks, pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from .course import Course, LoadedModule
from .roleplay import RolePlay, roleplay_cites

PAGES = (  # what is done on a page of no module: title, address, mechanisms
    ("Les cartes du glossaire", "glossaire/cartes", ("M26",)),
    ("Les cas, et quels secteurs les ont relus", "formateur/cas#relecture", ("M51",)),
    ("Relire un texte", "glossaire/relire-un-texte", ("M26",)),
    ("Les fiches de méthode", "methodes", ("M60",)),
)
ALONE = frozenset({"M02", "M16", "M30", "M48", "M66"})  # of a role play, what one does without a table


@dataclass(frozen=True)
class Place:
    """Somewhere a mechanism is done."""

    kind: Literal["tool", "step", "case", "roleplay", "track", "page"]
    title: str
    within: str  # title of the module; empty for anything that is in none
    path: str  # of its page, under the base address


def places(course: Course) -> dict[str, list[Place]]:
    """Return where each mechanism of the course is done, in the order of the course; an empty list: nowhere yet."""
    found: dict[str, list[Place]] = {name: [] for name in course.mechanisms}
    for name, place in _claims(course):
        known = found.get(name)
        if known is not None and all(other.path != place.path for other in known):
            known.append(place)
    return found


def _claims(course: Course) -> Iterator[tuple[str, Place]]:
    """Yield each mechanism that something of the course says one does there; a tool before its step."""
    for module in course.modules.values():
        yield from _in_module(module)
    for case in [case for case in course.cases.values() if not case.draft]:
        for name in case.mechanisms:
            yield name, Place("case", case.title, "", f"cas/{case.slug}")
    for play in course.roleplays.values():
        for name in served(course, play):
            path = f"jeu/{play.slug}" if name in ALONE else f"formateur/jeux/{play.slug}"
            yield name, Place("roleplay", play.title, "", path)
    for track in course.tracks.values():
        for name in track.mechanisms:
            yield name, Place("track", track.title, "", f"formateur/parcours/{track.slug}")
    for title, path, names in PAGES:
        for name in names:
            yield name, Place("page", title, "", path)


def _in_module(module: LoadedModule) -> Iterator[tuple[str, Place]]:
    """Yield what the tools and the steps of a module say."""
    head = module.module
    for step in head.steps:
        path = f"module/{head.slug}#{step.id}"
        if tool := module.tool(step.tool or ""):
            for name in tool.mechanisms:
                yield name, Place("tool", tool.title, head.title, path)
        for name in step.mechanisms:
            yield name, Place("step", step.title, head.title, path)


def served(course: Course, play: RolePlay) -> list[str]:
    """Return the mechanisms that a role play says it makes one do, and that it cites a statement of."""
    cited = {name for names in roleplay_cites(play).values() for name in names}
    known = [name for name in play.mechanisms if name in course.mechanisms]
    return [name for name in known if not cited.isdisjoint(course.mechanisms[name].statements)]


def to_practise(course: Course) -> list[str]:
    """Return the statements that some mechanism rests on, in the order of the texts."""
    named = {name for mechanism in course.mechanisms.values() for name in mechanism.statements}
    return [name for name in course.statements if name in named]
