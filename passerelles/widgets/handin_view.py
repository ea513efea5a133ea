"""« Remettre »: what is answered, what is missing, and where the hand-in stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import traitlets

from passerelles.widgets.desk import CaseDesk, Desk, Json
from passerelles.widgets.view import View


class HandinView(View):
    """Hands in and follows the correction. `tool`: assignment, title, answered, total, missing, handin."""

    script = "handin.js"
    styles = ("base.css", "tools.css")
    texts: tuple[str, ...] = ("common", "handin")
    types: ClassVar[frozenset[str]] = frozenset({"handin", "poll"})

    tool = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: Desk, tool: Json, *, scope: str, moved: Callable[[], None] | None = None) -> None:
        """`tool` is the lesson's; `moved` is called after each request that went well."""
        self._desk, self._assignment, self._moved = desk, str(tool["assignment"]), moved
        super().__init__(scope=scope, tool={**tool, "results": results_url(desk, str(tool["assignment"]))})

    def handle(self, kind: str, value: Any, key: str) -> Json:
        """Hand in, or ask where the correction stands."""
        ask = self._desk.hand_in if kind == "handin" else self._desk.handin
        row = ask(self._assignment)["handin"]
        self.tool = {**self.tool, "handin": row}
        return {"handin": row}

    def progressed(self, missing: list[Json], total: int) -> None:
        """Show what is still missing, as the learner answers."""
        self.tool = {**self.tool, "missing": missing, "answered": total - len(missing), "total": total}

    def settled(self) -> None:
        """Tell the lesson where the learner is."""
        if self._moved:
            self._moved()


def results_url(desk: Desk | CaseDesk, assignment: str) -> str | None:
    """Return the address of the learner's results, or None without a server."""
    return None if desk.base_url is None else f"{desk.base_url}mes-resultats/{assignment}"
