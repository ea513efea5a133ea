"""A room in which an activity is lived line by line, as JSON would bring it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from passerelles.content.corpus import Statement
from passerelles.engines.live.activity import TRAINER, Activity, Event, Person, Refused
from passerelles.engines.live.screen import Block, Screen

SECTORS = ("ecole", "sante", "prevention")
STATEMENTS = {
    name: Statement(id=name, section=["S"], quote=f"Mots de {name}", lines=(1, 1), kind="obstacle")
    for name in ("C5-010", "C5-083", "C5-089", "C5-138", "WC-104")
}


class Room:
    """An activity begun with so many people, p1, p2…; `do` is what somebody does, `lead` what the trainer does."""

    def __init__(self, activity: Activity, people: int = 6, course: Any = None, **options: Any) -> None:
        self.activity, self.now = activity, 0.0
        course = course or SimpleNamespace(statements=STATEMENTS)
        here = [Person(f"p{n}", f"Prénom{n}", SECTORS[n % 3]) for n in range(1, people + 1)]
        self.prepared = json.loads(json.dumps(activity.prepare(course, options)))
        self.state = activity.begin(self.prepared, here, "jour")

    def do(self, who: str, kind: str, what: str = "", *says: str) -> Room:
        self.now += 1
        self.state = self.activity.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def lead(self, kind: str, what: str = "", *says: str) -> Room:
        return self.do(TRAINER, kind, what, *says)

    def each(self, people: range, kind: str, what: str = "", *says: str) -> Room:
        for n in people:
            self.do(f"p{n}", kind, what, *says)
        return self

    def refuses(self, who: str, kind: str, what: str = "", *says: str) -> None:
        with pytest.raises((Refused, ValueError)):  # a session turns both into « refused »
            self.do(who, kind, what, *says)

    @property
    def screens(self) -> dict[str, str]:
        """Every screen as JSON, by whose it is."""
        here = self.state.presence.here
        told = {who: self.activity.person(self.state, who) for who in sorted(here)}
        told |= {"room": self.activity.room(self.state), TRAINER: self.activity.trainer(self.state)}
        return {who: json.dumps(screen.told(), ensure_ascii=False) for who, screen in told.items()}

    def blocks(self, who: str, kind: str) -> list[Block]:
        """The blocks of a kind on the screen of somebody, « room » or the trainer; those in folds too."""
        shown = {"room": self.activity.room, TRAINER: self.activity.trainer}.get(who)
        screen = shown(self.state) if shown else self.activity.person(self.state, who)
        return [block for block in _all(screen.told()["blocks"]) if block["kind"] == kind]

    @property
    def trace(self) -> str:
        """What stays of it, as JSON: nobody is named there."""
        trace = self.activity.trace(self.state)
        told = json.dumps(Screen(trace.title, trace.blocks).told(), ensure_ascii=False)
        assert "Prénom" not in told
        return told

    @property
    def facts(self) -> dict[str, float]:
        return dict(self.activity.trace(self.state).facts or {})


def _all(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.get("blocks", []))
