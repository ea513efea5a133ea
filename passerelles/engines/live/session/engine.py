"""A live session: a pure state machine fed with events, which goes from one activity of the day to the next.

The session of a room of sixty is computed again from its log of events in well under a second. What was prepared for an
activity is in the event that opened it, so that a course corrected meanwhile changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from passerelles.engines.live.activity import TRAINER, Activity, Event, Json, Refused
from passerelles.text import t

from . import agenda
from .moves import PERSON_MAY, TRAINER_MAY
from .state import Session, is_here

OF_SESSION = ("arrive", "leave", "close", "reopen", "resume")  # what the session alone tells an activity


def setup(
    title: str,
    slots: tuple[agenda.Slot, ...],
    start: int,
    sectors: Mapping[str, str],
    modules: Mapping[str, str],
) -> Json:
    """Return as JSON what a session begins with, to be kept and given to `begin`."""
    told = {"sectors": dict(sectors), "modules": dict(modules)}
    return {"title": title, "slots": agenda.to_json(slots), "start": start, **told}


def begin(name: str, code: str, kept: Mapping[str, Any], activities: Mapping[str, Activity]) -> Session:
    """Return a session about to begin, from what `setup` made."""
    return Session(
        id=name,
        code=code,
        title=kept["title"],
        start=kept["start"],
        slots=agenda.from_json(kept["slots"]),
        sectors=kept["sectors"],
        modules=kept["modules"],
        activities=activities,
    )


def act(session: Session, place: str, event: Event) -> Session:
    """Return the session after an event in a place ("" the session itself); raises Refused, or Refusal in words.

    Events never go back in time: the clock of the machine may, and then its last time holds. After the end only what
    people still send to an activity is taken in, late.
    """
    if not event.at >= session.now or (session.ended and not _after_the_end(place, event)):
        raise Refused(t("live.session.cannot"))
    try:
        told = _given(session, place, event) if place else _of_session(session, event)
    except (ValueError, IndexError) as error:  # words are missing, or there are too many
        raise Refused(t("live.session.cannot")) from error
    return replace(told, now=event.at)


def _after_the_end(place: str, event: Event) -> bool:
    """Say whether an event may still come after the end."""
    return event.kind == "reopen" if event.who == TRAINER else bool(place)


def _of_session(session: Session, event: Event) -> Session:
    """Return the session after an event of its own."""
    rule = (TRAINER_MAY if event.who == TRAINER else PERSON_MAY).get(event.kind)
    if rule is None or (event.who != TRAINER and event.kind != "join" and not is_here(session, event.who)):
        raise Refused(t("live.session.cannot"))
    return rule(session, event)


def _given(session: Session, place: str, event: Event) -> Session:
    """Return the session after an event of an activity."""
    running = session.places.get(place)
    if running is None or event.kind in OF_SESSION or (event.who != TRAINER and not is_here(session, event.who)):
        raise Refused(t("live.session.cannot"))
    moved = replace(running, state=running.activity.act(running.state, event))
    return replace(session, places={**session.places, place: moved})
