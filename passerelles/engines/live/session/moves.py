"""What one may do in a live session besides its activities: one function per deed, which returns the state after it.

Each raises Refused on what cannot be; what an activity says in words (Refusal) goes through.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from passerelles.engines.live import options
from passerelles.engines.live.activity import TRAINER, Event, Person, Refused
from passerelles.text import t

from . import agenda
from .agenda import Slot
from .state import ALWAYS, MAX_NAME, MOST_PEOPLE, Member, Running, Session, is_here

Rule = Callable[[Session, Event], Session]
MORE = ("1", "2", "5", "10")  # minutes that a slot may be given
MAX_NOTICE = 200
ADDED = (  # activities that a trainer may add to a day
    "acquaintance", "pairs", "vote", "gather", "quiz", "speaking", "wall", "roleplay", "world-cafe", "positioning",
    "satisfaction", "commitments", "diagnosis",
)  # fmt: skip


def _with(session: Session, place: str, running: Running) -> Session:
    """Return the session with what has come of a place."""
    return replace(session, places={**session.places, place: running})


def _told(session: Session, place: str, kind: str, event: Event, asleep: bool = False) -> Session:
    """Return the session after telling an activity something that the session knows."""
    running = session.places[place]
    state = running.activity.act(running.state, Event(kind, TRAINER, event.at))
    return _with(session, place, replace(running, state=state, asleep=asleep))


def _open(session: Session, event: Event) -> Session:
    """Begin an activity in a place; says: its kind, what was prepared, as JSON."""
    kind, prepared = event.says
    if not event.what or event.what in session.places or kind not in session.activities:
        raise Refused(t("live.session.cannot"))
    activity = session.activities[kind]
    state = activity.begin(json.loads(prepared), session.here(), f"{session.id}:{event.what}")
    return _with(session, event.what, Running(activity, state, asleep=event.what not in ALWAYS))


def _go(session: Session, event: Event) -> Session:
    """Go to a slot: its activity must be open; the one before sleeps, unless it goes on here."""
    there = next((slot for slot in session.slots if slot.id == event.what), None)
    if there is None or (there.place and there.place not in session.places):
        raise Refused(t("live.session.cannot"))
    before = session.current()
    if there is before:
        return session
    if before and before.place and before.place != there.place:
        session = _told(session, before.place, "close", event, asleep=True)
    if there.place:
        session = _entered(session, there, event)
    visited = session.visited if there.id in session.visited else (*session.visited, there.id)
    began = event.at if session.began is None and session.here() else session.began
    return replace(session, slot=there.id, visited=visited, began=began, since=event.at, longer=0)


def _entered(session: Session, there: Slot, event: Event) -> Session:
    """Return the session with the activity of a slot awake: it begins, goes on with something new, or is taken up."""
    running = session.places[there.place]
    earlier = any(slot.place == there.place and slot.id in session.visited for slot in session.slots)
    if earlier and there.id not in session.visited:
        return _told(session, there.place, "resume", event)
    if earlier and running.asleep:
        return _told(session, there.place, "reopen", event)
    return _with(session, there.place, replace(running, asleep=False))


def _join(session: Session, event: Event) -> Session:
    """Let somebody in; says: the name they go by here, and their sector."""
    name, sector = event.says
    if event.who in session.people or event.who == TRAINER or len(session.here()) >= MOST_PEOPLE:
        raise Refused(t("live.session.cannot"))
    person = Person(event.who, _free(session, name), _sector(session, sector))
    session = replace(session, people={**session.people, event.who: Member(person, event.at)})
    return _everywhere(session, Event("arrive", TRAINER, event.at, person.id, (person.name, person.sector)))


def _remove(session: Session, event: Event) -> Session:
    """Let somebody go, at the trainer's wish or at their own; what they gave stays."""
    who = event.what if event.who == TRAINER else event.who
    if not is_here(session, who):
        raise Refused(t("live.session.cannot"))
    member = replace(session.people[who], removed=True)
    session = replace(session, people={**session.people, who: member})
    return _everywhere(session, Event("leave", TRAINER, event.at, who))


def _everywhere(session: Session, event: Event) -> Session:
    """Return the session after telling every activity, asleep or not, who came or went."""
    told = {
        place: replace(running, state=running.activity.act(running.state, event))
        for place, running in session.places.items()
    }
    return replace(session, places=told)


def _free(session: Session, name: str) -> str:
    """Return the name, with a number when somebody here goes by it already; Refused when it is none."""
    name = " ".join(name.split())
    if not name or len(name) > MAX_NAME:
        raise Refused(t("live.session.cannot-name", most=MAX_NAME))
    taken = {member.person.name.casefold() for member in session.people.values()}
    return next(one for one in (name, *(f"{name} ({n})" for n in range(2, 1000))) if one.casefold() not in taken)


