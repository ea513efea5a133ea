"""What a learner does in a branching case: begin a play, choose, go back, write the debrief. All is checked here.

A play is kept as its moves. At each request it is played again from them, so the browser is believed on nothing but
the option it names. Nothing of tornado, so that the pages use it too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from passerelles.content.case import Case
from passerelles.content.course import Course
from passerelles.engines.case import engine
from passerelles.engines.case.engine import MAX_COMMENT, MAX_EVENTS, ImpossibleMove, Play
from passerelles.engines.case.told import presentation, told
from passerelles.server.learning import debrief
from passerelles.server.learning.handin import Grade, handin_json, receive_once
from passerelles.server.learning.service import Json, Refused, browser_name, check_size
from passerelles.store import Store
from passerelles.store.rows import PlayRow

MAX_DEBRIEF = 4000  # characters of an answer to a question of the debrief
MOST_PLAYS = 100  # of one case by one learner; nobody needs them, a loop would
REPLAYED = 4096  # plays that need not be replayed at the next look


@dataclass(frozen=True)
class Kept:
    """A recorded play in the case of today: `play` is None when the case has changed under it."""

    row: PlayRow
    play: Play | None = None
    ending: str | None = None


class Cases:
    """The cases of a course with the plays of its learners. Store errors go through."""

    def __init__(self, course: Course, store: Store, grade: Grade) -> None:
        """Serve the cases of `course`, recorded in `store`; `grade` is called with each new hand-in."""
        self.course, self.store, self._grade = course, store, grade
        self._replayed = lru_cache(REPLAYED)(self._replay)

    def case(self, learner: str, slug: str) -> Json:
        """Return everything the page of a case shows this learner. Refused 404 for an unknown case."""
        case, plays = self._opened(learner, slug)
        current = max((one for one in plays if one.play), key=lambda one: one.row.rank, default=None)
        works = self.store.records.works(learner, slug)
        return {
            "learner": browser_name(learner),
            "case": presentation(case, self.course.statements, self.course.terms, self.course.readers(case)),
            "current": self._state(case, current) if current else None,
            "plays": [_line(one) for one in plays],
            "works": {name: work.value for name, work in works.items()},
            "handin": debrief.standing(self.course, self.store, learner, slug),
        }

    def start(
        self, learner: str, slug: str, level: str, mode: str | None, viewpoint: str | None, team: int | None, key: str
    ) -> Json:
        """Begin a play; sent again with the same key it is the same one. A viewpoint follows the last finished play.

        Refused: 404 unknown case, 409 viewpoint before the end or too many plays, 422 malformed.
        """
        case, plays = self._opened(learner, slug)
        known = next((one.row for one in plays if one.row.key == key), None)
        if known is None:
            if len(plays) >= MOST_PLAYS:
                raise Refused(409, "too-many")
            play = _begun(case, plays, level, mode, viewpoint)
            known = self.store.plays.start(
                learner,
                slug,
                level=play.level,
                mode=play.mode,
                viewpoint=viewpoint,
                after=play.after,
                team=team,
                key=key,
            )
        return self._shown(learner, slug, known.id)

    def choose(self, learner: str, slug: str, play: int, turn: int, option: str, key: str) -> Json:
        """Choose an option at that turn; sent again with the same key it counts once.

        Refused: 404 unknown case or play; 409, with the play as it stands, when it has moved on (another tab) or the
        option is not offered; 409 when the case has changed or the play is endless.
        """
        return self._move(learner, slug, play, turn, key, lambda case, now: engine.choose(case, now, option))

    def back(self, learner: str, slug: str, play: int, turn: int, node: str, comment: str, key: str) -> Json:
        """Go back to a moment passed, with a comment that is kept. Refused as `choose`, and 413 for a long comment."""
        check_size(comment)
        if len(comment.strip()) > MAX_COMMENT:
            raise Refused(413, "comment-too-long")
        return self._move(learner, slug, play, turn, key, lambda case, now: engine.back(case, now, node, comment))

    def open(self, learner: str, slug: str, play: int) -> Json:
        """Show another of the learner's plays, and come back to it from now on. Refused: 404, 409 changed case."""
        self._playable(learner, slug, play)
        self.store.plays.touch(play)
        return self._shown(learner, slug, play)

    def save(self, learner: str, slug: str, name: str, value: Any) -> Json:
        """Keep the latest version of an answer to the debrief. Refused: 404 unknown name, 413 too long, 422."""
        questions = {f"debrief:{question.id}" for question in self._case(slug).debrief}
        if name not in questions:
            raise Refused(404, "unknown-work")
        if not isinstance(value, str):
            raise Refused(422, "malformed")
        if len(value) > MAX_DEBRIEF:
            raise Refused(413, "debrief-too-long")
        check_size(value)
        return {"saved_at": self.store.records.save_work(learner, slug, name, value).saved_at}

    def handin(self, learner: str, slug: str, assignment: str) -> Json:
        """Return where the latest hand-in stands. Refused 404 when that is no assignment of the case."""
        shown = debrief.standing(self.course, self.store, learner, slug)
        if shown is None or shown["assignment"] != assignment:
            raise Refused(404, "unknown-assignment")
        return {"handin": shown["handin"]}

    def hand_in(self, learner: str, slug: str) -> Json:
        """Hand in the debrief, with the path of the play finished and looked at last. The same work counts once.

        Refused: 404 unknown case or no assignment, 409 nothing finished, 422 nothing written.
        """
        case, plays = self._opened(learner, slug)
        assignment = debrief.debrief_of(self.course, slug)
        if assignment is None:
            raise Refused(404, "unknown-assignment")
        finished = [(kept.row.rank, kept.play) for kept in plays if kept.play and kept.ending]
        if not finished:
            raise Refused(409, "unfinished-case")
        _, last = max(finished, key=lambda one: one[0])
        answers = debrief.answers(case, self.store.records.works(learner, slug), last)
        if not answers:
            raise Refused(422, "nothing-to-hand-in")
        return {"handin": handin_json(receive_once(self.store, self._grade, learner, assignment.slug, answers))}

    def _case(self, slug: str) -> Case:
        """Return a case of the course."""
        if slug not in self.course.cases:
            raise Refused(404, "unknown-case")
        return self.course.cases[slug]

    def _opened(self, learner: str, slug: str) -> tuple[Case, list[Kept]]:
        """Return a case with the learner's plays of it, oldest first."""
        case = self._case(slug)
        return case, [self._replayed(row) for row in self.store.plays.of(learner, slug)]

    def _replay(self, row: PlayRow) -> Kept:
        """Return what a recorded play is in the case of today."""
        case = self.course.cases[row.case]
        play = engine.still_playable(case, row.kept())
        if play is None:
            return Kept(row)
        last, endings = engine.moments(case, play)[-1].ending, engine.played(case, play).endings
        return Kept(row, play, next((ending.title for ending in endings if ending.id == last), None))

    def _playable(self, learner: str, slug: str, number: int) -> tuple[Case, Kept, Play]:
        """Return a play of the learner's that can be gone on with."""
        case, plays = self._opened(learner, slug)
        kept = next((one for one in plays if one.row.id == number), None)
        if kept is None:
            raise Refused(404, "unknown-play")
        if kept.play is None:
            raise Refused(409, "changed-case")
        return case, kept, kept.play

    def _move(
        self, learner: str, slug: str, number: int, turn: int, key: str, made: Callable[[Case, Play], Play]
    ) -> Json:
        """Record the move that `made` adds to a play, once."""
        case, kept, play = self._playable(learner, slug, number)
        if key not in {move.key for move in kept.row.moves}:
            if turn != play.turn:
                raise Refused(409, "moved-on", state=self._state(case, kept))
            if turn >= MAX_EVENTS:
                raise Refused(409, "too-many")
            try:
                event = made(case, play).events[-1]
            except ImpossibleMove:
                raise Refused(409, "not-offered", state=self._state(case, kept)) from None
            self.store.plays.add_move(number, turn, event.kind, event.what, key, event.comment)
        return self._shown(learner, slug, number)

    def _shown(self, learner: str, slug: str, number: int) -> Json:
        """Return a play as it now stands, among the others."""
        case, plays = self._opened(learner, slug)
        kept = next(one for one in plays if one.row.id == number)
        return {
            "saved_at": kept.row.saved_at,
            "state": self._state(case, kept),
            "plays": [_line(one) for one in plays],
        }

    def _state(self, case: Case, kept: Kept) -> Json | None:
        """Return a play as its player sees it; None when the case has changed under it."""
        if kept.play is None:
            return None
        seen = told(case, kept.play, kept.row.learner, self.course.statements, self.course.terms)
        return {"play": kept.row.id, "team": kept.row.team, **seen}


