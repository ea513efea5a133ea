"""A live session over HTTP and websockets: coming in, coming back, leading, and what no wrong page is given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from support.activities import Clockwork, Echo
from support.room import Line, Lines, lines
from support.waiting import until

from passerelles.content.track import Track
from passerelles.engines.live.activity import Refused
from passerelles.server.sessions import live_session
from passerelles.store.errors import StoreFull, StoreUnavailable
from passerelles.store.rows import NewEvent

TRACK = Track.model_validate(
    {"slug": "jour", "rank": 1, "title": "Un jour", "audience": "Tous", "purpose": "Essayer.", "minutes": 60,
     "sessions": [{"title": "Jour", "minutes": 60, "sequences": [
         {"title": "Ouvrir", "minutes": 20, "text": "Bienvenue."},
         {"title": "Écho", "minutes": 20, "text": "On parle.", "live": {"activity": "gather"}},
         {"title": "Horloge", "minutes": 20, "text": "On attend.", "live": {"activity": "pairs"}},
     ]}]},
)  # fmt: skip


@dataclass
class Room:
    """A session being led."""

    site: Any
    trainer: Any
    lines: Lines
    path: str

    @property
    def id(self) -> str:
        return self.path.rsplit("/", 1)[1]

    @property
    def session(self) -> Any:
        return self.site.app.settings["passerelles_sessions"].get(self.id)

    @property
    def code(self) -> str:
        return str(self.session.state.code)

    def come(self, name: str = "Sam", code: str = "", **more: str) -> Any:
        """Join with a new browser; return it."""
        browser = self.site.visitor()
        answer = browser.post("rejoindre", code=code or self.code, nom=name, secteur="", **more)
        assert answer.status == 303, answer.text
        assert answer.headers["Location"] == f"/sous/seance/{self.id}"
        return browser

    def line(self, browser: Any, path: str = "", origin: str | None = None) -> Line:
        """Open the line of a page."""
        path = path or f"seance/{self.id}/ligne"
        return self.lines.open(self.site.root + path, browser.cookies, origin)

    def lead(self, browser: Any = None) -> Line:
        return self.line(browser or self.trainer, f"formateur/seances/{self.id}/ligne")


@pytest.fixture
def room(site: Any) -> Iterator[Room]:
    site.course.tracks["jour"] = TRACK
    trainer = site.trainer()
    made = trainer.post("formateur/seances", titre="Une journée", parcours="jour")
    assert made.status == 303
    with lines() as opened:
        yield Room(site, trainer, opened, made.headers["Location"])


def texts(frame: dict[str, Any]) -> list[str]:
    return [block.get("words", "") for block in frame["screen"]["blocks"]]


def test_a_phone_comes_in_and_follows_the_day(room: Room) -> None:
    browser = room.come()
    page = browser.get(f"seance/{room.id}")
    assert page.status == 200
    assert f"seance/{room.id}/ligne" in page.text
    phone, lead = room.line(browser), room.lead()
    phone.until(lambda frame: frame["me"]["name"] == "Sam")
    assert lead.do("", "go", "s2")["late"] is False
    phone.until(lambda frame: texts(frame)[0] == "pour p1")
    assert phone.do("s?", "dit")["refused"]
    assert phone.do("gather", "dit", "", "mot")["late"] is False
    lead.until(lambda frame: frame["here"] == 1)


def test_an_answer_sent_twice_is_kept_once_and_acknowledged_twice(room: Room) -> None:
    phone, lead = room.line(room.come()), room.lead()
    lead.do("", "go", "s2")
    first = phone.do("gather", "dit", "", "mot", key="une-clé")
    again = phone.do("gather", "dit", "", "autre", key="une-clé")
    assert first == again == {"done": "une-clé", "late": False}
    assert [kind for kind, _ in room.session.state.places["gather"].state.told] == ["dit"]


def test_a_late_answer_is_kept_and_told_to_be_late(room: Room) -> None:
    phone, lead = room.line(room.come()), room.lead()
    lead.do("", "go", "s2")
    lead.do("", "go", "s1")
    assert phone.do("gather", "dit", "", "mot")["late"] is True
    lead.do("", "end")
    assert phone.do("gather", "dit", "", "encore")["late"] is True
    assert [kind for kind, _ in room.session.state.places["gather"].state.told] == ["close", "dit", "dit"]


def test_nothing_is_acknowledged_that_the_records_refuse(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    phone, lead = room.line(room.come()), room.lead()
    lead.do("", "go", "s2")
    full = StoreFull(where="ici")

    def refuse(*_: Any) -> None:
        raise full

    monkeypatch.setattr(room.site.store.live, "append", refuse)
    said = phone.do("gather", "dit", "", "mot", key="clé")
    assert said["again"] == "clé"
    assert "ici" not in said["message"].split()  # where the records are is for the trainer
    assert "ici" in lead.do("", "notice", "", "bonjour")["message"].split()
    monkeypatch.undo()
    assert room.session.state.places["gather"].state.told == ()
    assert phone.do("gather", "dit", "", "mot", key="clé")["done"] == "clé"


def test_full_or_silent_records_are_told_apart_from_a_mistake(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = {507: StoreFull(where="ici"), 503: StoreUnavailable(where="ici")}
    for status, failure in failures.items():

        def refuse(*_: Any, failure: Exception = failure, **__: Any) -> None:
            raise failure

        monkeypatch.setattr(room.site.store.live, "join", refuse)
        monkeypatch.setattr(room.site.store.live, "all", refuse)
        joining = room.site.visitor().post("rejoindre", code=room.code, nom="Lou", secteur="")
        listed = room.trainer.get("formateur/seances")
        assert (joining.status, listed.status) == (status, status)
        assert 'value="Lou"' in joining.text
        assert {joining.headers["Retry-After"], listed.headers["Retry-After"]} == {"10"}


def test_a_session_comes_back_from_its_log(room: Room) -> None:
    phone, lead = room.line(room.come()), room.lead()
    lead.do("", "go", "s2")
    phone.do("gather", "dit", "", "mot", key="clé")
    before = room.session.state
    hub = room.site.app.settings["passerelles_sessions"]
    hub._open.clear()  # as after a crash
    after = room.session.state
    assert after == before
    assert room.session.knows("p1", "clé")
    room.site.store.live.append(room.id, [NewEvent("gather", "non", "p1", "", [], "p1:autre", after.now)])
    hub._open.clear()  # a version that took this is gone
    assert room.session.state == before


def test_the_clock_moves_what_waits_for_it(room: Room) -> None:
    lead, screen = room.lead(), room.line(room.trainer, f"formateur/seances/{room.id}/ecran/ligne")
    lead.do("", "go", "s3")
    screen.until(lambda frame: "tick" in texts(frame)[1])


def test_what_time_cannot_make_happen_is_not_tried_for_ever(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def stuck(self: Echo, state: Any, event: Any) -> Any:
        if event.kind == "tick":
            raise Refused("non")
        return Echo.act(self, state, event)

    monkeypatch.setattr(Clockwork, "act", stuck)
    lead = room.lead()
    lead.do("", "go", "s3")
    until(lambda: room.session._refused == {("pairs", 1.0)})
    until(lambda: room.session._alarm is None)
    assert lead.do("", "go", "s1")["done"]


def test_a_clock_that_goes_back_stops_nobody(room: Room) -> None:
    phone, lead = room.line(room.come()), room.lead()
    lead.do("", "go", "s2")
    room.session._clock = lambda: 1000.0
    assert phone.do("gather", "dit", "", "mot")["done"]
    before = room.session.now()
    room.session._clock = lambda: 1060.0
    assert room.session.now() == pytest.approx(before + 60, abs=0.01)
    phone.send({"ping": 1})
    said: dict[str, Any] = {}
    while said.keys() != {"now"}:
        said = phone.hear()
    assert said["now"] == pytest.approx(before + 60, abs=0.01)


def test_a_phone_comes_back_as_the_same_person_on_another_one(room: Room) -> None:
    first = room.come()
    old = room.line(first)
    code = old.until(lambda frame: frame["me"])["me"]["rejoin"]
    second = room.site.visitor()
    assert second.post("rejoindre", code=room.code, retour=f" {code.lower()[:4]}-{code[4:]}").status == 303
    new = room.line(second)
    assert new.until(lambda frame: frame["me"])["me"]["name"] == "Sam"
    assert len(room.session.state.people) == 1
    assert room.line(first).hear().keys() == {"over"}
    wrong = room.site.visitor().post("rejoindre", code=room.code, retour="AAAA2222")
    assert wrong.status == 422


def test_who_is_in_already_goes_on(room: Room) -> None:
    browser = room.come()
    assert browser.get(f"rejoindre/{room.code}").status == 200  # the cookie is for the session's own pages
    assert len(room.session.state.people) == 1


def test_a_closed_door_keeps_new_people_out_and_lets_former_ones_back(room: Room) -> None:
    browser, lead = room.come(), room.lead()
    lead.do("", "lock")
    refused = room.site.visitor().post("rejoindre", code=room.code, nom="Lou", secteur="")
    assert refused.status == 403
    assert "fermée" in refused.text
    assert 'value="Lou"' in refused.text
    assert room.line(browser).until(lambda frame: frame["me"])


def test_who_is_removed_has_no_page_any_more(room: Room) -> None:
    browser, lead = room.come(), room.lead()
    phone = room.line(browser)
    phone.until(lambda frame: frame["me"])
    lead.do("", "remove", "p1")
    while "over" not in (said := phone.hear()):
        assert "closed" not in said
    assert room.line(browser).hear().keys() == {"over"}


def test_guesses_are_slowed_down_and_the_room_still_comes_in(room: Room) -> None:
    guesser = room.site.visitor()
    statuses = [guesser.post("rejoindre", code=f"AAAA{n:02}", nom="X").status for n in range(12)]
    assert statuses[:10] == [422] * 10
    assert statuses[10:] == [429, 429]
    assert guesser.post("rejoindre", code=room.code, nom="X").status == 429
    secret = room.site.app.settings["passerelles_sessions"].derived(room.id).invite()
    for n in range(60):
        room.come(f"P{n}", code=f"{room.code}-{secret}")
    assert len(room.session.state.here()) == 60


def test_sixty_people_behind_one_address_type_the_code(room: Room) -> None:
    for n in range(60):
        room.come(f"P{n}")
    assert len(room.session.state.here()) == 60


@pytest.mark.parametrize("path", ["", "/ligne", "/ecran", "/ecran/ligne", "/documents", "/registre", "/rapport.pdf",
                                  "/remontee.pdf", "/effacer"])  # fmt: skip
def test_the_trainers_pages_open_for_no_phone(room: Room, path: str) -> None:
    browser = room.come()
    answer = browser.get(f"formateur/seances/{room.id}{path}")
    assert answer.status in (303, 400, 403)
    assert "Sam" not in answer.text
    if path.endswith("ligne"):
        assert room.line(browser, f"formateur/seances/{room.id}{path}").hear().keys() == {"over"}


def test_a_stranger_sees_nothing_and_no_line_opens_without_an_origin(room: Room) -> None:
    stranger = room.site.visitor()
    assert stranger.get(f"seance/{room.id}").status == 303
    assert room.line(stranger).hear().keys() == {"over"}
    for origin in ("", "http://ailleurs.example"):
        with pytest.raises(Exception, match="403"):
            room.line(room.come("Autre"), origin=origin)


def test_a_second_trainer_leads_this_session_and_no_other(room: Room) -> None:
    secret = room.site.app.settings["passerelles_sessions"].derived(room.id).second(1)
    second = room.site.visitor()
    assert second.get(f"formateur/seances/{room.id}/avec/AAAA").status == 404
    assert second.post(f"formateur/seances/{room.id}/avec/{secret}").status == 303
    lead = room.lead(second)
    assert lead.do("", "go", "s1")["done"]
    assert second.get("formateur/notes").status == 303
    assert room.lead().do("", "close-second")["done"]
    assert "over" in lead.do("", "go", "s2")
    assert second.get(f"formateur/seances/{room.id}/avec/{secret}").status == 404
    assert second.get(f"formateur/seances/{room.id}/ecran").status == 303
    assert second.post(f"formateur/seances/{room.id}/effacer").status == 403


@pytest.mark.parametrize(
    "message",
    ["", "[]", "{", '{"key": 1, "kind": "dit"}', '{"key": "k", "kind": "dit", "says": "non"}',
     '{"key": "k", "kind": "dit", "says": [1]}', '{"key": "k"}', "x" * 70_000, '{"ping": NaN}'],
)  # fmt: skip
def test_a_message_that_is_none_of_ours_does_no_harm(room: Room, message: str) -> None:
    browser = room.come()
    phone = room.line(browser)
    phone.until(lambda frame: frame["me"])
    phone.send(message)
    said = phone.hear()
    assert said.keys() & {"closed", "refused", "now"}
    assert room.line(browser).until(lambda frame: frame["me"])


def test_too_many_messages_close_the_line(room: Room) -> None:
    phone = room.line(room.come())
    for _ in range(130):
        phone.send({"ping": 1})
    said: dict[str, Any] = {}
    while "closed" not in said:
        said = phone.hear()


def test_one_person_fills_no_log(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live_session, "MOST_DEEDS", 3)
    browser = room.come()
    phone, lead = room.line(browser), room.lead()
    lead.do("", "go", "s2")
    first = phone.do("gather", "dit", "", "mot", key="une")
    assert "done" in phone.do("gather", "dit", "", "mot")
    room.site.app.settings["passerelles_sessions"]._open.clear()  # counted again from the log
    phone, lead = room.line(browser), room.lead()
    assert "refused" in phone.do("gather", "dit", "", "mot")
    assert phone.do("gather", "dit", "", "mot", key="une") == first
    assert lead.do("", "notice", "", "bonjour")["done"]


def test_presence_asks_for_the_code_on_the_screen(room: Room) -> None:
    browser, lead = room.come(), room.lead()
    phone, screen = room.line(browser), room.line(room.trainer, f"formateur/seances/{room.id}/ecran/ligne")
    lead.do("", "mark", "h1")
    shown = screen.until(lambda frame: [a for a in frame["aside"] if a["label"] == "Présences"])
    words = next(a for a in shown["aside"] if a["label"] == "Présences")["screen"]["blocks"][0]["words"]
    code = re.sub(r"\W", "", words.rsplit(":", 1)[1])
    assert phone.do("", "attend", "h1", "AAAAAA")["refused"]
    assert room.session.state.present == {}
    assert phone.do("", "attend", "h1", code.lower())["done"]
    assert room.session.state.present == {"h1": {"p1"}}
    other = room.come("Lou")
    path = f"seance/{room.id}/presence/h1/{code}"
    assert "Je suis là" in other.get(path).text
    assert other.post(path).status == 303
    assert other.post(f"seance/{room.id}/presence/h1/AAAAAA").status == 422
    assert room.session.state.present == {"h1": {"p1", "p2"}}


def test_a_session_is_erased_whole(room: Room) -> None:
    browser = room.come()
    phone = room.line(browser)
    phone.until(lambda frame: frame["me"])
    assert room.trainer.post(f"formateur/seances/{room.id}/effacer").status == 303
    while "over" not in (said := phone.hear()):
        assert "closed" not in said
    assert browser.get(f"seance/{room.id}").status == 404
    assert room.site.visitor().post("rejoindre", code="K7M2PQ", nom="Sam").status == 422


def test_a_session_needs_a_title_and_a_track(room: Room) -> None:
    for fields in ({"titre": "", "parcours": "jour"}, {"titre": "x", "parcours": "lune"}):
        assert room.trainer.post("formateur/seances", **fields).status == 422
    assert room.site.visitor().post("formateur/seances", titre="x", parcours="jour").status == 403
