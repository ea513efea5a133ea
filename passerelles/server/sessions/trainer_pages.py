"""The trainer's pages of live sessions: the list, a session to lead, the projector, the second trainer."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

from tornado.web import HTTPError

from passerelles.engines.live.session.agenda import halves
from passerelles.engines.live.session.trainer import hours
from passerelles.errors import Refusal
from passerelles.french import moment
from passerelles.server.trainer.base import DoorHandler, TrainerHandler
from passerelles.server.web.hosts import LOOPBACK, host_name
from passerelles.store import utcnow

from . import codes
from .access import Door, WithSessions
from .join import SessionPage
from .live_session import LiveSession
from .projector import invitation

OLD = timedelta(days=183)  # after which nobody should still need the names of a room


class SessionsHandler(TrainerHandler, WithSessions):
    """`/formateur/seances`: the sessions there are, and a new one."""

    def get(self) -> None:
        """Show the list."""
        self._list()

    def post(self) -> None:
        """Make a session and go there."""
        track, title = self.get_body_argument("parcours", ""), self.get_body_argument("titre", "")
        try:
            session = self.hub.create(self.course, track, title)
        except Refusal as refusal:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self._list(track, title, refusal.what)
            return
        self.go(f"formateur/seances/{session.id}")

    def _list(self, track: str = "", title: str = "", problem: str = "") -> None:
        """Show the sessions, newest first, and the form."""
        tracks = [one for one in self.course.tracks.values() if any(s.live for x in one.sessions for s in x.sequences)]
        old = {row.id for row in self.store.live.ended_before(utcnow() - OLD)}
        rows = [
            {"row": row, "code": codes.told(row.code), "at": moment(row.created_at), "old": row.id in old}
            for row in self.store.live.all()
        ]
        told = {"track": track, "title": title, "problem": problem}
        self.page("trainer/live_sessions.html", section="seances", sessions=rows, tracks=tracks, **told)


class LeadingPage(SessionPage, DoorHandler):
    """A page of one session, for its trainers."""

    active = "formateur"

    def led(self, name: str) -> LiveSession:
        """Return the session; anybody else is sent to the way in."""
        session = self.session(name)
        if not Door(self).opens(name):
            raise HTTPError(HTTPStatus.FORBIDDEN)
        return session


class LeadHandler(LeadingPage):
    """`/formateur/seances/<id>`: lead it."""

    def get(self, name: str) -> None:
        """Show the page; who is no trainer signs in first."""
        if not Door(self).opens(name):
            self.go("formateur/connexion")
            return
        session = self.session(name)
        door, derived = Door(self), self.hub.derived(name)
        address = door.address()
        second = f"formateur/seances/{name}/avec/{derived.second(session.state.second)}"
        self.page(
            "room/trainer.html",
            section="seances",
            session=name,
            title=session.state.title,
            line=f"formateur/seances/{name}/ligne",
            scope=f"{name}:formateur",
            views=self.views,
            code=codes.told(session.state.code),
            address=f"{address}rejoindre",
            invitation=invitation(session.state, derived, address),
            second=f"{address}{second}" if door.trainer() else "",
            alone=self._alone(address),
            hours=[hours(half) for half in halves(session.state.slots)],
        )

    def _alone(self, address: str) -> bool:
        """Say whether no phone can reach us: the server listens to this machine only."""
        app = self.settings["passerelles_app"]
        return app.ip in LOOPBACK or host_name(address.split("/")[2]) in LOOPBACK


class ScreenHandler(LeadingPage):
    """`/formateur/seances/<id>/ecran`: the projector."""

    def get(self, name: str) -> None:
        """Show it."""
        if not Door(self).opens(name):
            self.go("formateur/connexion")
            return
        session = self.session(name)
        self.page(
            "room/projector.html",
            title=session.state.title,
            line=f"formateur/seances/{name}/ecran/ligne",
            scope=f"{name}:ecran",
            views=self.views,
        )


class SecondHandler(LeadingPage):
    """`/formateur/seances/<id>/avec/<secret>`: the link for a second trainer."""

    def get(self, name: str, secret: str) -> None:
        """Ask for one press."""
        session = self.session(name)
        if not codes.same(secret, self.hub.derived(name).second(session.state.second)):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        self.page("room/second.html", title=session.state.title, action=f"formateur/seances/{name}/avec/{secret}")

    def post(self, name: str, secret: str) -> None:
        """Give this browser the session."""
        session = self.session(name)
        if not codes.same(secret, self.hub.derived(name).second(session.state.second)):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        Door(self).give(name)
        self.go(f"formateur/seances/{name}")


class EraseHandler(LeadingPage):
    """`/formateur/seances/<id>/effacer`: everything of a session."""

    def get(self, name: str) -> None:
        """Ask to be sure."""
        session = self._own(name)
        self.page("trainer/live_erase.html", section="seances", title=session.state.title, session=name)

    def post(self, name: str) -> None:
        """Erase it."""
        self._own(name)
        self.hub.erase(name)
        self.go("formateur/seances")

    def _own(self, name: str) -> LiveSession:
        """Return the session, for a trainer who is signed in: a second one may not erase it."""
        if not Door(self).trainer():
            raise HTTPError(HTTPStatus.FORBIDDEN)
        return self.session(name)
