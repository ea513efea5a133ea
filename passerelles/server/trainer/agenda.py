"""A track on the clock: each sequence with the minute it starts, and the page it leads to."""

from __future__ import annotations

from dataclasses import dataclass

from passerelles.content.course import Course
from passerelles.content.track import Sequence, Session, Track
from passerelles.content.track_course import path_of, unknown


@dataclass(frozen=True)
class Slot:
    """A sequence and when it starts: an hour in an agenda that says when it begins, else minutes from its start."""

    at: str
    sequence: Sequence
    path: str | None
    coming: bool  # it names what the course has not yet


def agenda(course: Course, track: Track) -> list[tuple[Session, list[Slot]]]:
    """Return the sessions of a track with their slots."""
    return [(session, _slots(course, session)) for session in track.sessions]


def _slots(course: Course, session: Session) -> list[Slot]:
    """Return the slots of a session, one after the other."""
    hours, minutes = map(int, (session.start or "0:0").split(":"))
    clock, slots = 60 * hours + minutes, []
    for sequence in session.sequences:
        at = f"{clock // 60} h {clock % 60:02}" if session.start else f"{clock} min"
        coming = any(True for _ in unknown(course, sequence))
        slots.append(Slot(at, sequence, path_of(course, sequence), coming))
        clock += sequence.minutes
    return slots
