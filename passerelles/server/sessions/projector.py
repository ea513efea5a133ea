"""What the projector shows besides the activity: how to come in, and how to say that one is there."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable
from functools import lru_cache

from passerelles.documents.qr import qr_svg
from passerelles.engines.live.activity import Json
from passerelles.engines.live.session.state import Session
from passerelles.engines.live.session.view import half_label, room_frame
from passerelles.text import t

from .codes import Derived, told


def projector_frame(session: Session, derived: Derived, now: float, address: Callable[[], str]) -> Json:
    """Return the frame of the projector; `now` in seconds, `address` tells where phones find the site."""
    frame = room_frame(session)
    if session.attending:
        frame["aside"] = [_attendance(session, derived, now, address())]
    if not session.slot and not session.ended and not session.locked:
        frame["screen"]["blocks"] = [_joining(session, derived, address()), *frame["screen"]["blocks"]]
    return frame


def invitation(session: Session, derived: Derived, address: str) -> str:
    """Return the address in the QR by which one joins: it holds a secret, so nobody needs to guess."""
    return f"{address}rejoindre/{session.code}-{derived.invite()}"


def qr(label: str, content: str, words: str, name: str) -> Json:
    """Return a block that shows a QR and what one does without it."""
    return {"kind": "qr", "id": f"qr-{name}", "label": label, "image": _image(content), "words": words}


def _joining(session: Session, derived: Derived, address: str) -> Json:
    """Return how to come in."""
    short = f"{address}rejoindre".partition("//")[2]
    words = t("live.pages.join-scan", address=short, code=told(session.code))
    return qr(words, invitation(session, derived, address), words, "join")


def _attendance(session: Session, derived: Derived, now: float, address: str) -> Json:
    """Return the code of presence of the moment."""
    half = session.attending
    code = derived.attendance(half, now)
    words = t("live.pages.attend-show", half=half_label(session, half), code=told(code))
    target = f"{address}seance/{session.id}/presence/{half}/{code}"
    blocks = [qr(words, target, words, "attend"), {"kind": "words", "id": "scan", "words": t("live.pages.attend-scan"),
              "tone": "hint", "live": False}]  # fmt: skip
    label = t("live.pages.attend-label")
    return {"place": "", "label": label, "screen": {"title": label, "blocks": blocks}}


@lru_cache(64)
def _image(content: str) -> str:
    """Return a QR as the address of a picture that holds itself."""
    return "data:image/svg+xml;base64," + b64encode(qr_svg(content).encode()).decode()
