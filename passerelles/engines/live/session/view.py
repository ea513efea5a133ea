"""What the pages of a live session show: the frame around the activity that goes on, for a phone and the projector.

What is made here is all that ever travels to them.
"""

from __future__ import annotations

from typing import Literal

from passerelles.engines.live.activity import Json
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    form,
    link,
    listing,
    table,
    timer,
    words,
)
from passerelles.text import t

from .agenda import Slot, times
from .state import ALWAYS, Running, Session

COMMITMENTS = "commitments"  # the place whose dates go in a calendar


def phone_frame(session: Session, who: str, rejoin: str = "") -> Json:
    """Return what somebody's phone shows; `rejoin` is the code by which they come back on another one."""
    me = session.people[who].person
    always = [(place, session.places[place]) for place in ALWAYS if place in session.places]
    asides = [_aside(place, running.activity.person(running.state, who)) for place, running in always]
    if session.attending:
        asides.insert(0, _attendance(session, who))
    asides.append({"place": "", "label": t("live.session.mine"), "screen": _mine(session, who).told()})
    return around(session, _person_screen(session, who)) | {
        "aside": asides,
        "me": {"name": me.name, "rejoin": rejoin},
    }


def room_frame(session: Session) -> Json:
    """Return what the projector shows to everybody."""
    slot, running = session.current(), going_on(session)
    screen = running.activity.room(running.state) if running else slot_screen(session, slot, "room")
    jargon = session.places.get("jargon")
    aside = [_aside("jargon", jargon.activity.room(jargon.state))] if jargon else []
    return around(session, screen) | {"aside": aside}


def around(session: Session, screen: Screen) -> Json:
    """Return what all pages have in common, around a screen."""
    slot = session.current()
    return {
        "title": session.title,
        "code": None if session.locked or session.ended else session.code,
        "place": slot.place if slot else "",
        "screen": screen.told(),
        "timer": slot_timer(session),
        "aside": [],
        "me": None,
        "here": len(session.here()),
        "notice": session.notice,
    }


def slot_timer(session: Session) -> Block | None:
    """Return the countdown of the slot that goes on."""
    slot = session.current()
    if slot is None or session.ended:
        return None
    return timer("slot", slot.title, session.since, (slot.minutes + session.longer) * 60)


def _person_screen(session: Session, who: str) -> Screen:
    """Return what the activity of the moment shows somebody."""
    slot, running = session.current(), going_on(session)
    if running:
        return running.activity.person(running.state, who)
    screen = slot_screen(session, slot, "phone")
    return Screen(screen.title, [*screen.blocks, *_papers(session, who)]) if session.ended else screen


def going_on(session: Session) -> Running | None:
    """Return the activity that everybody sees now; None between activities, before the first slot and after the end."""
    slot = session.current()
    return session.places.get(slot.place) if slot and slot.place and not session.ended else None


def slot_screen(session: Session, slot: Slot | None, seen_by: Literal["phone", "room", "trainer"]) -> Screen:
    """Return a slot in which phones have nothing to do, the wait before the first, or the end."""
    if session.ended:
        return Screen(t("live.session.over"), [words(t(f"live.session.over-{seen_by}"))])
    if slot is None:
        title = t("live.session.soon" if seen_by == "phone" else f"live.session.soon-title-{seen_by}")
        return Screen(title, [words(t(f"live.session.soon-{seen_by}"), live=True)])
    blocks = [words(slot.words)] if slot.words else []
    if slot.path and seen_by != "room":
        blocks.append(link(t("live.session.open-page"), slot.path))
    return Screen(slot.title, blocks or [words(t("live.session.together"))])


def _aside(place: str, screen: Screen) -> Json:
    """Return something that is there all day, beside the slots."""
    return {"place": place, "label": screen.title, "screen": screen.told()}


def _attendance(session: Session, who: str) -> Json:
    """Return the form by which somebody says that they are there, with the code that the projector shows."""
    half = session.attending
    if who in session.present.get(half, ()):
        blocks = [words(t("live.session.attended", half=half_label(session, half)), "good")]
    else:
        code = Field("code", t("live.session.attend-code"), hint=t("live.session.attend-hint"), most=8)
        blocks = [form(f"attend-{half}", t("live.session.attend"), "attend", [code], t("live.session.attend-do"),
                       what=half, place="")]  # fmt: skip
    return {"place": "", "label": t("live.session.attend"), "screen": Screen(t("live.session.attend"), blocks).told()}


def _mine(session: Session, who: str) -> Screen:
    """Return what somebody may do about their own being here."""
    me = session.people[who].person
    present = [half_label(session, half.id) for half in session.halves() if who in session.present.get(half.id, ())]
    sector = session.sectors.get(me.sector, t("live.session.no-sector"))
    blocks = [listing([t("live.session.called", name=me.name), t("live.session.from", sector=sector)])]
    if present:
        blocks.append(listing(present, t("live.session.marked")))
    blocks += _papers(session, who)
    leave = Choice(t("live.session.leave"), "leave", confirm=t("live.session.leave-sure"), style="danger", place="")
    return Screen(t("live.session.mine"), [*blocks, buttons("leave", t("live.session.leave"), [leave])])


def _papers(session: Session, who: str) -> list[Block]:
    """Return what somebody may take away: the attestation of their presence, the dates of their commitments."""
    attested = any(who in present for present in session.present.values())
    found = [link(t("live.session.attestation"), f"seance/{session.id}/attestation")] if attested else []
    if COMMITMENTS in session.places:
        found.append(link(t("live.session.calendar"), f"seance/{session.id}/engagements.ics"))
    return found


def half_label(session: Session, half: str) -> str:
    """Return how a half is called: « matin », « après-midi », or by number; « journée » when there is but one."""
    names = [one.id for one in session.halves()]
    if half not in names:
        return half
    if len(names) == 2:
        return t(f"live.session.half-{names.index(half) + 1}")
    return t("live.session.half-only") if len(names) == 1 else t("live.session.half-n", n=names.index(half) + 1)


def agenda_table(session: Session) -> Block:
    """Return the agenda as a table: time, title, minutes, and where the day is."""
    at = times(session.slots, session.start)
    rows = [[at[s.id], s.title, str(s.minutes), _where(session, s)] for s in session.slots]
    head = [t(f"live.session.head-{name}") for name in ("time", "slot", "minutes", "state")]
    return table(t("live.session.agenda"), head, rows)


def _where(session: Session, slot: Slot) -> str:
    """Return whether a slot is over, goes on or comes."""
    name = "now" if slot.id == session.slot else "done" if slot.id in session.visited else "next"
    return t(f"live.session.state-{name}")
