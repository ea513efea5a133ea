"""Gathering short texts: everyone writes, the trainer shows them and keeps some. Also the last round of the day.

Options: `question`; `hint`; `most`, how many each may write; `keep`, how many the room goes away with; `private`, what
one writes stays on one's own phone; `closing`, one sentence each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import Event, Json, Person, Trace
from passerelles.engines.live.answers import Rules, acted, said
from passerelles.engines.live.notes import Noted, noted, own, sorted_out, told, trainer_may, writer_may
from passerelles.engines.live.presence import gathered, needed
from passerelles.engines.live.screen import Block, Field, Screen, form, listing, words
from passerelles.errors import Refusal
from passerelles.text import t

MOST = 3  # notes of one person, unless the options say otherwise
NEWEST = 24  # notes that a screen of the room holds


def _write(state: Noted, event: Event) -> Noted:
    """Write one note more, as long as one may."""
    needed(len(state.by(event.who)) < state.prepared["most"], "live.gather.enough")
    return noted(state, event, said(event)[0])


def _formulate(state: Noted, event: Event) -> Noted:
    """Write, as the trainer, what the room agreed on: shown and kept at once."""
    needed(not state.prepared["private"])
    state = noted(state, event, said(event)[0], shown=True)
    return replace(state, kept=(*state.kept, f"n{len(state.notes)}"))


ANYBODY: Rules[Noted] = writer_may(_write)
LED: Rules[Noted] = {**trainer_may(), "write": _formulate}


class Gathering:
    """The activity."""

    kind: ClassVar[str] = "gather"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the question and its limits."""
        closing, private = bool(options.get("closing")), bool(options.get("private"))
        most, keep = int(options.get("most", 1 if closing else MOST)), int(options.get("keep", 0))
        if not 1 <= most <= 10 or not 0 <= keep <= 10 or (private and keep):
            raise Refusal(t("live.gather.limits"), t("live.gather.limits.cure"))
        asked = t("live.gather.closing" if closing else "live.gather.question")
        hint = str(options.get("hint", ""))
        question = str(options.get("question") or asked)
        return {"question": question, "hint": hint, "most": most, "keep": keep, "private": private}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Noted:
        """Return an empty page."""
        return Noted(prepared, gathered(people))

    def act(self, state: Noted, event: Event) -> Noted:
        """Return the state after an event; raises Refused."""
        needed(event.kind not in ("show", "keep") or not state.prepared["private"])
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Noted, who: str) -> Screen:
        """Return the form, what one wrote, and what the room sees."""
        written = state.by(who)
        blocks: list[Block] = []
        if len(written) < state.prepared["most"]:
            key = "private" if state.prepared["private"] else "unnamed"
            blocks = [_form(state, t("live.gather.mine")), words(t(f"live.gather.{key}"), "hint")]
        return Screen(_title(state), [*blocks, *own(state, who), *_kept(state), *_latest(state)])

    def room(self, state: Noted) -> Screen:
        """Return what is shown, newest first, and how many wrote."""
        return Screen(_title(state), [_count(state), *_kept(state), *_latest(state)])

    def trainer(self, state: Noted) -> Screen:
        """Return every note and what may be done with it; of private ones, only how many wrote."""
        if state.prepared["private"]:
            return Screen(_title(state), [_count(state), words(t("live.gather.private-led"), "hint")])
        write = _form(state, t("live.gather.formulate"))
        blocks = sorted_out(state, keeping=True)
        return Screen(_title(state), [_count(state), *_kept(state), *blocks, write])

    def trace(self, state: Noted) -> Trace:
        """Return what was kept, then the rest; of private notes, nothing but how many wrote."""
        facts = {"people": float(_writers(state)), "kept": float(len(state.kept))}
        if state.prepared["private"]:
            return Trace(_title(state), [_count(state)], facts)
        standing = state.standing
        rest = [note for note in standing if note.id not in state.kept]
        blocks = [*_kept(state), *told(t("live.gather.all"), rest)]
        facts["notes"] = float(sum(not note.late for note in standing))
        nothing = words(t("live.answers.nothing"))
        return Trace(_title(state), blocks or [nothing], facts, empty=not standing)


def _title(state: Noted) -> str:
    """Return the question: it is the title of every screen."""
    return str(state.prepared["question"])


def _writers(state: Noted) -> int:
    """Return how many people wrote in time."""
    return len({note.who for note in state.standing if not note.late and note.who in state.presence.people})


def _count(state: Noted) -> Block:
    """Return how many wrote."""
    return words(t("live.gather.count", n=_writers(state), of=len(state.presence.here)), live=True)


def _form(state: Noted, label: str) -> Block:
    """Return the form in which one writes."""
    field = Field("words", label, "text", state.prepared["hint"])
    return form("write", label, "write", [field], t("live.answers.send"), clears=True, private=True)


def _kept(state: Noted) -> list[Block]:
    """Return what the room goes away with."""
    kept = [state.notes[name].words for name in state.kept]
    return [listing(kept, t("live.gather.kept"), ordered=True) | {"id": "kept"}] if kept else []


def _latest(state: Noted) -> list[Block]:
    """Return the newest of the notes that the room sees."""
    more = len(state.latest) - NEWEST
    rest = [words(t("live.gather.more", n=more), "hint")] if more > 0 else []
    return [*told(t("live.gather.shown"), state.latest[:NEWEST]), *rest]


ACTIVITY = Gathering()
