"""What a World Café is made of: its rounds, the traces left on the cloths, the lines between them, the harvest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from passerelles.engines.roleplay.state import Event

from .seating import Person, Round, Seating, Table, crossings

Phase = Literal["before", "round", "between", "harvest"]

QUESTIONS = ("WC-048", "WC-049")  # those of 2011
ANSWERS = tuple(tuple(f"WC-{n:03}" for n in numbers) for numbers in (range(54, 80), range(80, 118)))  # of 2011, by each
NEW = "new"  # « nouveau constat »: what nobody said in 2011
KINDS = ("finalite", "acteur", "composer", "condition", "constat", "piste", "question")
BEYOND = ("piste", "question")  # kinds that may go beyond the questions asked


@dataclass(frozen=True, slots=True)
class Trace:
    """Something written on a cloth; `round` counts from 0, the harvest comes after the last one."""

    id: str
    table: str
    round: int
    who: str
    words: str
    late: bool = False  # it came in when its round was over: a phone without network


@dataclass(frozen=True, slots=True)
class Entry:
    """Something harvested: what it is, the question it answers (None: beyond them), the traces it comes from."""

    id: str
    kind: str
    question: int | None
    words: str
    traces: tuple[str, ...]
    compared: tuple[str, ...] = ()  # answers of 2011, or NEW; empty: not compared yet


@dataclass(frozen=True)
class State:
    """What has come of it."""

    seating: Seating
    phase: Phase = "before"
    held: int = 0  # rounds that have begun
    since: float = 0.0  # when the phase began
    now: float = 0.0
    traces: Mapping[str, Trace] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()  # traces taken off the cloths
    lines: frozenset[tuple[str, str]] = frozenset()
    entries: Mapping[str, Entry] = field(default_factory=dict)
    reaped: int = 0  # entries ever made: no id is given twice


@dataclass(frozen=True)
class Cafe:
    """A World Café: what it was begun with, what happened, and what has come of it."""

    questions: tuple[str, ...]
    people: tuple[Person, ...]
    rounds: int
    seed: str
    state: State
    events: tuple[Event, ...] = ()


def tables_now(state: State) -> Round:
    """Return the tables of the last round that has begun, those of the first before that."""
    return state.seating.rounds[max(0, state.held - 1)]


def table_now(state: State, who: str) -> Table | None:
    """Return the table where somebody sits, while a round goes on."""
    return state.seating.table_of(who, state.held - 1) if state.phase == "round" else None


def crossing(state: State, who: str) -> tuple[str, ...]:
    """Return the tables where somebody goes first, once the harvest has begun."""
    return crossed(state).get(who, ())


def crossed(state: State) -> Mapping[str, tuple[str, ...]]:
    """Return these tables for everybody who has some, once the harvest has begun."""
    return crossings(state.seating, state.held) if state.phase == "harvest" else {}


def cloth(state: State, table: str) -> list[Trace]:
    """Return the traces that stand on a cloth, oldest first."""
    return [trace for trace in state.traces.values() if trace.table == table and trace.id not in state.struck]


def to_do(state: State) -> dict[str, list[str]]:
    """Return what the harvest still lacks: questions without an entry, entries compared with nothing."""
    reaped = {entry.question for entry in state.entries.values()}
    return {
        "questions": [str(rank + 1) for rank in range(state.seating.questions) if rank not in reaped],
        "entries": [entry.id for entry in state.entries.values() if not entry.compared],
    }
