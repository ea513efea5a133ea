"""A role play on paper: one HTML file for A4 with the trainer's pages, what lies on the table, the cards to fold.

The file needs nothing else: no script, no network, its own letters. Every piece bears the first signs of the content
hash, those that phones and notebooks play from.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_uppercase

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.roleplay import Inject, Phase, Proposal, Role, RolePlay, Stake, roleplay_cites
from passerelles.engines.shuffle import shuffled
from passerelles.text import t

from .debrief import Script, cut_script
from .templating import compose, environment
from .typefaces import typefaces

MARK = 8  # signs of the content hash on every piece
ON_A_PAGE = 2  # slips of one kind


@dataclass(frozen=True)
class Seat:
    """A role, with its sector and the moment it comes in, in words; both may be empty."""

    role: Role
    sector: str
    coming: str


@dataclass(frozen=True)
class Beat:
    """What comes at a minute of the whole: a phase, or something that happens within it, for those named."""

    minute: int
    phase: Phase
    inject: Inject | None = None
    to: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ballot:
    """A proposal of the file under its letter, with what each role has in it, in the order of the roles."""

    letter: str
    proposal: Proposal
    stakes: tuple[tuple[Role, Stake], ...]


def roleplay_html(play: RolePlay, course: Course) -> str:
    """Return a role play as an HTML file to print, fold and cut."""
    told = seats(play, course)
    return compose(
        environment(),
        "roleplay_paper.html",
        play=play,
        mark=f"{play.slug} {play.content_hash[:MARK]}",
        seats=told,
        young=[seat.role.name for seat in told if seat.role.young],
        beats=beats(play),
        ballots=ballots(play),
        script=script(play, course),
        safeguards=course.safeguards,
        cited=cited(play, course),
        readers=course.readers(play),
        caution=t(f"caution.{play.caution}") if play.caution else None,
        slips=range((len(play.roles) + ON_A_PAGE - 1) // ON_A_PAGE),
        fonts=typefaces(),
    )


def seats(play: RolePlay, course: Course) -> list[Seat]:
    """Return the roles in the order of the file."""
    sectors = {sector.id: sector.name for sector in course.sectors}
    phases = {phase.id: phase.title for phase in play.phases}
    return [Seat(role, sectors.get(role.sector or "", ""), phases.get(role.at or "", "")) for role in play.roles]


def beats(play: RolePlay) -> list[Beat]:
    """Return the phases in order, each followed by what happens in it, at its minute of the whole."""
    names = {role.id: role.name for role in play.roles}
    found, minute = [], 0
    for phase in play.phases:
        found.append(Beat(minute, phase))
        for inject in sorted((one for one in play.injects if one.at == phase.id), key=lambda one: one.minute):
            found.append(Beat(minute + inject.minute, phase, inject, tuple(names.get(who, who) for who in inject.to)))
        minute += phase.minutes
    return found


def ballots(play: RolePlay) -> list[Ballot]:
    """Return the proposals of the file in an order that tells nothing of which one is a good way out."""
    return [
        Ballot(letter, proposal, tuple((role, stake) for role in play.roles for stake in _stakes(proposal, role)))
        for letter, proposal in zip(ascii_uppercase, shuffled(play.proposals, play.slug), strict=False)
    ]


def script(play: RolePlay, course: Course) -> Script | None:
    """Return the script of its debriefing, cut to its minutes; None when the course does not hold it."""
    known = {one.id: one for one in course.debriefs}
    named = known.get(play.debrief.script)
    return cut_script(named, play.debrief.pointers, play.length("debrief")) if named else None


def cited(play: RolePlay, course: Course) -> list[Statement]:
    """Return the statements it rests on, in the order of the texts."""
    names = {*play.cites, *(name for cites in roleplay_cites(play).values() for name in cites)}
    names |= {name for guard in course.safeguards for name in guard.cites}
    return [statement for name, statement in course.statements.items() if name in names]


def _stakes(proposal: Proposal, role: Role) -> list[Stake]:
    """Return what a role has in a proposal: one stake in a sound role play."""
    return [stake for stake in proposal.stakes if stake.who == role.id][:1]
