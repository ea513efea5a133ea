"""What the sequences of a track are in a course: the steps they show, the minutes these last, what they reach."""

from __future__ import annotations

from collections.abc import Iterator

from .course import Course, LoadedModule, Step
from .coverage import USES, Use, coverage
from .mechanism_places import ALONE, served
from .track import Sequence, Track


def unknown(course: Course, sequence: Sequence) -> Iterator[tuple[str, str]]:
    """Yield the key and the name of each thing a sequence names that learners do not meet in the course."""
    if sequence.module and sequence.module not in course.modules:
        yield "module", sequence.module
    elif sequence.module:
        known = {step.id for step in course.modules[sequence.module].module.steps}
        yield from (("steps", name) for name in sequence.steps if name not in known)
    if sequence.case and sequence.case not in course.cases:
        yield "case", sequence.case
    if sequence.roleplay and sequence.roleplay not in course.roleplays:
        yield "roleplay", sequence.roleplay
    if sequence.tool and not steps_of(course, sequence):
        yield "tool", sequence.tool


def steps_of(course: Course, sequence: Sequence) -> list[tuple[LoadedModule, Step]]:
    """Return the steps a sequence shows: those it names, all that its module requires, or the one of its tool."""
    if sequence.tool:
        shown = ((module, step) for module in course.modules.values() for step in module.module.steps)
        return [(module, step) for module, step in shown if step.tool == sequence.tool][:1]
    module = course.modules.get(sequence.module or "")
    if module is None:
        return []
    if not sequence.steps:
        return [(module, step) for step in module.module.required]
    return [(module, step) for step in module.module.steps if step.id in sequence.steps]


def needed(course: Course, sequence: Sequence) -> int:
    """Return how many minutes what a sequence names is announced to last; 0 when nothing says."""
    if sequence.case in course.cases:
        return course.cases[sequence.case].minutes
    return sum(step.minutes for _, step in steps_of(course, sequence)) if sequence.module else 0


def path_of(course: Course, sequence: Sequence) -> str | None:
    """Return the page a sequence leads to, under the base address; None when it is done without one, or unknown."""
    if sequence.review:
        return "a-revoir"
    if sequence.case:
        return f"cas/{sequence.case}" if sequence.case in course.cases else None
    if sequence.roleplay:
        return f"jeu/{sequence.roleplay}" if sequence.roleplay in course.roleplays else None
    steps = steps_of(course, sequence)
    if not steps:
        return None
    module, step = steps[0]
    return f"module/{module.module.slug}" + ("" if sequence.module and not sequence.steps else f"#{step.id}")


def reach(course: Course, track: Track) -> set[str]:
    """Return the mechanisms done in what a track names."""
    found: set[str] = set()
    for sequence in [one for session in track.sessions for one in session.sequences]:
        for module, step in steps_of(course, sequence):
            tool = module.tool(step.tool or "")
            found |= {*step.mechanisms, *(tool.mechanisms if tool else [])}
        if sequence.case in course.cases:
            found |= {*course.cases[sequence.case].mechanisms}
        if sequence.roleplay in course.roleplays:
            found |= ALONE & {*served(course, course.roleplays[sequence.roleplay])}
    return found


def reached(course: Course, track: Track) -> dict[Use, int]:
    """Return how many statements what a track names teaches, practises and assesses, of those that are expected."""
    places, cases = _places(course, track)
    matrix = coverage(course)

    def met(name: str, use: Use) -> bool:
        """Say whether a statement has that use in what the track names."""
        return any(place in places or place.partition("/")[0] in cases for place in matrix.statements[name][use])

    return {use: sum(met(name, use) for name in matrix.expected[use]) for use in USES}


def _places(course: Course, track: Track) -> tuple[set[str], set[str]]:
    """Return the places of modules and role plays that a track shows, as the coverage names them, and its cases."""
    places: set[str] = set()
    sequences = [one for session in track.sessions for one in session.sequences]
    for module, step in (pair for sequence in sequences for pair in steps_of(course, sequence)):
        places |= {f"{module.module.slug}/{name}" for name in (step.id, step.tool, *step.items) if name}
    for play in [course.roleplays[one.roleplay] for one in sequences if one.roleplay in course.roleplays]:
        places |= {f"{play.slug}/{part}" for part in play.alone}
    return places, {one.case for one in sequences if one.case}
