"""What was answered in a live quiz is in the record of who asked for it, and comes back in their reviews."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from support.answers import wrong_answer

from passerelles.content.loader import load_course
from passerelles.engines.live.activities.quiz import ACTIVITY
from passerelles.engines.live.activity import TRAINER, Event, Person
from passerelles.engines.live.session.state import Running
from passerelles.server.learning.lessons import Lessons
from passerelles.server.learning.reviews import Reviews
from passerelles.server.sessions.learner_record import copy
from passerelles.store import Store, learners

MODULE, ITEM = "pourquoi-difficile", "q-maison-de-jeunes"
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setattr(learners, "HASH_COST", 2)
    with Store.open(None, tmp_path, lambda: NOON) as opened:
        yield opened


def lived(**options: int) -> Running:
    """A quiz of one question, that p1 answered."""
    course = load_course()
    prepared = ACTIVITY.prepare(course, {"module": MODULE, "items": [ITEM], "together": True, **options})
    state = ACTIVITY.act(ACTIVITY.begin(prepared, [Person("p1", "Sam", "")], "jour"), Event("next", TRAINER, 1.0))
    answer = json.dumps(wrong_answer(course.modules[MODULE].item(ITEM)))
    return Running(ACTIVITY, ACTIVITY.act(state, Event("answer", "p1", 2.0, ITEM, (answer,))))


def test_what_was_answered_in_the_room_is_recorded_once_and_comes_back_two_days_later(store: Store) -> None:
    course, learner = load_course(), store.learners.create()[:6]
    lessons = Lessons(course, store, lambda _: None)
    for _ in range(2):
        copy(lessons, "jour", lived(), "p1", learner, ITEM)
    (row,) = store.records.attempts(learner, MODULE)[ITEM]
    assert row.verdict == "wrong"
    found = [
        Reviews(course, store, lambda days=days: NOON.date() + timedelta(days=days)).due(learner) for days in (1, 2)
    ]
    assert [[memory.item.id for memory in due] for due in found] == [[], [ITEM]]


def test_the_same_question_asked_again_that_day_is_neither_a_try_nor_a_review(store: Store) -> None:
    learner = store.learners.create()[:6]
    copy(Lessons(load_course(), store, lambda _: None), "jour", lived(round=1), "p1", learner, ITEM)
    assert store.records.attempts(learner, MODULE) == store.records.works(learner, MODULE) == {}
