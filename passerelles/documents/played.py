"""What a learner did in a case, as something to read: each way taken, in words, how it ended, and the debrief."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from passerelles.content.case import Case, Story
from passerelles.content.case_walk import sentences
from passerelles.content.course import Course
from passerelles.engines.case.engine import Play, abandoned, moments, played, still_playable
from passerelles.store import Store
from passerelles.store.rows import PlayRow
from passerelles.text import t


@dataclass(frozen=True)
class KeptPlay:
    """A recorded play, in the case as it is today: no `play` when the case has changed under it."""

    row: PlayRow
    play: Play | None
    ending: str | None  # id, once it is over


@dataclass(frozen=True)
class Decision:
    """What was chosen at one moment; `choice` is Markdown."""

    title: str
    choice: str


@dataclass(frozen=True)
class Detour:
    """A way left by going back, and why."""

    decisions: list[Decision]
    comment: str


@dataclass(frozen=True)
class Way:
    """One play. Of a play begun in a former version of the case only the date is known."""

    manner: str  # how it was played, in words
    at: str
    changed: bool = False
    decisions: list[Decision] = field(default_factory=list)
    detours: list[Detour] = field(default_factory=list)
    ending: str | None = None
    sentences: list[str] = field(default_factory=list)  # Markdown


@dataclass(frozen=True)
class Reflection:
    """A question of the debrief and what was written; `question` is Markdown."""

    question: str
    text: str
    at: str


@dataclass(frozen=True)
class CaseChapter:
    """One case of the workbook."""

    slug: str
    title: str
    ways: list[Way]
    reflections: list[Reflection]


def kept_plays(course: Course, store: Store, learner: str) -> dict[str, list[KeptPlay]]:
    """Return every play by the learner of that public code, oldest first, by case in the order of the course."""
    rows = store.plays.of(learner)
    return {slug: [_kept(case, row) for row in rows if row.case == slug] for slug, case in course.cases.items()}


def case_chapters(course: Course, store: Store, learner: str) -> list[CaseChapter]:
    """Return what the learner of that public code did in each case where they did something."""
    chapters = [
        CaseChapter(
            slug,
            course.cases[slug].title,
            [_way(course.cases[slug], kept) for kept in plays if kept.row.moves],
            _reflections(store, course.cases[slug], learner),
        )
        for slug, plays in kept_plays(course, store, learner).items()
    ]
    return [chapter for chapter in chapters if chapter.ways or chapter.reflections]


def _reflections(store: Store, case: Case, learner: str) -> list[Reflection]:
    """Return what was written in the debrief of a case."""
    works = store.records.works(learner, case.slug)
    asked = [(question, works.get(f"debrief:{question.id}")) for question in case.debrief]
    return [Reflection(q.question, str(work.value), work.saved_at) for q, work in asked if work and work.value]


def _kept(case: Case, row: PlayRow) -> KeptPlay:
    """Return a recorded play with where it ended."""
    play = still_playable(case, row.kept())
    return KeptPlay(row, play, moments(case, play)[-1].ending if play else None)


def _way(case: Case, kept: KeptPlay) -> Way:
    """Return a play in words."""
    manner = _manner(case, kept.row)
    if kept.play is None:
        return Way(manner, kept.row.started_at, changed=True)
    story, now = played(case, kept.play), moments(case, kept.play)[-1]
    return Way(
        manner,
        kept.row.started_at,
        decisions=_decisions(story, kept.play.choices),
        detours=[Detour(_decisions(story, choices), comment) for choices, comment in abandoned(kept.play)],
        ending=next((ending.title for ending in story.endings if ending.id == now.ending), None),
        sentences=[sentence.text for _, sentence in sentences(story, now)] if now.ending else [],
    )


def _decisions(story: Story, choices: Iterable[str]) -> list[Decision]:
    """Return choices, each `node.option`, in words."""
    named = [choice.partition(".") for choice in choices]
    return [Decision(story.node(n).title, story.node(n).option(option).text) for n, _, option in named]


def _manner(case: Case, row: PlayRow) -> str:
    """Return whose eyes, which mode, which comments, which group: « Concertés, Trio 3 »."""
    titles = {mode.id: mode.title for mode in case.modes} | {view.id: view.title for view in case.viewpoints}
    said = [titles.get(name, "") for name in (row.viewpoint, row.mode) if name]
    said.append(t(f"documents.case.{row.level}"))
    if row.team is not None:
        said.append(t("widgets.case.team.n", n=row.team))
    words = ", ".join(filter(None, said))
    return words[:1].upper() + words[1:]
