"""What a session proves afterwards, for the documents: who was there, for how long, what came of each activity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime

from passerelles.content.course import Course
from passerelles.documents.attendance import Attendee, Half, Register
from passerelles.documents.attestation import Claim
from passerelles.documents.calendar import Reminder
from passerelles.documents.session_report import Done, Report
from passerelles.engines.live.activities.commitments import Plan
from passerelles.engines.live.activity import Trace
from passerelles.engines.live.session.state import ALWAYS, Session
from passerelles.engines.live.session.view import half_label
from passerelles.french import local
from passerelles.text import t

DECIDED = "complete"  # the fact of the decision log that tells how many have somebody and a date


def day_of(session: Session, created_at: str) -> date:
    """Return the day on which it took place: that of the first slot, or of its making before that."""
    if session.began is None:
        return local(created_at).date()
    return local(datetime.fromtimestamp(session.began, UTC)).date()


def register_of(session: Session, on: date) -> Register:
    """Return the attendance register; who was removed stays in it when they were there for a half.

    It may be printed for a day to come: without a date then.
    """
    halves = session.halves()
    marked = {who for there in session.present.values() for who in there}
    listed = [one.person for who, one in session.people.items() if not one.removed or who in marked]
    people = [
        Attendee(
            person.name,
            session.sectors.get(person.sector, ""),
            [person.id in session.present.get(half.id, ()) for half in halves],
        )
        for person in listed
    ]
    told = [Half(half_label(session, one.id), one.minutes / 60) for one in halves]
    return Register(session.title, None if session.began is None else on, told, people)


def claim_of(session: Session, who: str, on: date, course: Course, track: str | None) -> Claim | None:
    """Return what may be attested of somebody, None when they were marked present for nothing."""
    there = [half for half in session.halves() if who in session.present.get(half.id, ())]
    if not there:
        return None
    return Claim(
        session=session.id,
        day=on,
        title=session.title,
        hours=sum(half.minutes for half in there) / 60,
        halves=[half_label(session, half.id) for half in there],
        track=course.tracks[track].title if track in course.tracks else "",
        statements=len(worked(session, course)),
        issued=local(datetime.now(UTC)).date(),
    )


def worked(session: Session, course: Course) -> set[str]:
    """Return the statements taught by the pages of the course that the day went through."""
    paths = [slot.path for slot in session.slots if slot.id in session.visited]
    steps = [path.removeprefix("module/").partition("#") for path in paths if path.startswith("module/")]
    found: set[str] = set()
    for slug, _, step in steps:
        module = course.modules.get(slug)
        if module:
            shown = [one for one in module.module.steps if one.id == step] if step else module.module.required
            found |= {name for one in shown for name in one.teaches}
    return found


def report_of(session: Session, on: date, course: Course, track: str | None) -> Report:
    """Return the report of the day: nobody is named in it, and nothing of an activity that still goes on."""
    over = {place: one for place, one in session.places.items() if one.asleep or session.ended or place in ALWAYS}
    traces = {place: (one.activity.kind, one.activity.trace(one.state)) for place, one in over.items()}
    order = [slot.place for slot in session.slots if slot.place in traces]
    places = list(dict.fromkeys([*order, *traces]))
    done = [Done(*traces[place]) for place in places if not traces[place][1].empty]
    people = [one.person for one in session.people.values()]
    sectors = Counter(session.sectors.get(person.sector, "") for person in people)
    return Report(
        session.title,
        on,
        sum(half.minutes for half in session.halves() if set(half.slots) & set(session.visited)) / 60,
        len(people),
        dict(sectors),
        done,
        decided=_decided(traces.get("decisions")),
        track=course.tracks[track].title if track in course.tracks else "",
    )


def _decided(log: tuple[str, Trace] | None) -> int | None:
    """Return how many decisions have somebody and a date; None when no log was kept."""
    return None if log is None else int((log[1].facts or {}).get(DECIDED, 0))


def reminders_of(plans: Iterable[Plan]) -> list[Reminder]:
    """Return when each commitment is due, and when to look at what came of it."""
    found = []
    for plan in plans:
        details = t("live.documents.plan", gesture=plan.gesture, function=plan.function)
        found.append(Reminder(f"engagement-{plan.id}", plan.on, plan.gesture, details))
        found.append(Reminder(f"retour-{plan.id}", plan.back[0], t("live.documents.back"), details))
    return found


def file_name(session: Session, kind: str) -> str:
    """Return the name of a document: nothing that somebody typed is in it."""
    return f"{t(f'live.documents.file-{kind}')}-{session.id}"
