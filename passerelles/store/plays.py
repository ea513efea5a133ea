"""Plays of branching cases: what each player did, move after move. What follows from it is computed elsewhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from passerelles.store.clock import stamp
from passerelles.store.errors import BadValue, Stale, UnknownPlay
from passerelles.store.room import Room, names, require_learner, row
from passerelles.store.rows import MOVES, MoveKind, MoveRow, PlayRow
from passerelles.store.tables import Move, Play, dumps
from passerelles.text import t

MOST_TEAMS = 40


class Plays(Room):
    """Plays are only ever added, and moves only at their end: writers who disagree on the turn never mix."""

    def start(
        self,
        learner: str,
        case: str,
        *,
        level: str,
        key: str,
        mode: str | None = None,
        viewpoint: str | None = None,
        after: Iterable[str] = (),
        team: int | None = None,
    ) -> PlayRow:
        """Record a play that begins; sent again with the same key it changes nothing and returns the first one.

        `after`: the choices of the case when a viewpoint is played. `team`: 1 to 40, the number of a group that
        shares a device. Raises UnknownLearner, BadValue, StoreFull.
        """
        optional = {"mode": mode, "viewpoint": viewpoint}
        names(case=case, level=level, key=key, **{n: v for n, v in optional.items() if v is not None})
        _check_team(team)
        after = list(after)
        dumps(after)
        with self._database.transaction() as session:
            require_learner(session, learner)
            record = session.scalar(select(Play).where(Play.learner == learner, Play.key == key))
            if record is None:
                rank, now = _next_rank(session, learner), self._now()
                record = Play(learner=learner, case=case, level=level, **optional, after=after, team=team, key=key,
                              rank=rank, started_at=now)  # fmt: skip
                session.add(record)
                session.flush()
            return _rows(session, Play.id == record.id)[0]

    def add_move(self, number: int, turn: int, kind: MoveKind, what: str, key: str, comment: str = "") -> PlayRow:
        """Add a move to a play that has `turn` of them; sent again with the same key it changes nothing.

        Returns the play with it. Raises Stale when the play has moved on, UnknownPlay (its learner may have been
        erased meanwhile), BadValue, StoreFull.
        """
        if kind not in MOVES:
            raise BadValue(field="kind", reason=t("store.reason-choice", choices=", ".join(MOVES)))
        names(what=what, key=key)
        dumps(comment)
        with self._database.transaction() as session:
            play = _require_play(session, number)
            known = session.scalars(select(Move.key).where(Move.play == number)).all()
            if key not in known:
                if turn != len(known):
                    raise Stale
                session.add(Move(play=number, turn=turn, learner=play.learner, kind=kind, what=what, comment=comment,
                                 key=key, at=self._now()))  # fmt: skip
                play.rank = _next_rank(session, play.learner)
                session.flush()
            return _rows(session, Play.id == number)[0]

    def touch(self, number: int) -> None:
        """Make a play the last one its learner was at; raises UnknownPlay, StoreFull."""
        with self._database.transaction() as session:
            play = _require_play(session, number)
            play.rank = _next_rank(session, play.learner)

    def of(self, learner: str, case: str | None = None) -> list[PlayRow]:
        """Return this learner's plays of the case (of all cases without one), oldest first.

        The greatest rank is where they were last.
        """
        where = [Play.learner == learner] + ([] if case is None else [Play.case == case])
        with self._database.transaction() as session:
            return _rows(session, *where)

    def group(self, case: str, since: datetime | None = None) -> list[PlayRow]:
        """Return everyone's plays of the case, those begun at `since` or later when it is given, oldest first."""
        where = [Play.case == case] + ([] if since is None else [Play.started_at >= stamp(since)])
        with self._database.transaction() as session:
            return _rows(session, *where)


def _rows(session: Session, *where: ColumnElement[bool]) -> list[PlayRow]:
    """Return plays with their moves, in the order in which they were begun."""
    moves: dict[int, list[MoveRow]] = {}
    made = select(Move).join(Play, Play.id == Move.play).where(*where)
    for move in session.scalars(made.order_by(Move.play, Move.turn)):
        moves.setdefault(move.play, []).append(row(MoveRow, move))
    plays = session.scalars(select(Play).where(*where).order_by(Play.id))
    return [row(PlayRow, play, after=tuple(play.after), moves=tuple(moves.get(play.id, ()))) for play in plays]


def _next_rank(session: Session, learner: str) -> int:
    """Return a rank above all those of the learner's plays."""
    return (session.scalar(select(func.max(Play.rank)).where(Play.learner == learner)) or 0) + 1


def _require_play(session: Session, number: int) -> Play:
    """Return the play; raises UnknownPlay when there is none, or no more."""
    play = session.get(Play, number)
    if play is None:
        raise UnknownPlay
    return play


def _check_team(team: int | None) -> None:
    """Raise BadValue unless that is the number of a group, or none."""
    if team is not None and not (isinstance(team, int) and 1 <= team <= MOST_TEAMS):
        raise BadValue(field="team", reason=t("store.reason-choice", choices=f"1–{MOST_TEAMS}"))
