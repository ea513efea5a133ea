"""Who may open what of a live session, and who may see what: every route, every line, every deed."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from support.bots import Block, Deed, deeds, flat
from support.hall import KINDS, Hall, texts
from support.room import Lines, lines

from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.content.roleplay import RolePlay
from passerelles.engines.live.activity import Event, Refused
from passerelles.engines.live.session.engine import act
from passerelles.engines.live.session.state import Session
from passerelles.engines.live.session.view import phone_frame, room_frame
from passerelles.errors import Refusal
from passerelles.server import pages, sessions, trainer
from passerelles.server.sessions.hub import Hub
from passerelles.server.sessions.live_session import LiveSession

WHO = ("nobody", "phone", "elsewhere", "removed", "neighbour", "second", "trainer")
ALL = (200,) * 7  # what each is answered
STAFF, STAFF_FILE = (303, 303, 303, 303, 303, 200, 200), (403, 403, 403, 403, 403, 200, 200)
LEADER, LEADER_POST = (303, 303, 303, 303, 303, 303, 200), (403, 403, 403, 403, 403, 403, 405)
MINE, MINE_FILE = (303, 200, 303, 200, 303, 303, 303), (403, 200, 403, 200, 403, 403, 403)
NEVER, WRONG = (405,) * 7, (422,) * 7
LINE = "line"
HERE = "formateur/seances/{id}"
TABLE: dict[str, Any] = {  # what each is answered to GET and to POST; a line opens for some and is over for the others
    "rejoindre": (ALL, WRONG),
    "rejoindre/AB12CD": (ALL, None),
    "attestation": (ALL, WRONG),
    "seance/{id}": (MINE, NEVER),
    "seance/{id}/ligne": (LINE, ("phone",)),
    "seance/{id}/presence/h1/{code}": (MINE, (403, 303, 403, 422, 403, 403, 403)),
    "seance/{id}/attestation": (MINE_FILE, (403, 422, 403, 403, 403, 403, 403)),
    "seance/{id}/engagements.ics": (MINE_FILE, NEVER),
    "formateur/seances": (LEADER, (403, 403, 403, 403, 403, 403, 422)),
    HERE: (STAFF, NEVER),
    f"{HERE}/ligne": (LINE, ("second", "trainer")),
    f"{HERE}/ecran": (STAFF, NEVER),
    f"{HERE}/ecran/ligne": (LINE, ("second", "trainer")),
    f"{HERE}/avec/{{second}}": (ALL, (303,) * 7),  # whoever holds the link: it is the secret
    f"{HERE}/avec/AAAA": ((404,) * 7, (404,) * 7),
    f"{HERE}/documents": (STAFF_FILE, NEVER),
    f"{HERE}/registre": (STAFF_FILE, NEVER),
    f"{HERE}/rapport.docx": (STAFF_FILE, NEVER),
    f"{HERE}/remontee.pdf": ((403, 403, 403, 403, 403, 404, 404), NEVER),  # no World Café was held
    f"{HERE}/attestation": (NEVER, (403, 403, 403, 403, 403, 404, 404)),
    f"{HERE}/analyse": (STAFF_FILE, NEVER),
    f"{HERE}/chiffres.json": (STAFF_FILE, NEVER),
    "api/kernel/seance": ((401,) * 7, (401,) * 7),  # for the kernel of an analysis alone
    "formateur/jeux": (LEADER, LEADER_POST),
    "formateur/jeux/soixante-jours": (LEADER, LEADER_POST),
    "formateur/jeux/soixante-jours/papier": (LEADER, LEADER_POST),
    "formateur/world-cafe/papier": (LEADER, LEADER_POST),
    f"{HERE}/effacer": ((403, 403, 403, 403, 403, 403, 200), (403, 403, 403, 403, 403, 403, 303)),  # the last: it goes
}
NAME = "Canari"
OTHERS = r"formateur/(jeux|world-cafe)|attestation"  # routes of other rooms, made for sessions


@dataclass
class House:
    """Two sessions, and a browser for each who could try: `neighbour` leads the other one as a second trainer."""

    site: Any
    lines: Lines
    session: str
    browsers: dict[str, Any]

    def address(self, path: str) -> str:
        """Return an address of the first session, with the secrets that are in the hands of whoever is told them."""
        hub = self.site.app.settings["passerelles_sessions"]
        derived = hub.derived(self.session)
        now = derived.attendance("h1", hub.get(self.session).now())
        return path.format(id=self.session, second=derived.second(1), code=now)

    def answered(self, path: str, method: str) -> tuple[int, ...]:
        """Return what each is answered; nobody keeps a cookie they are given here, or reads a name they may not."""
        found, address = [], self.address(path)
        for who in WHO:
            browser = replace(self.browsers[who], cookies=dict(self.browsers[who].cookies))
            answer = getattr(browser, method)(address)
            assert answer.status == 200 or NAME not in answer.text, (who, path)
            found.append(answer.status)
        return tuple(found)

    def line(self, path: str, who: str) -> Any:
        """Open a line as somebody."""
        return self.lines.open(self.site.root + self.address(path), self.browsers[who].cookies)


@pytest.fixture
def house(site: Any) -> Iterator[House]:
    course, hub = load_course(), Hub(site.store, site.app.settings["cookie_secret"])
    site.app.settings |= {"passerelles_course": course, "passerelles_sessions": hub}
    leader = site.trainer()
    one, two = (
        leader.post("formateur/seances", titre="Jour", parcours="journee").headers["Location"].rsplit("/", 1)[1]
        for _ in range(2)
    )
    browsers = {who: site.visitor() for who in WHO} | {"trainer": leader}
    for who, session in {"phone": one, "removed": one, "elsewhere": two}.items():
        assert browsers[who].post("rejoindre", code=hub.get(session).state.code, nom=f"{NAME} {who}").status == 303
    for who, session in {"second": one, "neighbour": two}.items():
        browsers[who].post(f"formateur/seances/{session}/avec/{hub.derived(session).second(1)}")
    with lines() as opened:
        lead = opened.open(f"{site.root}formateur/seances/{one}/ligne", leader.cookies)
        assert lead.do("", "remove", "p2")["done"]
        assert lead.do("", "mark", "h1")["done"]
        yield House(site, opened, one, browsers)


def routes() -> set[str]:
    """Return the patterns of every route made for live sessions."""
    others = [*pages.handlers(""), *trainer.handlers("")]
    return {route[0] for route in sessions.handlers("")} | {one[0] for one in others if re.match(OTHERS, one[0])}


def test_every_route_has_a_line_in_the_table() -> None:
    made = [path.format(id="a" * 12, second="B" * 24, code="AB12CD") for path in TABLE]
    assert [one for one in routes() if not any(re.fullmatch(one, path) for path in made)] == []
    assert [path for path in made if not any(re.fullmatch(one, path) for one in routes())] == []


def test_each_route_answers_each_as_the_table_says(house: House) -> None:
    for path, (got, posted) in TABLE.items():
        if got == LINE:
            assert tuple(who for who in WHO if "frame" in house.line(path, who).hear()) == posted, path
            continue
        assert house.answered(path, "get") == got, path
        if posted:
            forged = house.browsers["trainer"].post(house.address(path), xsrf=False)  # by the page of another site
            assert forged.status in (401, 403, 405), path
            assert house.answered(path, "post") == posted, path


def test_who_signs_out_leads_no_more_on_any_page(house: House) -> None:
    one, other, screen = (house.line(f"{HERE}{path}", "trainer") for path in ("/ligne", "/ligne", "/ecran/ligne"))
    second = house.line(f"{HERE}/ligne", "second")
    for line in (one, other, screen, second):
        line.until(lambda frame: True)
    assert house.browsers["trainer"].post("formateur/deconnexion").status == 303
    assert "over" in one.do("", "notice", "", "encore là")
    assert second.do("", "notice", "", "bonjour")["done"]
    second.until(lambda frame: frame["notice"] == "bonjour")
    for line in (other, screen):
        while "over" not in (said := line.hear()):
            assert said.get("frame", {}).get("notice") != "bonjour"


# Deeds that are for the room at once, or tell that somebody did something: what they say travels, nothing else does.
PUBLIC = {("jargon", "raise"), ("jargon", "unfold"), ("decisions", "decide"), ("roleplay", "decide"),
          ("world-cafe", "trace"), ("world-cafe", "strike"), ("world-cafe", "harvest"),
          ("commitments", "commit")}  # fmt: skip
CARD = "CANARI-CARTE"
TURNS = 9


def marked(play: RolePlay) -> RolePlay:
    """Return the play with a mark in every private card and every private message."""
    roles = [
        role.model_copy(update={"private": role.private.model_copy(
            update={"constraint": f"{CARD}-{role.id}.", "objective": f"{CARD}-{role.id}."})})
        for role in play.roles
    ]  # fmt: skip
    injects = [one.model_copy(update={"text": f"{CARD}-{one.to[0]}."}) if one.to else one for one in play.injects]
    return play.model_copy(update={"roles": roles, "injects": injects})


@pytest.fixture
def hall(store: Any, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(LiveSession, "_changed", lambda self: None)  # nobody looks
    monkeypatch.setattr(secrets, "choice", lambda signs: signs[0])  # who plays what hangs on the name of a session
    course: Course = load_course()
    course.roleplays["soixante-jours"] = marked(course.roleplays["soixante-jours"])
    return Hall(store, course, [f"Personne {n}" for n in range(8)])


def test_nobody_sees_what_is_private_or_covered(hall: Hall) -> None:
    tried, held = set[tuple[str, str]](), set[str]()
    for kind in KINDS:
        hall.go(kind)
        for _ in range(TURNS):
            some = hall.phones if kind == "roleplay" else hall.phones[::3]  # there, what one may do hangs on the role
            tried |= {deed for who in some for deed in checked(hall, who)}
            for who in hall.phones:
                for deed in list(deeds(hall.phone(who), who)):
                    hall.does(who, deed)
            held |= cards_held(hall)
            if not hall.leads():
                break
    assert held == {role.id for role in hall.course.roleplays["soixante-jours"].roles}
    private = {("acquaintance", "know"), ("pairs", "brings"), ("positioning", "stand"), ("quiz", "answer"),
               ("roleplay", "propose"), ("roleplay", "understand"), ("roleplay", "observe"), ("gather", "write"),
               ("vote", "vote"), ("satisfaction", "rate"), ("wall", "own"),
               ("diagnosis", "write"), ("diagnosis", "see")}  # fmt: skip
    assert private - tried == set(), "no longer offered to anybody: what is it called now?"


def cards_held(hall: Hall) -> set[str]:
    """Return whose cards are in somebody's hands, after checking that each is on one phone, and on no other page."""
    assert CARD not in texts(hall.screen())
    found = [set(re.findall(rf"{CARD}-(\w+)", texts(hall.phone(who)))) for who in hall.phones]
    assert all(len(cards) <= 1 for cards in found)
    held = [card for cards in found for card in cards]
    assert len(held) == len(set(held))
    return set(held)


