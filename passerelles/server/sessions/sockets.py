"""The lines of a live session: one websocket for each page, JSON both ways. The browser is never believed.

To a page: `{"now", "frame"}` whenever what it shows has changed, `{"done": key, "late"}` once a deed is committed,
`{"refused": key, "message"}` when it is not kept, `{"over": sentence}` when the page has no place here any more.
From a page: a deed `{"key", "place", "kind", "what", "says"}`, or `{"ping": 1}`.
"""

from __future__ import annotations

import contextlib
import json
import time
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from passerelles.engines.live.activity import TRAINER, Json, Refused
from passerelles.engines.live.session.state import Session, is_here
from passerelles.engines.live.session.trainer import trainer_frame
from passerelles.engines.live.session.view import phone_frame
from passerelles.errors import Refusal
from passerelles.server.web.security import event, log_failure
from passerelles.store.errors import BadValue, StoreError, UnknownSession
from passerelles.text import t

from . import learner_record
from .access import Door, WithSessions, person_of
from .heard import LONGEST_NAME, deed_of, read, shown
from .live_session import Deed, LiveSession
from .projector import projector_frame

BURST, WINDOW = 120, 10.0  # messages in so many seconds from one page: more is no person
PING = 25.0  # seconds: a phone that is gone is found out by the second


class Line(WebSocketHandler, WithSessions):
    """A page of one session. Who it is, and what it shows, is said by who extends it."""

    who = ""
    session: LiveSession | None = None

    def initialize(self) -> None:
        """See RequestHandler."""
        self._last = ""
        self._heard: list[float] = []

    @property
    def ping_interval(self) -> float:
        """Seconds between two pings. See WebSocketHandler."""
        return PING

    def prepare(self) -> None:
        """Refuse whoever calls us by another name, or does not say which page they are."""
        self.settings["passerelles_guard"](self)
        if "Origin" not in self.request.headers:
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def open(self, name: str, *_: str) -> None:
        """Take a place among the pages of the session, and show what there is."""
        try:
            session = self.hub.get(name)
        except UnknownSession:
            session = None
        if session is None or not self.admitted(session):
            self.show(None)
            return
        self.session = session
        session.pages.add(self)
        self.show(self.frame(session.state))
        session.wind()

    def admitted(self, session: LiveSession) -> bool:
        """Say whether this page may look at the session."""
        raise NotImplementedError

    def frame(self, session: Session) -> Json | None:
        """Return what this page shows; None when it has no place any more."""
        raise NotImplementedError

    def show(self, frame: Json | None) -> None:
        """Send what is shown, when it has changed; without a frame say that it is over, and hang up."""
        if frame is None:
            self.tell({"over": t("live.pages.gone")})
            self.close(4403)
            return
        text = json.dumps(frame, ensure_ascii=False)
        if text != self._last:
            self._last = text
            self._send(f'{{"now":{self.now():.3f},"frame":{text}}}')

    def now(self) -> float:
        """Return the time that the countdowns of the page go by."""
        return self.session.now() if self.session else time.time()

    def tell(self, message: Json) -> None:
        """Send a message."""
        self._send(json.dumps(message, ensure_ascii=False))

    def on_message(self, message: str | bytes) -> None:
        """Hear a deed; what is none of ours, or too much, closes the line."""
        now = time.monotonic()
        self._heard = [at for at in self._heard if at > now - WINDOW] + [now]
        said = read(message)
        if said is None or len(self._heard) > BURST:
            self.close(1008)
        elif "ping" in said:
            self.tell({"now": self.now()})
        elif self.session and (deed := deed_of(said)):
            self._answer(deed)
        else:
            self.tell({"refused": shown(str(said.get("key", "")))[:LONGEST_NAME], "message": t("live.pages.too-long")})

    def do(self, session: LiveSession, deed: Deed) -> bool:
        """Do what was asked; returns False when it came late. Raises as `LiveSession.take` does."""
        return session.take(self.who, deed)

    def on_close(self) -> None:
        """Leave the pages of the session."""
        if self.session:
            self.session.pages.discard(self)

    def log_exception(self, *failure: Any) -> None:
        """Log the place of a failure, never what was said."""
        log_failure(*failure)

    def _answer(self, deed: Deed) -> None:
        """Do a deed and say what became of it; only what is committed is acknowledged."""
        assert self.session  # noqa: S101 - asked before
        try:
            in_time = self.session.knows(self.who, deed.key) or self.do(self.session, deed)
            self.tell({"done": deed.key, "late": not in_time})
        except (Refused, BadValue) as refused:
            self.tell({"refused": deed.key, "message": str(refused)})
        except Refusal as refusal:
            self.tell({"refused": deed.key, "message": f"{refusal.what} {refusal.cure}".strip()})
        except UnknownSession:
            self.show(None)
        except StoreError as error:
            why = f" {error}" if self.who == TRAINER else ""  # it tells of this machine
            self.tell({"again": deed.key, "message": t("live.pages.not-kept") + why})
        except Exception as error:
            event("a deed of a live session", error)
            self.tell({"again": deed.key, "message": t("live.pages.not-kept")})

    def _send(self, text: str) -> None:
        """Send a text; a page that has just gone does not hear it."""
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(text)


