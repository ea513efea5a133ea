"""What learners answered, wrote, and where they were."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, select

from passerelles.store.room import Room, names, require_learner, row
from passerelles.store.rows import AttemptRow, PlaceRow, WorkRow
from passerelles.store.tables import Attempt, Place, Work, dumps

MOST_OTHERS = 200  # works of others read beside one's own


class Records(Room):
    """Answers are only ever added; works and places keep their latest version."""

    def attempts(self, learner: str, module: str) -> dict[str, list[AttemptRow]]:
        """Return this learner's answers in the module, by item, oldest first."""
        wanted = select(Attempt).where(Attempt.learner == learner, Attempt.module == module)
        found: dict[str, list[AttemptRow]] = {}
        with self._database.transaction() as session:
            for record in session.scalars(wanted.order_by(Attempt.sequence)):
                found.setdefault(record.item, []).append(row(AttemptRow, record))
        return found

    def add_attempt(
        self,
        learner: str,
        module: str,
        item: str,
        answer: Any,
        points: float,
        maximum: float,
        verdict: str,
        key: str,
    ) -> AttemptRow:
        """Record an answer; sent again with the same key it changes nothing and returns the first row.

        Raises UnknownLearner, BadValue (a name or an answer no record can hold), StoreFull.
        """
        names(module=module, item=item, verdict=verdict, key=key)
        dumps(answer)
        with self._database.transaction() as session:
            require_learner(session, learner)
            known = select(Attempt).where(Attempt.learner == learner, Attempt.key == key)
            record = session.scalar(known)
            if record is None:
                record = Attempt(learner=learner, module=module, item=item, answer=answer, points=points,
                                 maximum=maximum, verdict=verdict, key=key, given_at=self._now())  # fmt: skip
                session.add(record)
                session.flush()
            return row(AttemptRow, record)

    def progress(self, learner: str) -> dict[str, dict[str, str]]:
        """Return the verdict of this learner's last answer: {module: {item: verdict}}."""
        return self._verdicts(Attempt.learner == learner).get(learner, {})

    def cohort(self) -> dict[str, dict[str, dict[str, str]]]:
        """Return the same for everyone who answered: {learner: {module: {item: verdict}}}."""
        return self._verdicts()

    def _verdicts(self, *where: ColumnElement[bool]) -> dict[str, dict[str, dict[str, str]]]:
        """Return last verdicts by learner, module and item."""
        found: dict[str, dict[str, dict[str, str]]] = {}
        with self._database.transaction() as session:
            for record in session.scalars(_last(*where)):
                found.setdefault(record.learner, {}).setdefault(record.module, {})[record.item] = record.verdict
        return found

    def item_counts(self, module: str) -> dict[str, dict[str, AttemptRow]]:
        """Return everyone's last answer in the module: {item: {learner: row}}."""
        found: dict[str, dict[str, AttemptRow]] = {}
        with self._database.transaction() as session:
            for record in session.scalars(_last(Attempt.module == module)):
                found.setdefault(record.item, {})[record.learner] = row(AttemptRow, record)
        return found

    def spread(self, module: str, item: str) -> dict[str, int]:
        """Return how many learners' last answer is each answer: {canonical JSON text: learners}."""
        counts: dict[str, int] = {}
        with self._database.transaction() as session:
            for record in session.scalars(_last(Attempt.module == module, Attempt.item == item)):
                answer = dumps(record.answer)
                counts[answer] = counts.get(answer, 0) + 1
        return counts

    def works(self, learner: str, module: str) -> dict[str, WorkRow]:
        """Return everything this learner is writing in the module, by name."""
        wanted = select(Work).where(Work.learner == learner, Work.module == module).order_by(Work.name)
        with self._database.transaction() as session:
            return {record.name: row(WorkRow, record) for record in session.scalars(wanted)}

    def others(self, learner: str, module: str, name: str) -> list[Any]:
        """Return what the latest others keep under that name, without saying who; nothing of those who kept nothing."""
        wanted = select(Work.value).where(Work.module == module, Work.name == name, Work.learner != learner)
        wanted = wanted.order_by(Work.saved_at.desc()).limit(MOST_OTHERS)
        with self._database.transaction() as session:
            return [value for value in session.scalars(wanted) if value]

    def save_work(self, learner: str, module: str, name: str, value: Any) -> WorkRow:
        """Keep the latest version of a work; raises UnknownLearner, BadValue, StoreFull."""
        names(module=module, name=name)
        dumps(value)
        with self._database.transaction() as session:
            require_learner(session, learner)
            record = Work(learner=learner, module=module, name=name, value=value, saved_at=self._now())
            return row(WorkRow, session.merge(record))

    def delete_work(self, learner: str, module: str, name: str) -> None:
        """Forget a work (a draft that became an answer); nothing happens when there is none."""
        mine = (Work.learner == learner, Work.module == module, Work.name == name)
        with self._database.transaction() as session:
            session.execute(delete(Work).where(*mine))

    def place(self, learner: str, module: str | None = None) -> PlaceRow | None:
        """Return where this learner was last, in that module or anywhere; None before the first step."""
        wanted = select(Place).where(Place.learner == learner)
        if module is not None:
            wanted = wanted.where(Place.module == module)
        with self._database.transaction() as session:
            record = session.scalar(wanted.order_by(Place.rank.desc()).limit(1))
            return row(PlaceRow, record) if record else None

    def set_place(self, learner: str, module: str, step: str) -> None:
        """Note the step this learner is at; raises UnknownLearner, BadValue, StoreFull."""
        names(module=module, step=step)
        with self._database.transaction() as session:
            require_learner(session, learner)
            latest = session.scalar(select(func.max(Place.rank)).where(Place.learner == learner)) or 0
            session.merge(Place(learner=learner, module=module, step=step, rank=latest + 1, at=self._now()))


def _last(*where: ColumnElement[bool]) -> Select[Attempt]:
    """Select the last answer of each learner to each item, oldest first."""
    groups = select(func.max(Attempt.sequence)).where(*where)
    newest = groups.group_by(Attempt.learner, Attempt.module, Attempt.item)
    return select(Attempt).where(Attempt.sequence.in_(newest)).order_by(Attempt.sequence)
