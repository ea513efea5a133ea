"""What one may do in a World Café: one function per deed, which returns the state after it or raises Refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from passerelles.engines.roleplay.state import TRAINER, Event, Refused

from .seating import Person, reseat
from .state import ANSWERS, BEYOND, KINDS, NEW, Entry, State, Trace, crossing, table_now, tables_now

Rule = Callable[[State, Event], State]
KNOWN = frozenset(name for names in ANSWERS for name in names)


def _need(condition: bool, event: Event) -> None:
    """Raise Refused unless the condition of an event holds."""
    if not condition:
        raise Refused(f"{event.kind} {event.what} by {event.who}")


def _open_round(state: State, event: Event) -> State:
    """Begin the next round."""
    _need(state.phase in ("before", "between") and state.held < len(state.seating.rounds), event)
    return replace(state, phase="round", held=state.held + 1, since=event.at)


def _close_round(state: State, event: Event) -> State:
    """End the round: people change tables."""
    _need(state.phase == "round", event)
    return replace(state, phase="between", since=event.at)


def _open_harvest(state: State, event: Event) -> State:
    """Begin the harvest, even when a round was left out: who missed a question meets it now."""
    _need(state.phase == "between", event)
    return replace(state, phase="harvest", since=event.at)


def _arrive(state: State, event: Event) -> State:
    """Let somebody in; says: their sector."""
    _need(len(event.says) == 1 and event.what not in ("", TRAINER), event)
    come = [Person(event.what, event.says[0])]
    return replace(state, seating=reseat(state.seating, state.held, come, sitting=state.phase == "round"))


def _leave(state: State, event: Event) -> State:
    """Let somebody go: what they left on the cloths stays."""
    who = event.what or event.who
    _need(event.who in (TRAINER, who) and who in {person.id for person in state.seating.people}, event)
    return replace(state, seating=reseat(state.seating, state.held, left=[who], sitting=state.phase == "round"))


def _trace(state: State, event: Event) -> State:
    """Leave a trace on the cloth of a table: one's own, or, once the harvest has begun, one that was missed.

    A trace for a table one has left is kept and marked late. The trainer copies paper cloths, at any time.
    """
    words = tuple(text.strip() for text in event.says)
    _need(state.phase != "before" and len(words) == 1 and all(words), event)
    when = _when(state, event)
    _need(bool(when), event)
    name = f"t{len(state.traces) + 1}"
    late = event.who != TRAINER and when[0] != _current(state)
    trace = Trace(name, event.what, when[0], event.who, words[0], late)
    return replace(state, traces={**state.traces, name: trace})


def _current(state: State) -> int | None:
    """Return the round that goes on, one more than the last for the harvest; None between two."""
    return {"round": state.held - 1, "harvest": state.held}.get(state.phase)


def _when(state: State, event: Event) -> list[int]:
    """Return the rounds in which somebody was at that table, the present one first."""
    if event.who == TRAINER:
        known = event.what in dict(state.seating.tables)
        return [state.held - (state.phase != "harvest")] if known else []
    if event.what in crossing(state, event.who):
        return [state.held]
    sat = [(rank, state.seating.table_of(event.who, rank)) for rank in reversed(range(state.held))]
    return [rank for rank, table in sat if table and table.name == event.what]


def _pair(state: State, event: Event) -> tuple[str, str]:
    """Return two traces of the cloth before somebody, the older first; Refused when they are not."""
    ends = sorted({event.what, *event.says}, key=lambda name: (len(name), name))
    _need(len(ends) == 2 and set(ends) <= set(state.traces) - state.struck, event)
    first, second = (state.traces[name] for name in ends)
    here = table_now(state, event.who)
    near = {*crossing(state, event.who), *([here.name] if here else [])}
    _need(first.table == second.table and (event.who == TRAINER or first.table in near), event)
    return first.id, second.id


def _link(state: State, event: Event) -> State:
    """Draw a line between two traces of one cloth; one that is there already stays."""
    return replace(state, lines=state.lines | {_pair(state, event)})


def _unlink(state: State, event: Event) -> State:
    """Take a line away."""
    return replace(state, lines=state.lines - {_pair(state, event)})


def _strike(state: State, event: Event) -> State:
    """Take a trace off its cloth with its lines: one's own, or, for the trainer, any (a name has no place there)."""
    trace = state.traces.get(event.what)
    _need(trace is not None and event.who in (TRAINER, trace.who), event)
    lines = frozenset(line for line in state.lines if event.what not in line)
    return replace(state, struck=state.struck | {event.what}, lines=lines)


def _harvest(state: State, event: Event) -> State:
    """Harvest something; what: the question, from 1, or none; says: its kind, the words, the traces it comes from."""
    _need(state.phase == "harvest" and _may_harvest(state, event.who) and len(event.says) >= 2, event)
    kind, words, *traces = event.says
    asked = [str(rank + 1) for rank in range(state.seating.questions)]
    _need(kind in KINDS and bool(words.strip()) and (event.what in asked or (not event.what and kind in BEYOND)), event)
    _need(set(traces) <= set(state.traces) - state.struck and len(set(traces)) == len(traces), event)
    name = f"r{state.reaped + 1}"
    entry = Entry(name, kind, int(event.what) - 1 if event.what else None, words.strip(), tuple(traces))
    return replace(state, entries={**state.entries, name: entry}, reaped=state.reaped + 1)


def _may_harvest(state: State, who: str) -> bool:
    """Say whether somebody harvests: the trainer, and the hosts of the last round."""
    return who in (TRAINER, *(table.host for table in tables_now(state)))


def _drop(state: State, event: Event) -> State:
    """Take something out of the harvest."""
    _need(event.what in state.entries, event)
    return replace(state, entries={name: entry for name, entry in state.entries.items() if name != event.what})


def _compare(state: State, event: Event) -> State:
    """Set something harvested beside answers of 2011, or call it new; says nothing: neither any more."""
    says = event.says
    _need(event.what in state.entries and (says == (NEW,) or set(says) <= KNOWN) and len(set(says)) == len(says), event)
    entry = replace(state.entries[event.what], compared=says)
    return replace(state, entries={**state.entries, entry.id: entry})


ANYBODY_MAY: dict[str, Rule] = {
    "trace": _trace, "link": _link, "unlink": _unlink, "strike": _strike, "harvest": _harvest, "leave": _leave,
}  # fmt: skip
TRAINER_MAY: dict[str, Rule] = ANYBODY_MAY | {
    "open-round": _open_round, "close-round": _close_round, "open-harvest": _open_harvest, "arrive": _arrive,
    "drop": _drop, "compare": _compare,
}  # fmt: skip