class PersonLine(Line):
    """`seance/<id>/ligne`: a phone."""

    def admitted(self, session: LiveSession) -> bool:
        """Let in whoever the cookie proves."""
        person = person_of(self, session.id)
        if person is None or not is_here(session.state, person.id):
            return False
        self.who, self._learner = person.id, person.learner
        self._rejoin = self.hub.derived(session.id).rejoin(person.id)
        return True

    def frame(self, session: Session) -> Json | None:
        """Return what this person sees."""
        return phone_frame(session, self.who, self._rejoin) if is_here(session, self.who) else None

    def do(self, session: LiveSession, deed: Deed) -> bool:
        """Do it; presence asks for the code that is shown, and nobody joins by a line."""
        if deed.place:
            in_time = session.take(self.who, deed)
            self._copied(session, deed)
            return in_time
        if deed.kind == "attend":
            typed = deed.says[0] if deed.says else ""
            if not self.hub.derived(session.id).attends(deed.what, typed, session.now()):
                raise Refused(t("live.pages.bad-code"))
            return session.take(self.who, Deed("", "attend", deed.what, (), deed.key))
        if deed.kind == "leave":
            return session.take(self.who, deed)
        raise Refused(t("live.session.cannot"))

    def _copied(self, session: LiveSession, deed: Deed) -> None:
        """Keep an answer in the record of the learner who asked for it; the session has it in any case."""
        if deed.kind != "answer" or not self._learner:
            return
        try:
            running = session.state.places[deed.place]
            learner_record.copy(
                self.settings["passerelles_lessons"], session.id, running, self.who, self._learner, deed.what
            )
        except Exception as error:
            event("the copy of a live answer", error)


class TrainerLine(Line):
    """`formateur/seances/<id>/ligne`: the page of the trainer, or of a second one."""

    who = TRAINER

    def admitted(self, session: LiveSession) -> bool:
        """Let in a trainer, or who was given this session as a second one."""
        return Door(self).opens(session.id)

    def frame(self, session: Session) -> Json | None:
        """Return the trainer's page; None once they have signed out."""
        return trainer_frame(session) if Door(self).opens(session.id) else None

    def do(self, session: LiveSession, deed: Deed) -> bool:
        """Do it, for who is still signed in; going to a slot opens its activity with the course as it is now."""
        if not self.admitted(session):
            raise UnknownSession
        if deed.place or deed.kind not in ("go", "open", "end", "reopen"):
            return session.take(TRAINER, deed)
        if deed.kind == "open":
            raise Refused(t("live.session.cannot"))
        if deed.kind == "go":
            return session.go(deed, self.settings["passerelles_course"])
        return self.hub.turn(session, deed)


class RoomLine(Line):
    """`formateur/seances/<id>/ecran/ligne`: the projector, which only looks."""

    def admitted(self, session: LiveSession) -> bool:
        """See TrainerLine."""
        return Door(self).opens(session.id)

    def frame(self, session: Session) -> Json | None:
        """Return what the whole room sees; None once the trainer has signed out."""
        assert self.session  # noqa: S101 - pages look once they are admitted
        if not self.admitted(self.session):
            return None
        return projector_frame(session, self.hub.derived(session.id), self.session.now(), Door(self).address)

    def do(self, session: LiveSession, deed: Deed) -> bool:
        """Refuse: nobody acts by the projector."""
        raise Refused(t("live.session.cannot"))
