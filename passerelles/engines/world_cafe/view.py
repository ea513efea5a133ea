"""What each may see of a World Café: the room, somebody at a table, the trainer; and what goes up after it.

The dictionaries made here are all that ever travels. A cloth shows what was written, never by whom: it is seen by who
sits before it, which is how the next group discovers it, and by everybody once the harvest has begun.
"""

from __future__ import annotations

from typing import Any

from passerelles.text import t

from .seating import Table, told_sizes
from .state import ANSWERS, NEW, Cafe, Entry, State, Trace, cloth, crossed, crossing, table_now, tables_now, to_do

View = dict[str, Any]
SMALL = 5  # of fewer people no sector is told


def room_view(cafe: Cafe) -> View:
    """Return what the whole room sees: who goes where, and at the harvest the cloths and what comes out of them."""
    state = cafe.state
    reaping = state.phase == "harvest"
    return {
        "phase": state.phase,
        "round": state.held,
        "of": len(state.seating.rounds),
        "since": state.since,
        "questions": list(cafe.questions),
        "tables": [_table(cafe, table) for table in _shown(state)],
        "cloths": [cloth_view(cafe, name) for name in names_of(state)] if reaping else [],
        "harvest": [_entry(cafe, entry) for entry in state.entries.values()] if reaping else [],
    }


def person_view(cafe: Cafe, who: str) -> View:
    """Return what somebody sees: the room's view, the cloth before them, where they go next, what they wrote."""
    state = cafe.state
    here = table_now(state, who)
    following = state.seating.table_of(who, state.held) if state.held < len(state.seating.rounds) else None
    return room_view(cafe) | {
        "who": who,
        "table": _table(cafe, here) if here else None,
        "host": bool(here) and here is not None and here.host == who,
        "cloth": cloth_view(cafe, here.name) if here else None,
        "next": following.name if following and state.phase != "harvest" else None,
        "cross": list(crossing(state, who)),
        "mine": [trace.id for trace in state.traces.values() if trace.who == who and trace.id not in state.struck],
    }


def trainer_view(cafe: Cafe) -> View:
    """Return what the trainer sees: everything, who wrote what excepted."""
    state = cafe.state
    return room_view(cafe) | {
        "cloths": [cloth_view(cafe, name) for name in names_of(state)],
        "plan": [[_table(cafe, table) for table in tables] for tables in state.seating.rounds],
        "sizes": told_sizes(state.seating),
        "cross": {who: list(names) for who, names in crossed(state).items()},
        "to_do": to_do(state),
    }


def cloth_view(cafe: Cafe, name: str) -> View:
    """Return a cloth: what groups before left, what this one leaves, and the lines between."""
    state, traces = cafe.state, cloth(cafe.state, name)
    question = dict(state.seating.tables)[name]
    now = state.held - (state.phase == "round")
    return {
        "table": name,
        "question": cafe.questions[question],
        "before": [_trace(trace) for trace in traces if trace.round < now],
        "now": [_trace(trace) for trace in traces if trace.round >= now],
        "lines": sorted(list(line) for line in state.lines if state.traces[line[0]].table == name),
    }


def upward_note(cafe: Cafe) -> View:
    """Return a note that brings the findings up, C5-130, each with where it comes from; nobody is named in it."""
    state = cafe.state
    people = state.seating.people
    compared = {name for entry in state.entries.values() for name in entry.compared}
    return {
        "title": t("engines.world-cafe.note"),
        "cites": ["C5-130"],
        "questions": list(cafe.questions),
        "rounds": state.held,
        "people": len(people),
        "sectors": sorted({person.sector for person in people}) if len(people) >= SMALL else [],
        "findings": [_entry(cafe, entry) | _provenance(state, entry) for entry in state.entries.values()],
        "unspoken": [name for names in ANSWERS for name in names if name not in compared],
        "to_do": to_do(state),
    }


def names_of(state: State) -> list[str]:
    """Return the names of all tables, question after question."""
    return sorted(name for name, _ in state.seating.tables)


def _shown(state: State) -> tuple[Table, ...]:
    """Return the tables to go to: those of the round, or, between two, of the next one."""
    ahead = state.phase == "between" and state.held < len(state.seating.rounds)
    return state.seating.rounds[state.held] if ahead else tables_now(state)


def _table(cafe: Cafe, table: Table) -> View:
    """Return a table and who sits there."""
    question = cafe.questions[table.question]
    return {"name": table.name, "question": question, "host": table.host, "guests": list(table.guests)}


def _trace(trace: Trace) -> View:
    """Return a trace, without who wrote it."""
    return {"id": trace.id, "words": trace.words, "round": trace.round + 1, "late": trace.late}


def _entry(cafe: Cafe, entry: Entry) -> View:
    """Return something harvested; `new` is None as long as it is compared with nothing."""
    return {
        "id": entry.id,
        "kind": entry.kind,
        "label": t(f"engines.world-cafe.kind.{entry.kind}"),
        "question": None if entry.question is None else cafe.questions[entry.question],
        "words": entry.words,
        "statements": [name for name in entry.compared if name != NEW],
        "new": NEW in entry.compared if entry.compared else None,
    }


def _provenance(state: State, entry: Entry) -> View:
    """Return where something harvested comes from: the traces that still stand, their tables and rounds."""
    traces = [state.traces[name] for name in entry.traces if name not in state.struck]
    return {
        "traces": [_trace(trace) for trace in traces],
        "tables": sorted({trace.table for trace in traces}),
    }
