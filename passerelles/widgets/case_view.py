"""A case, played: what was chosen travels to the desk, what follows comes back."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, ClassVar

import traitlets

from passerelles.text import t
from passerelles.widgets.desk import CaseDesk, DeskRefused, Json
from passerelles.widgets.handin_view import results_url
from passerelles.widgets.view import View

SHAPES: Mapping[str, Mapping[str, tuple[type, ...]]] = {  # of each type of request: its fields, and what they hold
    "start": {"level": (str,), "mode": (str, NoneType), "viewpoint": (str, NoneType), "team": (int, NoneType)},
    "choose": {"play": (int,), "turn": (int,), "option": (str,)},
    "back": {"play": (int,), "turn": (int,), "node": (str,), "comment": (str,)},
    "open": {"play": (int,)},
    "debrief": {"question": (str,), "text": (str,)},
    "handin": {},
    "poll": {},
}


class CaseView(View):
    """Shows a case and one's plays of it. `case` is what the desk says the learner may see, and no more."""

    script = "case.js"
    styles = ("base.css", "tools.css", "item.css", "case.css", "case_after.css")
    texts: tuple[str, ...] = ("common", "case", "case-after", "handin")
    types: ClassVar[frozenset[str]] = frozenset(SHAPES)

    case = traitlets.Dict().tag(sync=True)

    def __init__(self, desk: CaseDesk, case: Json, *, scope: str) -> None:
        """`case` is what `desk.case()` returned."""
        self._desk = desk
        if handin := case.get("handin"):
            case = {**case, "handin": {**handin, "results": results_url(desk, str(handin["assignment"]))}}
        super().__init__(scope=scope, case=case)

    def handle(self, kind: str, value: Any, key: str) -> Json:
        """Do one thing in a play, or keep what was written in the debrief. A refusal comes with the present scene."""
        if not has_shape(value, SHAPES[kind]):
            raise DeskRefused("invalid", t("widgets.common.invalid"))
        try:
            told = self._ask(kind, value, key)
        except DeskRefused as error:
            if error.state is None:
                raise
            told = {"ok": False, "code": error.code, "message": error.message, "saved_at": None, "state": error.state}
        self._note(told)
        return told

    def _ask(self, kind: str, value: Json, key: str) -> Json:
        """Ask the desk; return what it says."""
        if kind == "debrief":
            name = f"debrief:{value['question']}"
            return self._desk.save(name, value["text"], key) | {"works": {name: value["text"]}}
        if kind == "handin":
            return self._desk.hand_in_case()
        if kind == "poll":
            return self._desk.handin(str((self.case.get("handin") or {}).get("assignment", "")))
        if kind == "open":
            return self._desk.open(**value)
        if kind == "start":
            return self._desk.start(**value, key=key)
        return (self._desk.choose if kind == "choose" else self._desk.back)(**value, key=key)

    def _note(self, told: Json) -> None:
        """Keep what changed for a view that opens later.

        In place: the one that asked has it in the reply, and is not sent it twice.
        """
        works = told.pop("works", {})
        changed = {"current": "state", "plays": "plays"}
        self.case.update({name: told[given] for name, given in changed.items() if given in told})
        self.case["works"] = {**self.case.get("works", {}), **works}
        if told.get("handin") and self.case.get("handin"):
            self.case["handin"] = {**self.case["handin"], "handin": told["handin"]}


def has_shape(value: object, shape: Mapping[str, tuple[type, ...]]) -> bool:
    """Say whether a value is an object with these fields and no other, each of one of its types."""
    if not isinstance(value, dict) or set(value) != set(shape):
        return False
    return all(isinstance(value[name], kinds) and not isinstance(value[name], bool) for name, kinds in shape.items())
