"""What a group played: one line per case, and one case in detail, over a period."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from passerelles.content.case import Case
from passerelles.content.course import Course
from passerelles.engines.case.engine import is_over, still_playable
from passerelles.engines.case.group import Group, Played, one_each, survey
from passerelles.french import local
from passerelles.store import Store
from passerelles.store.rows import PlayRow
from passerelles.text import t

RECENT = timedelta(hours=4)
PERIODS: dict[str, Callable[[datetime], datetime | None]] = {
    "aujourdhui": lambda now: local(now).replace(hour=0, minute=0, second=0, microsecond=0),
    "semaine": lambda now: now - timedelta(days=7),
    "tout": lambda now: None,
}


@dataclass(frozen=True)
class Count:
    """How many plays, and how many of them reached an ending."""

    plays: int
    finished: int


@dataclass(frozen=True)
class CaseLine:
    """A case in the list: its plays of the last hours, of today, and of all time."""

    case: Case
    readers: list[str]  # names of the sectors that have read it
    recent: Count
    today: Count
    all: Count


@dataclass(frozen=True)
class Scope:
    """What is looked at: since when, which story, which mode (None: all of them)."""

    period: str
    viewpoint: str | None = None
    mode: str | None = None


@dataclass(frozen=True)
class Room:
    """A group's plays of one case, in one scope, with what was left aside and why."""

    scope: Scope
    group: Group
    again: int  # further plays of those who already have one
    changed: int  # plays of a former version of the case
    wrote: int  # players who wrote something in the debriefing


def case_lines(course: Course, store: Store, now: datetime) -> list[CaseLine]:
    """Return every case but the drafts, with how often it was played; `now` is aware."""
    starts = (now - RECENT, PERIODS["aujourdhui"](now), None)
    cases = [case for case in course.cases.values() if not case.draft]
    return [CaseLine(case, course.readers(case), *_counts(case, store, starts)) for case in cases]


def period_of(case: Case, store: Store, now: datetime) -> str:
    """Return the shortest period in which the case was played; the longest when it never was."""
    rows = store.plays.group(case.slug)
    return next((name for name, since in PERIODS.items() if any(_begun(row, since(now)) for row in rows)), "tout")


def room(case: Case, store: Store, scope: Scope, now: datetime) -> Room:
    """Return what was played in that scope; its period is one of PERIODS, its viewpoint and mode are the case's."""
    rows = store.plays.group(case.slug, PERIODS[scope.period](now))
    rows = [row for row in rows if row.viewpoint == scope.viewpoint and scope.mode in (None, row.mode)]
    names = _names(rows)
    replayed = [(row, play) for row in rows if (play := still_playable(case, row.kept()))]
    kept = one_each(case, [Played(names[row.learner, row.team], play) for row, play in replayed])
    return Room(
        scope,
        survey(case, scope.viewpoint, kept),
        again=len(replayed) - len(kept),
        changed=len(rows) - len(replayed),
        wrote=sum(_wrote(store, case, learner) for learner in {row.learner for row in rows}),
    )


def in_words(part: int, whole: int) -> str:
    """Return a share in a word, as a trainer says it: « personne », « la moitié », « une majorité »."""
    if part in (0, whole):
        name = "all" if part else "none"
    else:
        name = "half" if 2 * part == whole else "few" if 2 * part < whole else "most"
    return t(f"trainer.cases.share.{name}")


def _counts(case: Case, store: Store, starts: Iterable[datetime | None]) -> list[Count]:
    """Count the plays of a case since each of these moments, viewpoints included; only those that replay today."""
    replayed = [(row, play) for row in store.plays.group(case.slug) if (play := still_playable(case, row.kept()))]
    over = [(row, is_over(case, play)) for row, play in replayed]
    found = [[ended for row, ended in over if _begun(row, since)] for since in starts]
    return [Count(len(ends), sum(ends)) for ends in found]


def _begun(row: PlayRow, since: datetime | None) -> bool:
    """Say whether a play was begun at that moment or later; None: whenever."""
    return since is None or datetime.fromisoformat(row.started_at) >= since


def _names(rows: Sequence[PlayRow]) -> dict[tuple[str, int | None], str]:
    """Return how each player is called: « Trio 3 », with its six signs when two devices bear the number; else these."""
    players = {(row.learner, row.team) for row in rows}
    bearers = Counter(team for _, team in players)
    return {(learner, team): _name(learner, team, bearers[team]) for learner, team in players}


def _name(learner: str, team: int | None, bearers: int) -> str:
    """Return the name of one player."""
    if team is None:
        return learner
    return t("widgets.case.team.n", n=team) + (f" ({learner})" if bearers > 1 else "")


def _wrote(store: Store, case: Case, learner: str) -> bool:
    """Say whether a learner wrote something in the debriefing of the case."""
    works = store.records.works(learner, case.slug)
    return any(name.startswith("debrief:") and work.value for name, work in works.items())
