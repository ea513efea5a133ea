"""What the trainer sees of a live session and may do with it: the activity of the moment, then the day around it."""

from __future__ import annotations

from collections import Counter

from passerelles.engines.live import options
from passerelles.engines.live.activity import SMALL, Json
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    bars,
    buttons,
    fold,
    form,
    heading,
    link,
    words,
)
from passerelles.text import t

from .agenda import Half, Slot, times
from .guide import guide
from .moves import ADDED, MAX_NOTICE, MORE
from .state import ALWAYS, Session
from .view import around, going_on, half_label, slot_screen

OF_SESSION = ""  # the place of the session's own deeds


def trainer_frame(session: Session) -> Json:
    """Return what the trainer's page shows: the activity that goes on, and beside it the day, the people, the rest."""
    slot, running = session.current(), going_on(session)
    screen = running.activity.trainer(running.state) if running else slot_screen(session, slot, "trainer")
    about, work = (_about(slot), screen.blocks) if running and slot else (screen.blocks, ())
    screen = Screen(screen.title, [*about, *guide(session), *work])
    asides = [
        {"place": place, "label": label, "screen": shown.told()}
        for place, label, shown in [
            (OF_SESSION, t("live.trainer.day"), day_screen(session)),
            (OF_SESSION, t("live.trainer.people"), people_screen(session)),
            (OF_SESSION, t("live.trainer.attendance"), attendance_screen(session)),
            *_always(session),
            (OF_SESSION, t("live.trainer.change"), change_screen(session)),
        ]
    ]
    return around(session, screen) | {"aside": asides, "code": session.code}


def _about(slot: Slot) -> list[Block]:
    """Return how a slot goes, and the page of the course that goes with it."""
    told = [words(slot.words, "hint")] if slot.words else []
    return [*told, link(t("live.session.open-page"), slot.path)] if slot.path else told


def day_screen(session: Session) -> Screen:
    """Return the way through the day: next, more time, every slot, the end."""
    if session.ended:
        again = Choice(t("live.trainer.reopen"), "reopen")
        return Screen(t("live.trainer.day"), [buttons("again", t("live.trainer.reopen"), [again])])
    following = next_slot(session)
    choices = [_go(following, t("live.trainer.next", title=following.title), "main")] if following else []
    more = [Choice(t("live.trainer.more", n=n), "extend", n) for n in MORE]
    blocks = [buttons("next", t("live.trainer.next-label"), choices, stacked=True)] if choices else []
    if session.since is not None:
        blocks.append(buttons("more", t("live.trainer.more-label"), more))
    at = times(session.slots, session.start)
    every = [_go(slot, f"{at[slot.id]} {slot.title} ({slot.minutes} min)", "plain", slot.id == session.slot)
             for slot in session.slots]  # fmt: skip
    end = Choice(t("live.trainer.end"), "end", confirm=t("live.trainer.end-sure"), style="danger")
    slots = buttons("slots", t("live.trainer.slots"), every, stacked=True)
    blocks += [fold("slots", t("live.trainer.slots"), [slots]), buttons("end", t("live.trainer.end"), [end])]
    return Screen(t("live.trainer.day"), blocks)


def people_screen(session: Session) -> Screen:
    """Return who is there, the door, and a sentence for everybody."""
    here = session.here()
    deed = "unlock" if session.locked else "lock"
    door = Choice(t(f"live.trainer.{deed}"), deed)
    second = Choice(t("live.trainer.second-close"), "close-second", confirm=t("live.trainer.second-sure"))
    notice = Field("notice", t("live.trainer.notice"), most=MAX_NOTICE, value=session.notice, required=False)
    blocks: list[Block] = [
        words(t("live.trainer.here", n=len(here))),
        _sectors(session),
        words(t("live.trainer.locked" if session.locked else "live.trainer.unlocked"), "hint"),
        buttons("door", t("live.trainer.door"), [door]),
        buttons("second", t("live.trainer.second"), [second]),
        form("notice", t("live.trainer.notice-label"), "notice", [notice], t("live.trainer.notice-do")),
    ]
    removals = [
        Choice(
            t("live.trainer.remove", name=person.name),
            "remove",
            person.id,
            confirm=t("live.trainer.remove-sure", name=person.name),
            style="danger",
        )
        for person in here
    ]
    if removals:
        every = buttons("remove", t("live.trainer.remove-label"), removals)
        blocks.append(fold("people", t("live.trainer.remove-label"), [every]))
    return Screen(t("live.trainer.people"), blocks)


def attendance_screen(session: Session) -> Screen:
    """Return the attendance by half: open it to phones, or mark somebody."""
    return Screen(
        t("live.trainer.attendance"),
        [block for half in session.halves() for block in _half(session, half)],
    )


