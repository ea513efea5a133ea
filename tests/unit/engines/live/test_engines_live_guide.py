"""What tells the trainer which button comes next: it names real buttons, and presence is not forgotten."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, get_args

import pytest
from support.activities import Echo

import passerelles
from passerelles.content.track import ActivityKind
from passerelles.engines.live.activity import TRAINER, Event
from passerelles.engines.live.session import engine
from passerelles.engines.live.session.agenda import Slot
from passerelles.engines.live.session.guide import guide, moment
from passerelles.engines.live.session.state import Session
from passerelles.engines.live.session.trainer import trainer_frame
from passerelles.engines.live.session.view import phone_frame, room_frame
from passerelles.text import catalogue, room

KINDS = get_args(ActivityKind)
LEADING = Path(passerelles.__file__).parent / "server/templates/room/trainer.html"
ELSEWHERE = {"a-revoir": "page", "cas/cinq-semaines": "case", "": "room"}


def day(*slots: Slot) -> Session:
    """Return a day before it starts."""
    kept = engine.setup("Une journée", slots, 540, {"ecole": "École"}, {})
    return engine.begin("abc", "K7M2PQ", kept, dict.fromkeys(KINDS, Echo()))


def after(session: Session, *deeds: tuple[str, str], who: str = TRAINER, says: tuple[str, ...] = ()) -> Session:
    """Return what comes of deeds: kind and what."""
    for kind, what in deeds:
        session = engine.act(session, "", Event(kind, who, session.now + 1, what, says))
    return session


def buttons_of(session: Session) -> list[dict[str, Any]]:
    """Return the buttons that stand above what an activity shows."""
    return [choice for block in guide(session) if block["kind"] == "buttons" for choice in block["choices"]]


def test_what_a_guide_quotes_is_written_on_a_button_or_a_page() -> None:
    labels = [words for words in catalogue().values() if "«" not in words]
    labels += re.findall(r'class="p-button[^>]*>([^<]+)<', LEADING.read_text(encoding="utf-8"))
    quoted = {quote for words in room("live.guide").values() for quote in re.findall(r"« (.+?) »", words)}
    assert quoted
    assert {quote for quote in quoted if not any(label.startswith(quote) for label in labels)} == set()


@pytest.mark.parametrize("path", ELSEWHERE)
def test_a_moment_without_activity_says_what_is_done_in_the_room(path: str) -> None:
    session = after(day(Slot("s1", "Un moment", 10, path=path)), ("go", "s1"))
    assert moment(session) == ELSEWHERE[path]
    assert guide(session)[-1]["blocks"][0]["items"]
    assert [block["path"] for block in guide(session) if block["kind"] == "link"] == (
        ["formateur/cas/cinq-semaines"] if path.startswith("cas/") else []
    )


@pytest.mark.parametrize("kind", KINDS)
def test_every_activity_has_its_guide(kind: str) -> None:
    session = day(Slot("s1", "Un moment", 10, place="ici", activity=kind))
    session = after(after(session, ("open", "ici"), says=(kind, "{}")), ("go", "s1"))
    assert len(guide(session)[-1]["blocks"][0]["items"]) > 1


def test_presence_is_asked_for_until_somebody_is_marked_and_its_code_can_be_closed() -> None:
    session = after(day(Slot("s1", "Matin", 60)), ("go", "s1"))
    assert buttons_of(session) == []
    session = after(session, ("join", ""), who="p1", says=("Sam", "ecole"))
    opened = buttons_of(session)
    assert [(one["deed"], one["what"], one["place"]) for one in opened] == [("mark", "h1", "")]
    session = after(session, ("mark", "h1"))
    assert [one["what"] for one in buttons_of(session)] == [""]
    session = after(after(session, ("attend", "h1"), who="p1"), ("mark", ""))
    assert buttons_of(session) == []


def test_after_the_end_nobody_is_asked_anything_more() -> None:
    session = day(Slot("s1", "Un moment", 10, place="ici", activity="gather"))
    session = after(session, ("join", ""), who="p1", says=("Sam", "ecole"))
    session = after(after(session, ("open", "ici"), says=("gather", "{}")), ("go", "s1"), ("mark", "h1"))
    session = after(after(session, ("attend", "h1"), who="p1"), ("end", ""))
    frames = [phone_frame(session, "p1"), room_frame(session), trainer_frame(session)]
    assert {frame["screen"]["title"] for frame in frames} == {"La séance est terminée"}
    assert "seance/abc/attestation" in [block.get("path") for block in frames[0]["screen"]["blocks"]]


def test_after_the_day_it_leads_to_the_documents() -> None:
    session = after(day(Slot("s1", "Matin", 60)), ("go", "s1"), ("end", ""))
    assert guide(session)[0]["path"] == "formateur/seances/abc/documents"
