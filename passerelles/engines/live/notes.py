"""Short texts that people write in a room: the trainer shows them, keeps some, takes one away; nobody is named."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TypeVar

from passerelles.text import t

from .activity import Event
from .answers import Room, Rules
from .presence import needed
from .screen import Block, Choice, buttons, cards, words


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was written; its id says nothing of whom."""

    id: str
    who: str
    words: str
    column: str = ""
    late: bool = False


@dataclass(frozen=True)
class Noted(Room):
    """The beginning of a state that holds notes."""

    notes: Mapping[str, Note] = field(default_factory=dict)
    shown: frozenset[str] = frozenset()
    kept: tuple[str, ...] = ()
    struck: frozenset[str] = frozenset()

    @cached_property
    def standing(self) -> list[Note]:
        """The notes that nobody took away, oldest first."""
        return [note for note in self.notes.values() if note.id not in self.struck]

    @cached_property
    def latest(self) -> list[Note]:
        """Those that the room sees, newest first; what it keeps stands apart."""
        return [note for note in reversed(self.visible) if note.id not in self.kept]

    @cached_property
    def written(self) -> Mapping[str, list[Note]]:
        """Those of each person who wrote."""
        found: dict[str, list[Note]] = {}
        for note in self.standing:
            found.setdefault(note.who, []).append(note)
        return found

    def by(self, who: str) -> list[Note]:
        """Return those of somebody."""
        return self.written.get(who, [])

    @cached_property
    def visible(self) -> list[Note]:
        """Those that the room sees."""
        return [note for note in self.standing if note.id in self.shown]


N = TypeVar("N", bound=Noted)


def noted(state: N, event: Event, told: str, *, column: str = "", shown: bool = False) -> N:
    """Return the state with one more note, late when no more was expected."""
    note = Note(f"n{len(state.notes) + 1}", event.who, told, column, state.presence.closed)
    seen = state.shown | {note.id} if shown else state.shown
    return replace(state, notes={**state.notes, note.id: note}, shown=seen)


def _standing(state: Noted, event: Event) -> None:
    """Raise Refused unless the note of an event stands."""
    needed(event.what in state.notes and event.what not in state.struck)


def _withdraw(state: N, event: Event) -> N:
    """Take one's own note back."""
    _standing(state, event)
    needed(state.notes[event.what].who == event.who)
    return _strike(state, event)


def _strike(state: N, event: Event) -> N:
    """Take a note away from every screen and from the report."""
    _standing(state, event)
    kept = tuple(name for name in state.kept if name != event.what)
    return replace(state, struck=state.struck | {event.what}, shown=state.shown - {event.what}, kept=kept)


def _show(state: N, event: Event) -> N:
    """Show a note to the room; what "": every one that stands."""
    if not event.what:
        return replace(state, shown=frozenset(note.id for note in state.standing))
    _standing(state, event)
    return replace(state, shown=state.shown | {event.what})


def _hide(state: N, event: Event) -> N:
    """Cover a note again."""
    _standing(state, event)
    return replace(state, shown=state.shown - {event.what})


def _keep(state: N, event: Event) -> N:
    """Keep a note as one of those the room goes away with."""
    _standing(state, event)
    needed(event.what not in state.kept)
    return replace(state, kept=(*state.kept, event.what), shown=state.shown | {event.what})


def _drop(state: N, event: Event) -> N:
    """No longer keep a note."""
    return replace(state, kept=tuple(name for name in state.kept if name != event.what))


def writer_may(write: Callable[[N, Event], N]) -> Rules[N]:
    """Return what anybody may do with notes."""
    return {"write": write, "withdraw": _withdraw}


def trainer_may() -> Rules[N]:
    """Return what the trainer may do with notes."""
    return {"show": _show, "hide": _hide, "strike": _strike, "keep": _keep, "drop": _drop}


def own(state: Noted, who: str) -> list[Block]:
    """Return to somebody what they wrote, and the buttons that take it back."""
    blocks: list[Block] = []
    for note in state.by(who):
        take = Choice(t("live.notes.withdraw"), "withdraw", note.id, confirm=t("live.notes.withdraw-sure"))
        label = t("live.notes.of", words=note.words)
        late = [words(t("live.notes.late"), "hint") | {"id": f"late-{note.id}"}] if note.late else []
        blocks += [buttons(f"own-{note.id}", label, [take]), *late]
    return blocks


def told(label: str, notes: Iterable[Note]) -> list[Block]:
    """Return notes as cards; one that came late says so."""
    found = [{"words": note.words} | ({"note": t("live.notes.late")} if note.late else {}) for note in notes]
    return [cards(label, found)] if found else []


def _quoted(note: Note) -> str:
    """Return the words of a note between quotation marks."""
    return t("live.notes.of", words=note.words)


def sorted_out(state: Noted, *, keeping: bool, named: Callable[[Note], str] = _quoted) -> list[Block]:
    """Return to the trainer every note, told as `named` says, with its buttons; `keeping`: some are kept in the end."""
    blocks: list[Block] = []
    for note in state.standing:
        blocks.append(buttons(f"note-{note.id}", named(note), _choices(state, note, keeping=keeping)))
    if any(note.id not in state.shown for note in state.standing):
        every = Choice(t("live.notes.show-all"), "show", style="main")
        blocks.insert(0, buttons("show-all", t("live.notes.show-all"), [every]))
    return blocks


def _choices(state: Noted, note: Note, *, keeping: bool) -> list[Choice]:
    """Return what the trainer may do with a note."""
    seen, chosen = note.id in state.shown, note.id in state.kept
    found = [Choice(t("live.notes.show"), "hide" if seen else "show", note.id, pressed=seen)]
    if keeping:
        found.append(Choice(t("live.notes.keep"), "drop" if chosen else "keep", note.id, pressed=chosen))
    strike = Choice(t("live.notes.strike"), "strike", note.id, confirm=t("live.answers.strike-sure"), style="danger")
    return [*found, strike]
