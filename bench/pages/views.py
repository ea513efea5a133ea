"""The module with our own anywidget views on stock Voilà, over a desk in memory: the other way to write it there."""

from __future__ import annotations

from typing import Any

from bench.pages import quiz
from passerelles.widgets.lesson import lesson

Json = dict[str, Any]


class MemoryDesk:
    """Plays the server's part from the prepared content; keeps nothing. See passerelles.widgets.desk.Desk."""

    base_url: str | None = None

    def __init__(self, content: Json) -> None:
        """`content` is what `bench.content.content_of` made."""
        self._content = content

    def lesson(self) -> Json:
        """See Desk."""
        return self._content

    def answer(self, item: str, answer: object, key: str) -> Json:
        """See Desk."""
        states = self._content["after"][item]
        state = states.get(answer, states.get("")) if isinstance(answer, str) else states[""]
        return {"state": state, "saved_at": None}

    def save(self, name: str, value: object, key: str) -> Json:
        """See Desk."""
        return {"saved_at": None}

    def place(self, step: str) -> None:
        """See Desk."""

    def hand_in(self, assignment: str) -> Json:
        """See Desk."""
        return {"handin": None}

    def handin(self, assignment: str) -> Json:
        """See Desk."""
        return {"handin": None}


_content = quiz.load()
page = lesson(_content["module"]["slug"], desk=MemoryDesk(_content))
