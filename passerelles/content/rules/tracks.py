"""A track names what exists, leaves time for it, adds up to what it announces and reaches what it says."""

from __future__ import annotations

from collections.abc import Iterator

from ..course import Course
from ..track import Sequence, Track
from ..track_course import needed, reach, unknown
from ..yaml import Place
from .base import Context, Finding, track_file


def track_sum(context: Context) -> Iterator[Finding]:
    """Sequences add up to their session, sessions to their track; what stands apart does not count."""
    for track in context.course.tracks.values():
        for index, session in enumerate(track.sessions):
            total = sum(sequence.minutes for sequence in session.sequences if not sequence.apart)
            if total != session.minutes:
                yield _adds_up(track, ("sessions", index, "minutes"), total, session.minutes)
        if (total := sum(session.minutes for session in track.sessions)) != track.minutes:
            yield _adds_up(track, ("minutes",), total, track.minutes)


def track_unknown(context: Context) -> Iterator[Finding]:
    """The modules, steps, cases and tools that a track names exist, and learners meet them."""
    for track, where, sequence in _sequences(context.course):
        for key, name in unknown(context.course, sequence):
            cause = f"« {sequence.title} » nomme « {name} », que le cours n’a pas."
            yield Finding(track_file(track), (*where, key), cause, "Corrigez ce nom, ou retirez cette séquence.")


def track_too_short(context: Context) -> Iterator[Finding]:
    """A sequence lasts at least what it names."""
    for track, where, sequence in _sequences(context.course):
        least = needed(context.course, sequence)
        if sequence.minutes < least:
            cause = f"« {sequence.title} » laisse {sequence.minutes} minutes à ce qui en dure {least}."
            cure = "Donnez-lui plus de temps, ou ne nommez que quelques étapes (`steps`)."
            yield Finding(track_file(track), (*where, "minutes"), cause, cure)


def track_reach(context: Context) -> Iterator[Finding]:
    """The mechanisms that a track says it reaches are done in what it names."""
    for track in context.course.tracks.values():
        reached = reach(context.course, track)
        for index, name in enumerate(track.reaches):
            if name not in reached:
                cause = f"Rien de ce que nomme ce parcours ne fait exercer {name}."
                cure = "Ajoutez ce qui le fait exercer, ou retirez-le de `reaches`."
                yield Finding(track_file(track), ("reaches", index), cause, cure)


def _adds_up(track: Track, place: Place, total: int, said: int) -> Finding:
    """Return the finding about a sum."""
    cause = f"Les minutes font {total}, et {said} sont annoncées."
    return Finding(track_file(track), place, cause, "Corrigez l’annonce ou les durées.")


def _sequences(course: Course) -> Iterator[tuple[Track, Place, Sequence]]:
    """Yield every sequence of every track, with its place in the file."""
    for track in course.tracks.values():
        for n, session in enumerate(track.sessions):
            for m, sequence in enumerate(session.sequences):
                yield track, ("sessions", n, "sequences", m), sequence
