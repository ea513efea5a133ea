"""The way into a live session: by code, by the QR on the screen, or back as the same person."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from tornado.web import HTTPError

from passerelles.engines.live.activity import Event, Refused
from passerelles.engines.live.session.engine import act
from passerelles.engines.live.session.state import MOST_PEOPLE, is_here
from passerelles.server.pages.base import AGAIN, RECORDS, PageHandler
from passerelles.server.pages.throttle import Throttle
from passerelles.server.secret import bare, digest
from passerelles.server.web.security import event, lesson_policy, protect
from passerelles.store.errors import StoreError, UnknownSession
from passerelles.text import t
from passerelles.widgets import served

from . import codes
from .access import WithSessions, person_of, remember
from .heard import shown
from .live_session import Deed, LiveSession

WRONG_TRIES = 10  # a minute, by address; right ones and scanned ones are never counted
LONGEST = 80


class SessionPage(PageHandler, WithSessions):
    """A page of live sessions."""

    active = "seance"

    def set_default_headers(self) -> None:
        """Send the headers of a page that opens a line."""
        super().set_default_headers()
        protect(self, lesson_policy(self.request.host))

    def session(self, name: str) -> LiveSession:
        """Return a session; 404 when there is none."""
        try:
            return self.hub.get(name)
        except UnknownSession:
            raise HTTPError(HTTPStatus.NOT_FOUND) from None

    @property
    def views(self) -> str:
        """Where the scripts and styles of the pages are."""
        return f"{self.base_url}vues/{served.version()}/"

    def follow(self, path: str) -> None:
        """Go to another page of ours."""
        self.redirect(self.base_url + path, status=HTTPStatus.SEE_OTHER)


class JoinHandler(SessionPage):
    """`/rejoindre`, `/rejoindre/<code>` and, from the QR, `/rejoindre/<code>-<secret>`."""

    @property
    def throttle(self) -> Throttle:
        """The wrong codes by address, kept as long as the server lives."""
        return cast(Throttle, self.settings.setdefault("passerelles_join_throttle", Throttle(WRONG_TRIES)))

    def get(self, path: str = "") -> None:
        """Ask for the code, the name one goes by here and the sector; who is in already goes on."""
        session = self._invited(path)
        if session and self._here(session):
            self.follow(f"seance/{session.id}")
        else:
            self._form(code=path if session else bare(path)[: codes.LENGTH])

    def post(self, _path: str = "") -> None:
        """Let somebody in, or back; what was typed stays when the records cannot take it now."""
        try:
            self._answer()
        except StoreError as error:
            event("somebody could not join", error)
            self.set_header("Retry-After", AGAIN)
            self._refuse(t("live.pages.not-in"), RECORDS.get(type(error), HTTPStatus.SERVICE_UNAVAILABLE))

    def _answer(self) -> None:
        """Look at the code, then let somebody in, or back."""
        typed = self.get_body_argument("code", "")[:LONGEST]
        back = bare(self.get_body_argument("retour", "")[:LONGEST])
        invited = self._invited(typed)
        wait = 0 if invited else self.throttle.wait(self._address)
        if wait:
            self.set_header("Retry-After", str(wait))
            self._refuse(t("live.pages.slow", seconds=wait), HTTPStatus.TOO_MANY_REQUESTS)
        elif (session := invited or self.hub.by_code(typed)) is None:
            self.throttle.wrong(self._address)
            self._refuse(t("live.pages.unknown-code"))
        elif back:
            self._back(session, back)
        else:
            self._join(session)

    @property
    def _address(self) -> str:
        """Where the request comes from."""
        return self.request.remote_ip or ""

    def _invited(self, path: str) -> LiveSession | None:
        """Return the session of a scanned code, whose secret holds; None for any other."""
        code, _, secret = path.partition("-")
        if not secret:
            return None
        session = self.hub.by_code(code)
        fits = session is not None and codes.same(secret, self.hub.derived(session.id).invite())
        return session if fits else None

    def _here(self, session: LiveSession) -> bool:
        """Say whether this browser is somebody of the session."""
        person = person_of(self, session.id)
        return person is not None and is_here(session.state, person.id)

    def _join(self, session: LiveSession) -> None:
        """Let somebody new in, unless the door is closed."""
        if self._here(session):
            self.follow(f"seance/{session.id}")
        elif session.state.locked:
            self._refuse(t("live.pages.locked"), HTTPStatus.FORBIDDEN)
        elif len(session.state.here()) >= MOST_PEOPLE:
            self._refuse(t("live.pages.full"), HTTPStatus.FORBIDDEN)
        else:
            self._enter(session)

    def _enter(self, session: LiveSession) -> None:
        """Make somebody of this browser, under a name that may be said in the room."""
        says = (shown(self.get_body_argument("nom", ""))[:LONGEST], self.get_body_argument("secteur", "")[:LONGEST])
        try:
            act(session.state, "", Event("join", "?", session.now(), "", says))
        except Refused as refused:
            self._refuse(str(refused))
            return
        token, lives = codes.secret(), self.store.live
        person = lives.join(session.id, token_hash=digest(token), learner=self._linked())
        session.take(person.id, Deed("", "join", "", says, "join"))
        remember(self, session.id, token)
        self.follow(f"seance/{session.id}")

    def _linked(self) -> str | None:
        """Return the learner whose record keeps the answers, when they ask for it."""
        learner = self.learner() if self.get_body_argument("dossier", "") else None
        return learner.public if learner else None

    def _back(self, session: LiveSession, typed: str) -> None:
        """Let somebody back in with the code of their former phone, which loses its place."""
        if wait := self.throttle.wait(self._address):
            self.set_header("Retry-After", str(wait))
            self._refuse(t("live.pages.slow", seconds=wait), HTTPStatus.TOO_MANY_REQUESTS)
            return
        derived = self.hub.derived(session.id)
        found = [who for who in session.state.people if codes.same(derived.rejoin(who), typed)]
        if not found or not is_here(session.state, found[0]):
            self.throttle.wrong(self._address)
            self._refuse(t("live.pages.unknown-return"))
            return
        token = codes.secret()
        self.store.live.renew(session.id, found[0], digest(token))
        session.dismiss(found[0])
        remember(self, session.id, token)
        self.follow(f"seance/{session.id}")

    def _refuse(self, problem: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        """Show the form again with what was typed, and why it was not accepted."""
        self.set_status(status)
        self._form(code=self.get_body_argument("code", "")[:LONGEST], problem=problem)

    def _form(self, code: str, problem: str = "") -> None:
        """Show the form."""
        self.page(
            "room/join.html",
            code=code,
            problem=problem,
            name=self.get_body_argument("nom", "")[:LONGEST],
            sector=self.get_body_argument("secteur", "")[:LONGEST],
            sectors=[(sector.id, sector.name) for sector in self.course.sectors],
            action="rejoindre",
        )


class PhoneHandler(SessionPage):
    """`/seance/<id>`: the page of somebody's phone."""

    def get(self, name: str) -> None:
        """Show it; whoever is nobody here goes to the way in."""
        session = self.session(name)
        person = person_of(self, name)
        if person is None:
            self.follow("rejoindre")
            return
        self.page(
            "room/phone.html",
            title=session.state.title,
            line=f"seance/{name}/ligne",
            scope=f"{name}:{person.id}",
            views=self.views,
        )


class AttendHandler(SessionPage):
    """`/seance/<id>/presence/<half>/<code>`: what the QR of presence opens."""

    def get(self, name: str, half: str, code: str) -> None:
        """Ask for one press."""
        session = self.session(name)
        if person_of(self, name) is None:
            self.follow("rejoindre")
            return
        self._page(session, half, code)

    def post(self, name: str, half: str, code: str) -> None:
        """Note that somebody is there, when the code is one of now."""
        session, person = self.session(name), person_of(self, name)
        if person is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        if not self.hub.derived(name).attends(half, code, session.now()):
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self._page(session, half, code, t("live.pages.bad-code"))
            return
        try:
            session.take(person.id, Deed("", "attend", half, (), f"attend:{half}:{code}"))
        except Refused as refused:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self._page(session, half, code, str(refused))
            return
        self.follow(f"seance/{name}")

    def _page(self, session: LiveSession, half: str, code: str, problem: str = "") -> None:
        """Show the button."""
        values: dict[str, Any] = {"title": session.state.title, "action": f"seance/{session.id}/presence/{half}/{code}"}
        self.page("room/attend.html", back=f"seance/{session.id}", problem=problem, **values)