def _sector(session: Session, sector: str) -> str:
    """Return the sector; Refused when there is none of that id."""
    if sector and sector not in session.sectors:
        raise Refused(t("live.session.cannot"))
    return sector


def _extend(session: Session, event: Event) -> Session:
    """Give the slot a few more minutes."""
    if session.since is None or event.what not in MORE:
        raise Refused(t("live.session.cannot"))
    return replace(session, longer=session.longer + int(event.what))


def _lock(session: Session, event: Event) -> Session:
    """Let nobody new in; who was here may still come back."""
    return replace(session, locked=True)


def _unlock(session: Session, event: Event) -> Session:
    """Let people in again."""
    return replace(session, locked=False)


def _notice(session: Session, event: Event) -> Session:
    """Put a sentence on every page, or take it away."""
    words = event.says[0].strip()
    if len(words) > MAX_NOTICE:
        raise Refused(t("live.session.cannot-notice", most=MAX_NOTICE))
    return replace(session, notice=words)


def _edit_slot(session: Session, event: Event) -> Session:
    """Tell a slot otherwise; says: title, minutes, words."""
    title, minutes, words = event.says
    return replace(session, slots=agenda.edited(session.slots, event.what, title, minutes, words))


def _add_slot(session: Session, event: Event) -> Session:
    """Add a slot after another; says: title, minutes, words, and the activity on phones, or "" for none."""
    title, minutes, words, activity = event.says
    if activity and activity not in ADDED:
        raise Refused(t("live.session.cannot"))
    return replace(session, slots=agenda.added(session.slots, event.what, title, minutes, words, activity))


def _settle(session: Session, event: Event) -> Session:
    """Settle an activity that has not begun; says: its fields. Every slot of its place goes by it."""
    there = next((slot for slot in session.slots if slot.id == event.what and slot.place), None)
    if there is None or there.place in session.places:
        raise Refused(t("live.session.cannot"))
    settled = options.read(there.activity, event.says, session.modules)
    slots = [replace(slot, options=settled) if slot.place == there.place else slot for slot in session.slots]
    return replace(session, slots=tuple(slots))


def _drop_slot(session: Session, event: Event) -> Session:
    """Take a slot out, but not the one where the day is."""
    if event.what == session.slot or len(session.slots) == 1:
        raise Refused(t("live.session.cannot"))
    return replace(session, slots=agenda.dropped(session.slots, event.what))


def _move_slot(session: Session, event: Event) -> Session:
    """Put a slot a place earlier or later; says: « -1 » or « 1 »."""
    return replace(session, slots=agenda.moved(session.slots, event.what, event.says[0]))


def _mark(session: Session, event: Event) -> Session:
    """Open the marking of attendance for a half of the day; what: its id, "" to close it."""
    if event.what and event.what not in {half.id for half in session.halves()}:
        raise Refused(t("live.session.cannot"))
    return replace(session, attending=event.what)


def _attend(session: Session, event: Event) -> Session:
    """Note that somebody is there for a half; the trainer says who, somebody's own phone only while it is open."""
    who = event.says[0] if event.who == TRAINER else event.who
    known = event.what in {half.id for half in session.halves()}
    if not known or who not in session.people or (event.who != TRAINER and event.what != session.attending):
        raise Refused(t("live.session.cannot"))
    there = session.present.get(event.what, frozenset()) | {who}
    return replace(session, present={**session.present, event.what: there})


def _miss(session: Session, event: Event) -> Session:
    """Take an attendance back; says: who."""
    there = session.present.get(event.what, frozenset()) - {event.says[0]}
    return replace(session, present={**session.present, event.what: there})


def _close_second(session: Session, event: Event) -> Session:
    """Let no second trainer lead any more who came by the link of before."""
    return replace(session, second=session.second + 1)


def _end(session: Session, event: Event) -> Session:
    """End the day: what still comes is late."""
    for place, running in session.places.items():
        if not running.asleep:
            session = _told(session, place, "close", event)
    return replace(session, ended=True, attending="")


def _reopen(session: Session, event: Event) -> Session:
    """Take the day up again, where it was."""
    for place, running in session.places.items():
        if not running.asleep:
            session = _told(session, place, "reopen", event)
    return replace(session, ended=False)


TRAINER_MAY: dict[str, Rule] = {
    "open": _open, "go": _go, "extend": _extend, "lock": _lock, "unlock": _unlock, "remove": _remove,
    "notice": _notice, "edit-slot": _edit_slot, "settle": _settle, "add-slot": _add_slot, "drop-slot": _drop_slot,
    "move-slot": _move_slot, "mark": _mark, "attend": _attend, "miss": _miss, "close-second": _close_second,
    "end": _end, "reopen": _reopen,
}  # fmt: skip
PERSON_MAY: dict[str, Rule] = {"join": _join, "attend": _attend, "leave": _remove}