def checked(hall: Hall, who: str) -> Iterator[tuple[str, str]]:
    """Yield the deeds that somebody may do two ways, after checking that nobody else can tell which of them it was."""
    frame, session = hall.phone(who), hall.session.state
    for block in flat(frame["screen"]["blocks"]):
        place = block.get("place") or frame["place"]
        seen = [others(session, place, deed, who) for deed in ways(block)]
        seen = [one for one in seen if one]
        if len(seen) > 1:
            kind = block.get("deed") or next((one["deed"] for one in block.get("choices", ())), "answer")
            assert seen[0] == seen[1] or (place, kind) in PUBLIC, (place, kind)
            yield place, kind


def others(session: Session, place: str, deed: Deed, who: str) -> list[str]:
    """Return what everybody else's page would be sent after a deed; nothing when it is refused."""
    kind, what, says = deed[1:]
    try:
        after = act(session, place, Event(kind, who, session.now + 1, what, says))
    except (Refused, Refusal):
        return []
    phones = [texts(phone_frame(after, one)) for one in session.people if one != who]
    return [*phones, texts(room_frame(after))]


def ways(block: Block) -> list[Deed]:
    """Return two ways of doing what a block asks, when nothing but what is said tells them apart."""
    if block["kind"] == "form":
        return [
            ("", block["deed"], block["what"], tuple(_filled(one, way) for one in block["fields"])) for way in (0, 1)
        ]
    if block["kind"] == "question" and "options" in block["item"]:
        options = [one["id"] for one in block["item"]["options"]]
        listed = block["item"]["kind"] == "multiple"
        return [("", "answer", block["item"]["id"], (json.dumps([one] if listed else one),)) for one in options[:2]]
    choices = [one for one in block.get("choices", ()) if one["style"] != "danger" and not one["confirm"]]
    same = len({one["deed"] for one in choices}) == 1
    return [("", one["deed"], one["what"], tuple(one["says"])) for one in choices[:2]] if same else []


def _filled(field: dict[str, Any], way: int) -> str:
    """Return one of two things that fit a field."""
    values = [value for value, _ in field["options"] if value]
    if values:
        return str(values[way % len(values)])
    return {"number": "23"[way], "date": f"2027-01-1{way}"}.get(field["type"], ("Abricot", "Bigarreau")[way])
