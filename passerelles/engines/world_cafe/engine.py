"""Leading a World Café: a pure state machine driven by events that carry their own time.

Only what it was begun with and the events are kept as JSON; what has come of it is computed from them, so a café
survives a crash. A café in hand carries its state, so that one more trace does not seat everybody again. Times are
seconds of whatever clock the caller keeps. Who may *see* what is decided in `view`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from passerelles.engines.roleplay.state import MAX_EVENTS, MAX_TEXT, TRAINER, Event, Refused
from passerelles.errors import Refusal

from .moves import ANYBODY_MAY, TRAINER_MAY
from .seating import Person, seat
from .state import Cafe, State


def start(questions: Sequence[str], people: Iterable[Person], rounds: int = 2, seed: str = "") -> Cafe:
    """Return a café about to begin; Refusal on numbers that cannot be seated, Refused on questions or names."""
    asked, everybody = tuple(question.strip() for question in questions), tuple(people)
    if not all(asked) or any(len(question) > MAX_TEXT for question in asked):
        raise Refused(f"questions {asked}")
    if any(person.id == TRAINER for person in everybody):
        raise Refused(f"somebody called {TRAINER}")
    return Cafe(asked, everybody, rounds, seed, State(seat(everybody, len(asked), rounds, seed)))


def act(cafe: Cafe, event: Event) -> Cafe:
    """Return the café after an event; Refused when it is not allowed, Refusal when nobody more can be seated."""
    state = cafe.state
    rule = (TRAINER_MAY if event.who == TRAINER else ANYBODY_MAY).get(event.kind)
    here = event.who == TRAINER or any(person.id == event.who for person in state.seating.people)
    if rule is None or not here or not event.at >= state.now or any(len(words) > MAX_TEXT for words in event.says):
        raise Refused(f"{event.kind} by {event.who}")
    if len(cafe.events) >= MAX_EVENTS:
        raise Refused(f"more than {MAX_EVENTS} events")
    return replace(cafe, state=replace(rule(state, event), now=event.at), events=(*cafe.events, event))


def to_json(cafe: Cafe) -> dict[str, Any]:
    """Return the café as a JSON object, to be kept and given to `from_json`."""
    return {
        "questions": list(cafe.questions),
        "people": [asdict(person) for person in cafe.people],
        "rounds": cafe.rounds,
        "seed": cafe.seed,
        "events": [asdict(event) for event in cafe.events],
    }


def from_json(kept: Mapping[str, Any]) -> Cafe:
    """Return the café that was kept, every event checked again; Refused when it is none."""
    try:
        people = [Person(str(told["id"]), str(told["sector"])) for told in kept["people"]]
        cafe = start([str(question) for question in kept["questions"]], people, int(kept["rounds"]), str(kept["seed"]))
        for told in kept["events"]:
            cafe = act(cafe, _event(told))
        return cafe
    except (KeyError, TypeError, ValueError, AttributeError, Refusal) as error:
        raise Refused(f"not a café: {error!r}") from error


def _event(told: Mapping[str, Any]) -> Event:
    """Return an event that was kept."""
    says = tuple(str(words) for words in told["says"])
    return Event(str(told["kind"]), str(told["who"]), float(told["at"]), str(told["what"]), says)
