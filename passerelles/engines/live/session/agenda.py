"""The agenda of a live session: slots in order, what each makes the room do, hours that add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from passerelles.content.track import Sequence as TrackSequence
from passerelles.content.track import Track
from passerelles.engines.live.activity import Json, Refused
from passerelles.text import t

LONGEST = 240  # minutes of a slot
MOST_SLOTS = 60
MAX_TITLE, MAX_WORDS = 80, 600
DAY = 24 * 60
ANEW = ("gather", "quiz")  # activities that ask something else each time


@dataclass(frozen=True)
class Slot:
    """Some minutes of the day. `place` names the activity that goes on there, "" when there is none."""

    id: str
    title: str
    minutes: int
    words: str = ""  # how it goes: of the track, or typed by the trainer
    place: str = ""
    activity: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    path: str = ""  # a page of the course to open
    apart: bool = False  # not counted: a meal


@dataclass(frozen=True)
class Half:
    """A half of the day, between two meals: what attendance is marked by."""

    id: str
    minutes: int
    slots: tuple[str, ...]


def agenda_of(track: Track) -> list[Slot]:
    """Return the slots of a track: its sessions one after the other."""
    found = [sequence for session in track.sessions for sequence in session.sequences]
    return [_slot(rank, sequence) for rank, sequence in enumerate(found, 1)]


def start_of(track: Track) -> int:
    """Return when it begins, in minutes after midnight; nine o'clock unless it says."""
    told = track.sessions[0].start or "09:00"
    return int(told[:2]) * 60 + int(told[3:])


def halves(slots: Sequence[Slot]) -> list[Half]:
    """Return the halves of the day: what lies between slots that stand apart. One day has one or more."""
    groups: list[list[Slot]] = [[]]
    for slot in slots:
        if slot.apart:
            groups.append([])
        else:
            groups[-1].append(slot)
    full = [group for group in groups if group]
    made = [(sum(slot.minutes for slot in group), tuple(slot.id for slot in group)) for group in full]
    return [Half(f"h{rank}", minutes, names) for rank, (minutes, names) in enumerate(made, 1)]


def times(slots: Sequence[Slot], start: int) -> dict[str, str]:
    """Return when each slot is announced to begin, « 09:20 », by its id; `start` in minutes after midnight."""
    found, at = {}, start
    for slot in slots:
        found[slot.id] = f"{at % DAY // 60:02}:{at % 60:02}"
        at += slot.minutes
    return found


def edited(slots: Sequence[Slot], name: str, title: str, minutes: str, words: str) -> tuple[Slot, ...]:
    """Return the slots with one told otherwise; Refused on what an agenda cannot hold."""
    change = _told(title, minutes, words)
    _find(slots, name)
    return tuple(replace(slot, **change) if slot.id == name else slot for slot in slots)


def added(
    slots: Sequence[Slot], after: str, title: str, minutes: str, words: str, activity: str = ""
) -> tuple[Slot, ...]:
    """Return the slots with a new one after that one, at the start when it is ""; Refused when there are too many.

    A second slot with the same activity goes on with it, the « after » of a « before », unless it asks anew each time.
    """
    if len(slots) >= MOST_SLOTS:
        raise Refused(t("live.session.cannot-more", most=MOST_SLOTS))
    rank = _find(slots, after) + 1 if after else 0
    number = 1 + max((int(slot.id[1:]) for slot in slots), default=0)
    name = f"s{number}"
    place = f"{activity}-{name}" if activity in ANEW else activity
    new = Slot(id=name, **_told(title, minutes, words), place=place, activity=activity)
    return (*slots[:rank], new, *slots[rank:])


def dropped(slots: Sequence[Slot], name: str) -> tuple[Slot, ...]:
    """Return the slots without that one."""
    rank = _find(slots, name)
    return (*slots[:rank], *slots[rank + 1 :])


def moved(slots: Sequence[Slot], name: str, step: str) -> tuple[Slot, ...]:
    """Return the slots with one a place earlier (« -1 ») or later (« 1 »)."""
    rank, order = _find(slots, name), list(slots)
    there = rank + (step == "1") - (step == "-1")
    if there == rank or not 0 <= there < len(order):
        raise Refused(t("live.session.cannot"))
    order[rank], order[there] = order[there], order[rank]
    return tuple(order)


def to_json(slots: Sequence[Slot]) -> list[Json]:
    """Return the slots as JSON, to be kept."""
    return [asdict(slot) for slot in slots]


def from_json(kept: Sequence[Mapping[str, Any]]) -> tuple[Slot, ...]:
    """Return the slots that were kept."""
    return tuple(Slot(**told) for told in kept)


def _slot(rank: int, sequence: TrackSequence) -> Slot:
    """Return the slot of a sequence of a track."""
    live = sequence.live
    name = f"s{rank}"
    kind = live.activity if live else ""
    return Slot(
        name,
        sequence.title,
        sequence.minutes,
        sequence.text or "",
        place=(live.place or kind) if live else "",
        activity=kind,
        options=live.options if live else {},
        path=_path(sequence),
        apart=sequence.apart,
    )


def _path(sequence: TrackSequence) -> str:
    """Return the page of the course that a sequence makes one open."""
    if sequence.module:
        return f"module/{sequence.module}" + (f"#{sequence.steps[0]}" if sequence.steps else "")
    if sequence.case:
        return f"cas/{sequence.case}"
    return "a-revoir" if sequence.review else ""


def _find(slots: Sequence[Slot], name: str) -> int:
    """Return the rank of a slot; Refused when there is none of that id."""
    for rank, slot in enumerate(slots):
        if slot.id == name:
            return rank
    raise Refused(t("live.session.cannot"))


def _told(title: str, minutes: str, words: str) -> dict[str, Any]:
    """Return the fields of a slot that a trainer types; Refused on what cannot be."""
    title, words = title.strip(), words.strip()
    whole = minutes.strip().isascii() and minutes.strip().isdigit() and len(minutes.strip()) <= 3
    if not title or len(title) > MAX_TITLE or len(words) > MAX_WORDS or not whole or not 1 <= int(minutes) <= LONGEST:
        raise Refused(t("live.session.cannot-slot", most=LONGEST))
    return {"title": title, "minutes": int(minutes), "words": words}
