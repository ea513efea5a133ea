"""A role play, read and played alone: what is done travels to the desk, where one is comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import traitlets

from passerelles.text import t
from passerelles.widgets.case_view import has_shape
from passerelles.widgets.desk import DeskRefused, Json, RolePlayDesk
from passerelles.widgets.view import View

SHAPES: Mapping[str, Mapping[str, tuple[type, ...]]] = {  # of each type of request: its fields, and what they hold
    "take": {"role": (str,)},
    "write": {"role": (str,), "words": (str,)},
    "say": {"exchange": (str,), "turn": (str,), "reply": (str,)},
    "again": {"exchange": (str,)},
}


class RolePlayView(View):
    """Shows a role play and where one is in it. `play` is what the desk says the learner may see, and no more."""

    script = "roleplay.js"
    styles = ("base.css", "tools.css", "item.css", "case.css", "case_after.css", "roleplay.css")
    texts: tuple[str, ...] = ("common", "case", "roleplay")
    types: ClassVar[frozenset[str]] = frozenset(SHAPES)

    play = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: RolePlayDesk, play: Json, *, scope: str) -> None:
        """`play` is what `desk.roleplay()` returned."""
        self._desk = desk
        super().__init__(scope=scope, play=play)

    def handle(self, kind: str, value: Any, key: str) -> Json:
        """Do one thing. A refusal comes with where one is, when that helps."""
        if not has_shape(value, SHAPES[kind]):
            raise DeskRefused("invalid", t("widgets.common.invalid"))
        try:
            said = self._desk.deed(kind, value)
        except DeskRefused as error:
            if error.state is None:
                raise
            said = {"ok": False, "code": error.code, "message": error.message, "saved_at": None, "state": error.state}
        # in place, for a view that opens later: the one that asked has it in the reply, and is not sent it twice
        self.play["state"] = said["state"]
        return said
