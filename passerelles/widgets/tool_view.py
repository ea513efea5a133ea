"""What the tools share: everything the learner does is kept under the tool's name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from passerelles.text import t
from passerelles.widgets.desk import Desk, DeskRefused, Json
from passerelles.widgets.view import View


class ToolView(View):
    """A view whose `tool` holds its public data and the value kept so far."""

    types: ClassVar[frozenset[str]] = frozenset({"save"})

    def __init__(
        self, desk: Desk, name: str, tool: Json, *, scope: str, moved: Callable[[], None] | None = None
    ) -> None:
        """`moved` is called after each value that was kept."""
        self._desk, self._name, self._moved = desk, name, moved
        super().__init__(scope=scope, tool=tool)

    def handle(self, kind: str, value: Any, key: str) -> Json:
        """Keep the value; the desk checks what it is made of."""
        if not isinstance(value, dict):
            raise DeskRefused("invalid", t("widgets.common.invalid"))
        return self._desk.save(f"tool:{self._name}", value, key)

    def settled(self) -> None:
        """Tell the lesson where the learner is."""
        if self._moved:
            self._moved()
