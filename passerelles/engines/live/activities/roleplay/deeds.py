"""What one may do in a role play lived together: one function per deed, which returns the room after it or raises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from passerelles.content.roleplay import PLAYED
from passerelles.engines.live.activity import MAX_TEXT, TRAINER, Event, Person, Refused
from passerelles.engines.live.presence import needed
from passerelles.engines.roleplay.engine import clocked, due_next
from passerelles.text import t

from .dealing import deal, is_own
from .table import Room, Table, laid, looking_on, smallest, without

Rule = Callable[[Room, Event], Room]
MOST_TABLES = 20
# The phases in which each is said; what comes after them is late.
MOMENT = {
    "propose": ("act",), "vote": ("act",), "stake": ("act",), "decide": ("act",), "understand": ("pause",),
    "observe": PLAYED,
}  # fmt: skip


def dealt(room: Room) -> Room:
    """Return the room with everybody at a table of the play that was chosen."""
    play = room.play
    if play is None or not room.people:
        return replace(room, tables=())
    found = deal(play, [*room.people.values()], f"{room.seed}/{room.dealt}", room.wanted)
    tables = [laid(str(rank), play, one.holds, one.watching) for rank, one in enumerate(found, 1)]
    return replace(room, tables=tuple(table for table in tables if table))


def _choose(room: Room, event: Event) -> Room:
    """Choose the play."""
    needed(not room.begun and event.what in room.plays)
    return dealt(replace(room, slug=event.what))


def _deal(room: Room, event: Event) -> Room:
    """Deal the roles anew; what: at how many tables, the same number when it says nothing."""
    needed(not room.begun and bool(room.slug))
    wanted = int(event.what) if event.what else room.wanted
    needed(1 <= wanted <= MOST_TABLES)
    return dealt(replace(room, wanted=wanted, dealt=room.dealt + 1))


def _swap(room: Room, event: Event) -> Room:
    """Let two people trade places before the start; says: who and who."""
    one, other = event.says
    trade = {one: other, other: one}
    touched = [table for table in room.tables if trade.keys() & set(table.people)]
    needed(one != other and trade.keys() <= room.people.keys() and bool(touched))
    needed(not any(table.begun for table in touched))
    for table in touched:
        holds = {role: trade.get(who, who) for role, who in table.holds.items()}
        looking = [trade.get(who, who) for who in table.game.observers]
        room = _laid_again(room, table, holds, looking)
    return room


def _give(room: Room, event: Event) -> Room:
    """Give an empty role to somebody who plays none; says: the table and the role, who."""
    spot, who = event.says
    name, _, role = spot.partition(":")
    table = _named(room, name, event)
    before = room.table_of(who)
    needed(who in room.people and role in table.empty and (before is None or not before.role_of(who)))
    if before:
        room = _moved(room, before.name, without(before, who, event.at))
    table = _named(room, name, event)
    if not table.begun:
        return _laid_again(room, table, {**table.holds, role: who}, table.game.observers)
    table = table.after(Event("fill", TRAINER, event.at, role))
    return room.with_table(replace(table, holds={**table.holds, role: who}))


def _empty(room: Room, event: Event) -> Room:
    """Empty a role whose player is no longer there; says: the table."""
    table = _named(room, event.says[0], event)
    who = table.holds.get(event.what, "")
    needed(table.begun and bool(who))
    return _moved(room, table.name, without(table, who, event.at))


def _next(room: Room, event: Event) -> Room:
    """Go on to the next phase; what: the phase that is over ("" before the start), says: tables, none for all.

    A second touch of the same button finds nobody in that phase any more, and moves nobody.
    """
    tables = [table for table in _meant(room, event) if table.phase == event.what]
    if tables and all(table.kind == "exit" and table.still for table in tables):
        _out(room, tables)
    return _each(room, event, tables)


def _table_deed(room: Room, event: Event) -> Room:
    """Do something of the game at the tables that are meant; says: tables, none for all."""
    return _each(room, event, _meant(room, event))


def _each(room: Room, event: Event, tables: Sequence[Table]) -> Room:
    """Give an event of the trainer to tables; Refused when none of them allows it."""
    moved = []
    for table in tables:
        try:
            moved.append(table.after(replace(event, says=())))
        except Refused:
            continue
    needed(bool(moved))
    for table in moved:
        room = room.with_table(table)
    return room


def _tick(room: Room, event: Event) -> Room:
    """Let what is due happen."""
    for table in room.tables:
        state = clocked(table.play, table.state, max(event.at, table.state.now))
        if state.happened != table.state.happened:
            room = room.with_table(replace(table, state=state))
    return room


def _arrive(room: Room, event: Event) -> Room:
    """Let somebody in: to an empty role before the start, not of their own sector if possible; else to look on."""
    needed(event.what not in ("", TRAINER, *room.people))
    person = Person(event.what, *event.says)
    people, names = {**room.people, person.id: person}, {**room.names, person.id: person.name}
    room = replace(room, people=people, names=names)
    if not room.tables:
        return dealt(room)
    free = [(is_own(person, table.play.role(role)), table.name, role)
            for table in room.tables if not table.begun for role in table.empty]  # fmt: skip
    if free:
        return _give(room, Event("give", TRAINER, event.at, "", (":".join(min(free)[1:]), person.id)))
    return room.with_table(looking_on(smallest(room.tables), person.id))


def _leave(room: Room, event: Event) -> Room:
    """Let somebody go."""
    needed(event.what in room.people)
    table = room.table_of(event.what)
    people = {who: person for who, person in room.people.items() if who != event.what}
    room = replace(room, people=people)
    return _moved(room, table.name, without(table, event.what, event.at)) if table else room


def _out(room: Room, tables: Sequence[Table]) -> None:
    """Raise Refused, with who it is, as long as somebody of these tables is still in their role."""
    still = [room.names[table.holds[role]] for table in tables for role in table.still if role in table.holds]
    needed(not still, "live.roleplay.still", who=", ".join(still))


def _close(room: Room, event: Event) -> Room:
    """Expect no more. Nobody goes on to something else while still in their role."""
    _out(room, room.tables)
    return replace(room, tables=tuple(replace(table, closed=True) for table in room.tables))


def _reopen(room: Room, event: Event) -> Room:
    """Take up again what was closed."""
    return replace(room, tables=tuple(replace(table, closed=False) for table in room.tables))


def _resume(room: Room, event: Event) -> Room:
    """Go on: a role play has no second time."""
    return room


def told(room: Room, event: Event) -> Room:
    """Return the room after what somebody at a table said or did.

    What comes when its moment is over is kept, and told to be late. Refused when it was never possible.
    """
    table = room.table_of(event.who)
    if table is None:
        raise Refused(t("live.roleplay.no-place"))
    if event.kind == "stop":
        return _stopped(room, table, event)
    said = _as_role(table, event)
    if table.closed and said.kind in MOMENT:
        return room.with_table(_kept(table, said))
    try:
        return room.with_table(table.after(said))
    except Refused:
        if not _over(table, said.kind):
            raise
        return room.with_table(_kept(table, said))


def _as_role(table: Table, event: Event) -> Event:
    """Return an event as the game wants it: by the role; of whom one understood something stands in the form."""
    said = replace(event, who=table.role_of(event.who) or event.who)
    if event.kind == "understand" and not event.what:
        whom, words = event.says
        return replace(said, what=whom, says=(words,))
    return said


def _stopped(room: Room, table: Table, event: Event) -> Room:
    """Let somebody stop playing, at any time and without a reason: they stay in the room."""
    needed(table.role_of(event.who) is not None and table.begun)
    return _moved(room, table.name, without(table, event.who, event.at))


def _kept(table: Table, event: Event) -> Table:
    """Return the table with something that came late."""
    needed(all(len(words) <= MAX_TEXT for words in event.says) and len(table.late) < 10 * len(table.people))
    return replace(table, late=(*table.late, event))


def _over(table: Table, kind: str) -> bool:
    """Say whether the moment for something is over: it was possible, and no longer is."""
    if not table.begun or kind not in MOMENT:
        return False
    shown = {"propose": table.state.proposals_shown, "vote": table.state.votes_shown}
    passed = table.play.phases[: table.state.phase]
    return shown.get(kind, False) or any(phase.kind in MOMENT[kind] for phase in passed)


def due(room: Room) -> float | None:
    """Return when the next thing is due at a table, None when nothing is."""
    found = [due_next(table.play, table.state) for table in room.tables if not table.closed]
    return min((at for at in found if at is not None), default=None)


def _named(room: Room, name: str, event: Event) -> Table:
    """Return the table of that name; Refused when there is none."""
    found = next((table for table in room.tables if table.name == name), None)
    if found is None:
        raise Refused(t("live.presence.not-now"))
    return found


def _meant(room: Room, event: Event) -> list[Table]:
    """Return the tables that the trainer means."""
    return [table for table in room.tables if not event.says or table.name in event.says]


def _moved(room: Room, name: str, table: Table | None) -> Room:
    """Return the room with what has come of a table, without it when it is None."""
    if table:
        return room.with_table(table)
    return replace(room, tables=tuple(one for one in room.tables if one.name != name))


def _laid_again(room: Room, table: Table, holds: Mapping[str, str], looking: Sequence[str]) -> Room:
    """Return the room with a table laid otherwise."""
    return _moved(room, table.name, laid(table.name, table.play, holds, looking))


TRAINER_MAY: dict[str, Rule] = {
    "choose": _choose, "deal": _deal, "swap": _swap, "give": _give, "empty": _empty, "next": _next,
    "extend": _table_deed, "inject": _table_deed, "show-proposals": _table_deed, "open-vote": _table_deed,
    "show-votes": _table_deed, "tick": _tick, "arrive": _arrive, "leave": _leave, "close": _close, "reopen": _reopen,
    "resume": _resume,
}  # fmt: skip
