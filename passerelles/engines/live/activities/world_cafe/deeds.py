"""What one may do in a World Café lived together, besides what the café itself allows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from passerelles.engines.live.activity import MAX_TEXT, TRAINER, Event, Refused
from passerelles.engines.live.presence import needed, room_for
from passerelles.engines.world_cafe.engine import act
from passerelles.engines.world_cafe.moves import ANYBODY_MAY, TRAINER_MAY
from passerelles.errors import Refusal
from passerelles.text import t

from .state import Salon

Rule = Callable[[Salon, Event], Salon]
MORE = ("1", "2", "5")  # minutes that a round may be given
MOST_TRACES, MOST_LINES, MOST_ENTRIES = 50, 500, 200  # traces of one person; lines and harvest of the room
BEYOND = "0"  # in a form: no question of those asked
OF_CAFE = frozenset({*TRAINER_MAY} - {"arrive", "leave"})
OF_ANYBODY = frozenset({*ANYBODY_MAY} - {"leave"})


def _arrive(salon: Salon, event: Event) -> Salon:
    """Let somebody in; who cannot be seated any more looks on."""
    name, sector = event.says
    needed(event.what not in salon.names)
    salon = replace(salon, names={**salon.names, event.what: name})
    try:
        return replace(salon, cafe=act(salon.cafe, replace(event, says=(sector,))))
    except (Refusal, Refused):
        return replace(salon, looking=salon.looking | {event.what})


def _leave(salon: Salon, event: Event) -> Salon:
    """Let somebody go; before the start too few may stay to seat them again, and then their seat is kept."""
    who = event.what
    if who in salon.looking:
        return replace(salon, looking=salon.looking - {who})
    needed(who in salon.names and who not in salon.left)
    try:
        return replace(salon, cafe=act(salon.cafe, event))
    except (Refusal, Refused):
        return replace(salon, left=salon.left | {who})


def _extend(salon: Salon, event: Event) -> Salon:
    """Give the round a few more minutes."""
    needed(event.what in MORE and salon.state.phase == "round")
    return replace(salon, longer=salon.longer + int(event.what))


def _read(salon: Salon, event: Event) -> Salon:
    """Choose what to compare with 2011."""
    needed(event.what in salon.state.entries)
    return replace(salon, reading=event.what)


def _close(salon: Salon, event: Event) -> Salon:
    """Expect no more."""
    return replace(salon, closed=True)


def _reopen(salon: Salon, event: Event) -> Salon:
    """Take it up again."""
    return replace(salon, closed=False)


def _resume(salon: Salon, event: Event) -> Salon:
    """Go on where it was, in a later slot of the day."""
    return _reopen(salon, event)


def led(salon: Salon, event: Event) -> Salon:
    """Return the café after an event of the trainer."""
    rule = TRAINER_ALONE.get(event.kind)
    return rule(salon, event) if rule else _cafe(salon, event, event.kind in OF_CAFE)


def told(salon: Salon, event: Event) -> Salon:
    """Return the café after what somebody there said; once it is closed that is kept, late."""
    needed(event.who in salon.names and event.who not in salon.left | salon.looking, "live.presence.absent")
    needed(all(len(words) <= MAX_TEXT for words in event.says), "live.presence.long", most=MAX_TEXT)
    needed(event.kind in OF_ANYBODY)
    if salon.closed:
        needed(len(salon.late) < 10 * len(salon.names))
        return replace(salon, late=(*salon.late, event))
    _room_for(salon, event)
    return _cafe(salon, event, True)


def _room_for(salon: Salon, event: Event) -> None:
    """Raise Refused when somebody, or all together, left as much as the cloths can show."""
    left, most = {
        "trace": (sum(one.who == event.who for one in salon.state.traces.values()), MOST_TRACES),
        "link": (len(salon.state.lines), MOST_LINES),
        "harvest": (len(salon.state.entries), MOST_ENTRIES),
    }.get(event.kind, (0, 1))
    room_for(left, most)


def _cafe(salon: Salon, event: Event, known: bool) -> Salon:
    """Give an event to the café; raises Refused, in words for the phone."""
    needed(known)
    try:
        cafe = act(salon.cafe, _plain(event))
    except Refused as refused:
        raise Refused(t("live.presence.not-now")) from refused
    phase = cafe.state.phase != salon.state.phase
    reading = "" if event.kind in ("compare", "drop") else salon.reading
    return replace(salon, cafe=cafe, longer=0 if phase else salon.longer, reading=reading)


def _plain(event: Event) -> Event:
    """Return an event as the café wants it: in forms, what is chosen stands among the words."""
    says = event.says
    if event.kind == "compare":
        return replace(event, says=tuple(name for words in says for name in words.split(",") if name))
    if event.what:
        return event
    if event.kind == "harvest":
        question, kind, words, *traces = says
        named = [name for some in traces for name in some.split(",") if name]
        return replace(event, what="" if question == BEYOND else question, says=(kind, words, *named))
    if event.kind in ("trace", "link", "unlink", "strike"):
        return replace(event, what=says[0], says=says[1:])
    return event


TRAINER_ALONE: dict[str, Rule] = {
    "arrive": _arrive, "leave": _leave, "extend": _extend, "read": _read, "close": _close, "reopen": _reopen,
    "resume": _resume,
}  # fmt: skip


def after(salon: Salon, event: Event) -> Salon:
    """Return the café after an event; raises Refused."""
    return led(salon, event) if event.who == TRAINER else told(salon, event)
