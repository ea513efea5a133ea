"""A shared diagnosis (M56): the facts of each sector side by side, then which other sectors see them too.

Facts are covered until the trainer shows them; what people tick, until the overlaps are shown. Sectors are told, never
who. Options: `about`, what the facts are about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import Event, Json, Person, Trace
from passerelles.engines.live.answers import Answers, Rules, acted, said, unnamed
from passerelles.engines.live.notes import noted, trainer_may, writer_may
from passerelles.engines.live.options import MAX_ABOUT
from passerelles.engines.live.presence import gathered, needed, sector_names
from passerelles.engines.live.screen import Screen
from passerelles.errors import Refusal
from passerelles.text import t

from .screens import person_screen, room_screen, trace, trainer_screen
from .state import AGREED, LENGTHS, PER_PERSON, Diagnosis, others

ON_SHOW = 15  # facts: three of each sector


def _write(state: Diagnosis, event: Event) -> Diagnosis:
    """Write a fact; says: what, where, since when."""
    told = said(event, len(LENGTHS))
    _short(told, LENGTHS)
    needed(len(state.by(event.who)) < PER_PERSON, "live.diagnosis.enough")
    return noted(state, event, t("live.diagnosis.fact", **dict(zip(LENGTHS, told, strict=True))))


def _see(state: Diagnosis, event: Event) -> Diagnosis:
    """Say which facts of other sectors one's own sees too; says: their ids, by sector."""
    ticked = frozenset(name for text in event.says for name in text.split(",") if name)
    needed(ticked <= state.notes.keys())
    theirs = {note.id for notes in others(state, event.who).values() for note in notes}
    passed = state.compared or state.presence.closed
    return replace(state, seen=state.seen.taken(event.who, ticked & theirs, late=passed))


def _show(state: Diagnosis, event: Event) -> Diagnosis:
    """Show a fact; what "": as many as a room can read, each sector in turn."""
    free = ON_SHOW - len(state.visible)
    needed(free > 0, "live.diagnosis.full", most=ON_SHOW)
    if event.what:
        return FACTS["show"](state, event)
    turns, count = [], Counter[str]()
    for note in (note for note in state.standing if note.id not in state.shown):
        sector = state.presence.sector(note.who)
        turns.append((count[sector], note.id))
        count[sector] += 1
    taken = [name for _, name in sorted(turns, key=lambda turn: turn[0])[:free]]
    return replace(state, shown=state.shown.union(taken))


def _compare(state: Diagnosis, event: Event) -> Diagnosis:
    """Show the overlaps."""
    needed(state.visible)
    return replace(state, compared=True)


def _cover(state: Diagnosis, event: Event) -> Diagnosis:
    """Cover them again: one may tick once more, and what came meanwhile counts."""
    seen = Answers({**state.seen.given, **state.seen.late})
    return replace(state, compared=False, seen=seen)


def _agree(state: Diagnosis, event: Event) -> Diagnosis:
    """Write, as the trainer, what set it off, if anything did, and the finding that all share."""
    trigger, finding = (text.strip() for text in event.says)
    needed(finding, "live.answers.blank")
    _short(unnamed(trigger, finding), AGREED)
    return replace(state, trigger=trigger, finding=finding)


def _short(told: Sequence[str], lengths: Mapping[str, int]) -> None:
    """Raise Refused when a text is longer than its field."""
    for text, most in zip(told, lengths.values(), strict=True):
        needed(len(text) <= most, "live.presence.long", most=most)


ANYBODY: Rules[Diagnosis] = {**writer_may(_write), "see": _see}
FACTS: Rules[Diagnosis] = trainer_may()
LED: Rules[Diagnosis] = {
    "show": _show, "hide": FACTS["hide"], "strike": FACTS["strike"], "compare": _compare, "cover": _cover,
    "agree": _agree,
}  # fmt: skip


class Diagnosing:
    """The activity."""

    kind: ClassVar[str] = "diagnosis"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return what it is about, and the sectors."""
        about = str(options.get("about", "")).strip()
        if len(about) > MAX_ABOUT:
            raise Refusal(t("live.diagnosis.about-long"), t("live.diagnosis.about-long.cure"))
        return {"about": about, "sectors": sector_names(course)}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Diagnosis:
        """Return an empty page."""
        return Diagnosis(prepared, gathered(people))

    def act(self, state: Diagnosis, event: Event) -> Diagnosis:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Diagnosis, who: str) -> Screen:
        """Return the form of a fact, those to tick, and the overlaps in the end."""
        return person_screen(state, who)

    def room(self, state: Diagnosis) -> Screen:
        """Return how many wrote and which sectors are missing, then the facts, then the overlaps."""
        return room_screen(state)

    def trainer(self, state: Diagnosis) -> Screen:
        """Return who is missing, the overlaps, and what the trainer may do with each fact."""
        return trainer_screen(state)

    def trace(self, state: Diagnosis) -> Trace:
        """Return the facts, how many sectors see each, and what was made of them."""
        return trace(state)


ACTIVITY = Diagnosing()
