"""The debriefing guide of a case: scripts cut to the time there is, questions, safeguards, statements cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from passerelles.content.case import Case, Node
from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.debrief import DebriefPhase, DebriefQuestion, DebriefScript, Safeguard
from passerelles.content.markdown import STATEMENT_ID


@dataclass(frozen=True)
class Phase:
    """A phase with its minutes of this debriefing and what to listen for in this case."""

    phase: DebriefPhase
    minutes: int
    pointers: list[str]


@dataclass(frozen=True)
class Script:
    """A script cut to `minutes`, with the pointers that belong to no phase."""

    script: DebriefScript
    minutes: int
    phases: list[Phase]
    pointers: list[str]


@dataclass(frozen=True)
class DebriefGuide:
    """Everything a trainer needs on two pages."""

    case: Case
    scripts: list[Script]  # the longest first
    dilemmas: list[tuple[int, Node]]  # the moments without a perfect answer, with their place from 1
    questions: list[DebriefQuestion]
    safeguards: list[Safeguard]
    statements: list[Statement]  # cited by pointers, questions, safeguards and moments, in that order
    readers: list[str]  # names of the sectors that have read the case


def debrief_guide(case: Case, course: Course, minutes: int | None = None) -> DebriefGuide:
    """Return the guide of a case; `minutes`, when given, replaces the length of the longest script.

    A script that the course does not hold is left out.
    """
    guides = sorted(case.guide, key=lambda guide: -guide.minutes)
    lengths = [minutes or guides[0].minutes, *(guide.minutes for guide in guides[1:])]
    known = {script.id: script for script in course.debriefs}
    return DebriefGuide(
        case,
        [
            cut_script(known[g.script], g.pointers, length)
            for g, length in zip(guides, lengths, strict=True)
            if g.script in known
        ],
        [(number, node) for number, node in enumerate(case.nodes, 1) if not node.perfect],
        case.debrief,
        course.safeguards,
        _statements(case, course),
        course.readers(case),
    )


def cut_script(script: DebriefScript, pointers: Sequence[str], minutes: int) -> Script:
    """Return a script cut to that length; a pointer that opens with the title of a phase goes there."""
    shares = shared_out(minutes, [phase.minutes for phase in script.phases])
    phases = [
        Phase(phase, share, [said for title, said in map(_headed, pointers) if title == phase.title])
        for phase, share in zip(script.phases, shares, strict=True)
    ]
    titles = {phase.title for phase in script.phases}
    return Script(script, minutes, phases, [one for one in pointers if _headed(one)[0] not in titles])


def shared_out(minutes: int, weights: Sequence[int]) -> list[int]:
    """Return whole minutes in proportion to the weights, whose sum is `minutes`; the largest remainders round up."""
    exact = [minutes * weight / sum(weights) for weight in weights]
    shares = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda n: (shares[n] - exact[n], n))
    for n in by_remainder[: minutes - sum(shares)]:
        shares[n] += 1
    return shares


def _headed(pointer: str) -> tuple[str, str]:
    """Return « Analyser : à quel moment… » as its title and the rest, with a capital."""
    title, _, said = pointer.partition(" : ")
    said = said.strip()
    return title.strip(), said[:1].upper() + said[1:]


def _statements(case: Case, course: Course) -> list[Statement]:
    """Return the statements that the guide cites, each once; unknown ones are left to the rules."""
    citing: Iterable[DebriefQuestion | Safeguard | Node] = (*case.debrief, *course.safeguards, *case.nodes)
    pointed = [name for guide in case.guide for one in guide.pointers for name in STATEMENT_ID.findall(one)]
    named = dict.fromkeys([*pointed, *(name for thing in citing for name in thing.cites)])
    return [course.statements[name] for name in named if name in course.statements]