def change_screen(session: Session) -> Screen:
    """Return the forms that change the agenda; what is over may be told otherwise too, hours follow."""
    blocks = [fold(f"slot-{slot.id}", slot.title, _slot_forms(session, slot)) for slot in session.slots]
    kinds = [("", t("live.trainer.no-activity")), *((kind, t(f"live.trainer.kind-{kind}")) for kind in ADDED)]
    add = [*_slot_fields(Slot("", "", 10)), Field("activity", t("live.trainer.activity"), "choice", options=kinds)]
    last = session.slots[-1].id
    after = form("add", t("live.trainer.add"), "add-slot", add, t("live.trainer.add-do"), what=last, clears=True)
    return Screen(t("live.trainer.change"), [*blocks, heading(t("live.trainer.add")), after])


def next_slot(session: Session) -> Slot | None:
    """Return the slot after the current one, the first before the start."""
    names = [slot.id for slot in session.slots]
    rank = names.index(session.slot) + 1 if session.slot in names else 0
    return session.slots[rank] if rank < len(session.slots) else None


def _always(session: Session) -> list[tuple[str, str, Screen]]:
    """Return what is open all day."""
    open_ = [(place, session.places[place]) for place in ALWAYS if place in session.places]
    shown = [(place, running.activity.trainer(running.state)) for place, running in open_]
    return [(place, screen.title, screen) for place, screen in shown]


def _go(slot: Slot, label: str, style: str, pressed: bool | None = None) -> Choice:
    """Return the button that goes to a slot."""
    main = style == "main"
    return Choice(label, "go", slot.id, pressed=pressed, style="main" if main else "plain")


def _sectors(session: Session) -> Block:
    """Return how many people each sector has; nothing by sector below five people."""
    here = session.here()
    count = Counter(person.sector for person in here)
    if len(here) < SMALL:
        return words(t("live.trainer.sectors-few", n=len({one for one in count if one})), "hint")
    rows = [(session.sectors.get(one, t("live.session.no-sector")), float(n)) for one, n in count.most_common()]
    return bars(t("live.trainer.sectors"), rows)


def _half(session: Session, half: Half) -> list[Block]:
    """Return the attendance of one half."""
    label, there = half_label(session, half.id), session.present.get(half.id, frozenset())
    is_open = session.attending == half.id
    door = Choice(t(f"live.trainer.mark-{'close' if is_open else 'open'}"), "mark", "" if is_open else half.id)
    marks = [
        Choice(person.name, "miss" if person.id in there else "attend", half.id, [person.id],
               pressed=person.id in there)
        for person in session.here()
    ]  # fmt: skip
    blocks = [heading(t("live.trainer.half", label=label, hours=hours(half), n=len(there))),
              buttons(f"mark-{half.id}", t("live.trainer.mark", label=label), [door])]  # fmt: skip
    if marks:
        by_hand = [buttons(f"hand-{half.id}", t("live.trainer.by-hand", label=label), marks)]
        blocks.append(fold(f"hand-{half.id}", t("live.trainer.by-hand", label=label), by_hand))
    return blocks


def hours(half: Half) -> str:
    """Return the length of a half, « 3 h 30 »."""
    return f"{half.minutes // 60} h {half.minutes % 60:02}"


def _slot_forms(session: Session, slot: Slot) -> list[Block]:
    """Return what changes one slot."""
    order = [
        Choice(t("live.trainer.earlier"), "move-slot", slot.id, ["-1"]),
        Choice(t("live.trainer.later"), "move-slot", slot.id, ["1"]),
    ]
    if slot.id != session.slot and len(session.slots) > 1:
        sure = t("live.trainer.drop-sure", title=slot.title)
        order.append(Choice(t("live.trainer.drop"), "drop-slot", slot.id, confirm=sure, style="danger"))
    edit = form(f"edit-{slot.id}", slot.title, "edit-slot", _slot_fields(slot), t("live.trainer.edit-do"), what=slot.id)
    settled = options.fields(slot.activity, slot.options, session.modules)
    begun = slot.place in session.places
    settle = [form(f"settle-{slot.id}", t("live.trainer.settle"), "settle", settled, t("live.trainer.edit-do"),
                   what=slot.id)] if settled and not begun else []  # fmt: skip
    return [edit, *settle, buttons(f"order-{slot.id}", t("live.trainer.order", title=slot.title), order)]


def _slot_fields(slot: Slot) -> list[Field]:
    """Return the fields of a slot."""
    return [
        Field("title", t("live.trainer.title"), most=80, value=slot.title),
        Field("minutes", t("live.trainer.minutes"), "number", most=3, value=str(slot.minutes)),
        Field("words", t("live.trainer.words"), "text", most=600, value=slot.words, required=False),
    ]
