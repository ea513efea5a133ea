"""What a learner who joined with their own code answered in a live quiz, copied to their record."""

from __future__ import annotations

import contextlib
import json

from passerelles.engines.live.activities.quiz.activity import answers
from passerelles.engines.live.session.state import Running
from passerelles.server.learning.lessons import Lessons
from passerelles.server.learning.service import Refused
from passerelles.store.errors import UnknownLearner

QUIZ = "quiz"


def copy(lessons: Lessons, session: str, running: Running, who: str, learner: str, item: str) -> None:
    """Record the answer of somebody to a question of the bank, once, unless no try is left; its twin is no try."""
    if running.activity.kind != QUIZ:
        return
    for told in answers(running.state):
        if (told.who, told.item, told.round) == (who, item, 0):
            with contextlib.suppress(Refused, UnknownLearner):
                lessons.answer(learner, told.module, item, json.loads(told.answer), f"live:{session}:{item}")
