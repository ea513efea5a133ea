"""What tells the trainer which button comes next: how each kind of moment is led, and the presence one forgets."""

from __future__ import annotations

from passerelles.engines.live.screen import Block, Choice, buttons, fold, link, listing, words
from passerelles.text import t

from .agenda import Slot
from .state import Session
from .view import half_label


def guide(session: Session) -> list[Block]:
    """Return how to lead what goes on, step by step; it stays folded for whoever folds it."""
    steps = listing(t(f"live.guide.{moment(session)}").split("\n"), ordered=True)
    return [*_ways(session), *_presence(session), fold("guide", t("live.guide.title"), [steps], opened=True)]


def moment(session: Session) -> str:
    """Return the name of the guide of what goes on."""
    slot = session.current()
    if session.ended:
        return "end"
    if slot is None:
        return "start"
    return slot.activity or _elsewhere(slot)


def _elsewhere(slot: Slot) -> str:
    """Return the name of the guide of a moment in which phones have nothing to do."""
    if slot.path.startswith("cas/"):
        return "case"
    return "page" if slot.path else "room"


def _ways(session: Session) -> list[Block]:
    """Return the page to open: how to debrief a case, the documents at the end."""
    name, slot = moment(session), session.current()
    if name == "end":
        return [link(t("live.guide.documents"), f"formateur/seances/{session.id}/documents")]
    return [link(t("live.guide.debriefing"), f"formateur/{slot.path}")] if name == "case" and slot else []


def _presence(session: Session) -> list[Block]:
    """Return the button that opens or closes presence, as long as it matters: without it there is no attestation."""
    half = next((one for one in session.halves() if session.slot in one.slots), None)
    here = {person.id for person in session.here()}
    if half is None or session.ended or not here:
        return []
    there, label = session.present.get(half.id, frozenset()), half_label(session, half.id)
    if session.attending == half.id:
        told = words(t("live.guide.marking", half=label, n=len(here & there), of=len(here)))
        deed = Choice(t("live.trainer.mark-close"), "mark", "", place="")
    elif there:
        return []
    else:
        told = words(t("live.guide.unmarked", half=label), "caution")
        deed = Choice(t("live.trainer.mark-open"), "mark", half.id, place="")
    return [told | {"id": "presence"}, buttons("presence", t("live.trainer.attendance"), [deed])]
