"""The track a learner chose: where they stand in each of its sequences, and what comes next. And the choice itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from tornado.web import HTTPError

from passerelles.content import track as content
from passerelles.content.course import Course, LoadedModule, Step
from passerelles.content.track import Session, Track
from passerelles.content.track_course import path_of, steps_of
from passerelles.store import Store

from .base import PageHandler
from .case_progress import CaseProgress
from .progress import Progress, Standing
from .roleplay_progress import RolePlayProgress

KEPT = ("accueil", "parcours")  # the choice is a work of no module, under this name

Verdicts = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Stop:
    """A sequence of the chosen track, for one learner."""

    sequence: content.Sequence
    path: str | None  # of its page, under the base address
    standing: Standing | None  # None: nothing here can tell


@dataclass(frozen=True)
class Way:
    """The chosen track, for one learner."""

    track: Track
    sessions: list[tuple[Session, list[Stop]]]

    @property
    def known(self) -> list[Stop]:
        """The stops that tell whether they were done."""
        return [stop for _, stops in self.sessions for stop in stops if stop.standing]

    @property
    def done(self) -> int:
        """How many of these are done."""
        return sum(stop.standing == "done" for stop in self.known)

    @property
    def next(self) -> tuple[Session, Stop] | None:
        """The first stop that is not done, in its session; None when all are."""
        ahead = ((session, stop) for session, stops in self.sessions for stop in stops)
        return next((pair for pair in ahead if pair[1].standing in ("new", "started")), None)


def chosen(course: Course, store: Store, learner: str) -> Track | None:
    """Return the track this learner chose, if the course still has it."""
    kept = store.records.works(learner, KEPT[0]).get(KEPT[1])
    return course.tracks.get(str(kept.value)) if kept else None


class Ways:
    """Where one learner stands, asked by the sequences of a track."""

    def __init__(
        self,
        course: Course,
        store: Store,
        learner: str,
        modules: Sequence[Progress],
        cases: Sequence[CaseProgress],
        roleplays: Sequence[RolePlayProgress],
    ) -> None:
        """Know what the home page has already counted: modules, cases and role plays."""
        self._course, self._store, self._learner = course, store, learner
        self._modules = {one.module.slug: one.standing for one in modules}
        self._cases = {one.case.slug: one.standing for one in cases}
        self._roleplays = {one.play.slug: one.standing for one in roleplays}
        self._verdicts: Verdicts = store.records.progress(learner)

    def way(self, track: Track) -> Way:
        """Return the track with where the learner stands."""
        return Way(track, [(session, [*map(self._stop, session.sequences)]) for session in track.sessions])

    def _stop(self, sequence: content.Sequence) -> Stop:
        """Return a sequence with where the learner stands."""
        return Stop(sequence, path_of(self._course, sequence), self._standing(sequence))

    def _standing(self, sequence: content.Sequence) -> Standing | None:
        """Return where the learner stands in what a sequence names."""
        if sequence.case:
            return self._cases.get(sequence.case)
        if sequence.roleplay:
            return self._roleplays.get(sequence.roleplay)
        if sequence.module and not sequence.steps:
            return self._modules.get(sequence.module)
        told = [self._step(module, step, sequence.tool) for module, step in steps_of(self._course, sequence)]
        answers = [one for parts in told for one in parts]
        if not answers:
            return None
        return "done" if all(answers) else "started" if any(answers) else "new"

    def _step(self, module: LoadedModule, step: Step, tool: str | None) -> list[bool]:
        """Return what there is to do in a step, or in its tool alone: done or not."""
        slug, answered = module.module.slug, self._verdicts.get(module.module.slug, {})
        made = self._store.records.works(self._learner, slug) if tool or module.tool(step.tool or "") else {}
        tools = [f"tool:{step.tool}" in made] if tool or module.tool(step.tool or "") else []
        return tools if tool else [*(name in answered for name in step.items), *tools]


class TrackHandler(PageHandler):
    """`/parcours`, POST only: choose a track, or none."""

    def get(self) -> None:
        """There is nothing to see here: the choice is on the home page."""
        raise HTTPError(HTTPStatus.METHOD_NOT_ALLOWED)

    def post(self) -> None:
        """Keep the choice and go home; a track that does not exist is refused."""
        learner, slug = self.identity.welcome(self).public, self.get_body_argument("parcours", "")
        if slug and slug not in self.course.tracks:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        if slug:
            self.store.records.save_work(learner, *KEPT, slug)
        else:
            self.store.records.delete_work(learner, *KEPT)
        self.redirect(f"{self.base_url}#parcours", status=HTTPStatus.SEE_OTHER)