def _line(kept: Kept) -> Json:
    """Return a play as one line of the list; `changed`: it was begun in a former version of the case."""
    row = kept.row
    shown = {name: getattr(row, name) for name in ("id", "level", "mode", "viewpoint", "team", "started_at", "turn")}
    return shown | {"over": kept.ending is not None, "ending": kept.ending, "changed": kept.play is None}


def _begun(case: Case, plays: list[Kept], level: Any, mode: Any, viewpoint: Any) -> Play:
    """Return the play that begins; a viewpoint follows the play the learner was at last, in its mode."""
    after: tuple[str, ...] = ()
    if viewpoint is not None:
        mode, after = _lived(plays)
    try:
        return engine.start(case, level=level, mode=mode, viewpoint=viewpoint, after=after)
    except (ImpossibleMove, TypeError):  # TypeError: JSON that is not even a name
        raise Refused(422, "malformed") from None


def _lived(plays: list[Kept]) -> tuple[str | None, tuple[str, ...]]:
    """Return the mode and the choices of the play of the case that was finished, and looked at, last."""
    for kept in sorted(plays, key=lambda one: -one.row.rank):
        if kept.play and (kept.play.viewpoint or kept.ending):
            return kept.play.mode, kept.play.after if kept.play.viewpoint else kept.play.choices
    raise Refused(409, "not-finished")
