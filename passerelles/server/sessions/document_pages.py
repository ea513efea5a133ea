"""The documents of a session: for the trainer, and the attestation that somebody takes away."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError

from passerelles.documents.attendance import register_html
from passerelles.documents.attestation import Claim, attest
from passerelles.documents.calendar import calendar
from passerelles.documents.session_report import report_paper, report_xlsx
from passerelles.documents.upward_note import note_paper
from passerelles.engines.live.activities.commitments import commitment_of
from passerelles.engines.live.session.view import COMMITMENTS
from passerelles.errors import Refusal
from passerelles.server.pages.files import MIMES, made
from passerelles.server.signature import signing_key
from passerelles.server.trainer.printed import POLICY
from passerelles.server.web.security import protect

from .access import Door, person_of
from .evidence import claim_of, day_of, file_name, register_of, reminders_of, report_of
from .join import SessionPage
from .live_session import LiveSession
from .trainer_pages import LeadingPage

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CAFE = "world-cafe"
LONGEST_NAME = 120


class DocumentsHandler(LeadingPage):
    """`/formateur/seances/<id>/documents`: what there is."""

    def get(self, name: str) -> None:
        """Show the list."""
        session = self.led(name)
        state = session.state
        on = day_of(state, session.row.created_at)
        there = {who for marked in state.present.values() for who in marked}
        self.page(
            "trainer/live_documents.html",
            section="seances",
            session=name,
            title=state.title,
            paper=report_paper(report_of(state, on, self.course, session.row.track)),
            cafe=CAFE in state.places,
            people=[(who, one.person.name) for who, one in state.people.items() if who in there],
            problem="",
        )


class RegisterHandler(LeadingPage):
    """`/formateur/seances/<id>/registre`: the attendance register, to print and sign."""

    def get(self, name: str) -> None:
        """Show the whole document."""
        session = self.led(name)
        protect(self, POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(register_html(register_of(session.state, day_of(session.state, session.row.created_at))))


class ReportHandler(LeadingPage):
    """`/formateur/seances/<id>/rapport.(pdf|docx|xlsx)`."""

    async def get(self, name: str, form: str) -> None:
        """Send the file."""
        session = self.led(name)
        report = report_of(session.state, day_of(session.state, session.row.created_at), self.course, session.row.track)
        make = (lambda: report_xlsx(report)) if form == "xlsx" else (lambda: made(report_paper(report), form))
        body = await asyncio.to_thread(make)
        self.send_file(body, f"{file_name(session.state, 'report')}.{form}", XLSX if form == "xlsx" else MIMES[form])


class NoteHandler(LeadingPage):
    """`/formateur/seances/<id>/remontee.(pdf|docx)`: what the World Café brings up."""

    async def get(self, name: str, form: str) -> None:
        """Send the file; 404 when no World Café was held."""
        session = self.led(name)
        running: Any = session.state.places.get(CAFE)
        if running is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        on = day_of(session.state, session.row.created_at)
        paper = note_paper(running.activity.note(running.state), self.course.statements, session.state.title, on)
        body = await asyncio.to_thread(made, paper, form)
        self.send_file(body, f"{file_name(session.state, 'note')}.{form}", MIMES[form])


class CalendarHandler(SessionPage):
    """`/seance/<id>/engagements.ics`: when to come back to one's commitments, six to eight weeks later."""

    def get(self, name: str) -> None:
        """Send the file."""
        session, person = self.session(name), person_of(self, name)
        if person is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        running = session.state.places.get(COMMITMENTS)
        plans = commitment_of(running.state, person.id) if running else []
        self.send_file(calendar(reminders_of(plans)), "passerelles-engagements.ics", MIMES["ics"])


class Attesting(SessionPage):
    """A page that makes an attestation. The name is used for the document, and kept nowhere."""

    async def give(self, session: LiveSession, claim: Claim) -> None:
        """Send the attestation for the name that was typed; raises Refusal on one that cannot be."""
        typed = self.get_body_argument("nom", "")[:LONGEST_NAME]
        key = signing_key(self.settings["passerelles_app"].data_dir_path)
        page = Door(self).address() + "attestation"
        body = await asyncio.to_thread(attest, claim, typed, key, page)
        self.send_file(body, f"{file_name(session.state, 'attestation')}.pdf", MIMES["pdf"])

    def claim(self, session: LiveSession, who: str) -> Claim | None:
        """Return what may be attested of somebody."""
        on = day_of(session.state, session.row.created_at)
        return claim_of(session.state, who, on, self.course, session.row.track)


class AttestationHandler(Attesting):
    """`/seance/<id>/attestation`: one's own."""

    def get(self, name: str) -> None:
        """Ask for the name, or say that no presence was marked."""
        session, who = self._mine(name)
        self._page(session, self.claim(session, who))

    async def post(self, name: str) -> None:
        """Send it."""
        session, who = self._mine(name)
        claim = self.claim(session, who)
        if claim is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        try:
            await self.give(session, claim)
        except Refusal as refusal:
            self.set_status(HTTPStatus.UNPROCESSABLE_ENTITY)
            self._page(session, claim, refusal.what)

    def _mine(self, name: str) -> tuple[LiveSession, str]:
        """Return the session and who the cookie proves; 403 for nobody."""
        session, person = self.session(name), person_of(self, name)
        if person is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        return session, person.id

    def _page(self, session: LiveSession, claim: Claim | None, problem: str = "") -> None:
        """Show the form."""
        told = {"title": session.state.title, "claim": claim, "problem": problem}
        self.page(
            "room/attestation.html", action=f"seance/{session.id}/attestation", back=f"seance/{session.id}", **told
        )


class HandedHandler(Attesting, LeadingPage):
    """`/formateur/seances/<id>/attestation`: for somebody without a phone, on the trainer's machine."""

    async def post(self, name: str) -> None:
        """Send it for the person that was chosen."""
        session = self.led(name)
        who = self.get_body_argument("personne", "")
        claim = self.claim(session, who) if who in session.state.people else None
        if claim is None:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        try:
            await self.give(session, claim)
        except Refusal as refusal:
            raise HTTPError(HTTPStatus.UNPROCESSABLE_ENTITY) from refusal
