"""One item of a lesson: the question, the learner's answer, and the feedback they earned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import traitlets

from passerelles.widgets.desk import Desk, DeskRefused, Json
from passerelles.widgets.view import View

KIND_TEXTS = {
    "single": "choice", "multiple": "choice", "position": "choice",
    "sort": "placing", "match": "placing", "order": "order", "short": "text", "open": "text",
}  # fmt: skip

Moved = Callable[[str, Json], None]


class ItemView(View):
    """Shows one item. `item` and `state` are what the desk says the learner may see, and no more."""

    script = "item.js"
    styles = ("base.css", "item.css")
    types: ClassVar[frozenset[str]] = frozenset({"answer", "draft", "rubric"})

    item = traitlets.Dict().tag(sync=True)
    state = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, item: Json, state: Json, *, scope: str, moved: Moved | None = None) -> None:
        """`item` and `state` are the lesson's; `moved(item id, state)` is called after each request that went well."""
        self.texts = ("common", "item", KIND_TEXTS.get(item["kind"], "item"))
        self._desk, self._id, self._moved = desk, str(item["id"]), moved
        super().__init__(scope=scope, item=item, state=state)

    def handle(self, kind: str, value: Any, key: str) -> Json:
        """Give an answer in, or keep a draft or the ticked lines of a rubric."""
        if kind != "answer":
            return self._desk.save(f"{kind}:{self._id}", value, key)
        try:
            given = self._desk.answer(self._id, value, key)
        except DeskRefused as error:
            if error.state is not None:
                self.state = error.state
            raise
        again = {"state": given["state"]} if given["state"] == self.state else {}  # its first message may be lost
        self.state = given["state"]
        return again | {name: given[name] for name in ("saved_at", "message") if name in given}

    def settled(self) -> None:
        """Tell the lesson where the learner is and where they stand with this item."""
        if self._moved:
            self._moved(self._id, self.state)
