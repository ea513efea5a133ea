"""The command line's API while the server runs: it alone may open the records. Address and token are in run.json."""

from __future__ import annotations

import hmac
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from passerelles.server.api.bearer import BearerHandler
from passerelles.server.learning.service import Json, Refused
from passerelles.server.pages.erasure import erase
from passerelles.store import Store

if TYPE_CHECKING:
    from passerelles.server.sessions.hub import Hub


class AdminHandler(BearerHandler):
    """Base: the token of run.json."""

    unknown_learner = HTTPStatus.NOT_FOUND

    @property
    def store(self) -> Store:
        """The records."""
        return cast(Store, self.settings["passerelles_store"])

    def admit(self, token: str) -> bool:
        """Accept the one token of this run."""
        return hmac.compare_digest(token.encode(), self.settings["passerelles_admin_token"].encode())


class ExportHandler(AdminHandler):
    """GET export?learner=CODE."""

    def get(self) -> None:
        """Send everything recorded about a learner."""
        self.reply(lambda: self.store.privacy.export(self.get_query_argument("learner", "")))


class EraseHandler(AdminHandler):
    """POST erase {"learner"}."""

    async def post(self) -> None:
        """End the learner's pages, then erase their hand-ins and records; say whether there was anybody."""
        try:
            (learner,) = self.fields(learner=str)
            known = self.store.learners.exists(learner)
            complete = await erase(self.settings, learner)
        except Refused as refused:
            self.send(refused.status, refused.body)
        else:
            self.reply(lambda: {"erased": known, "complete": complete})


class ForgetHandler(AdminHandler):
    """POST forget {"session"}."""

    def post(self) -> None:
        """Erase a live session whole."""

        def work() -> Json:
            """Read which one and erase it; its pages are told."""
            (session,) = self.fields(session=str)
            hub: Hub = self.settings["passerelles_sessions"]
            if not hub.exists(session):
                raise Refused(HTTPStatus.NOT_FOUND, "unknown-session")
            hub.erase(session)
            return {"forgotten": session}

        self.reply(work)


class SubmitHandler(AdminHandler):
    """POST submit {"learner", "assignment", "answers"} and GET submit?number=…: a notebook filled in JupyterLab."""

    def post(self) -> None:
        """Record the hand-in and have it graded, in turn with the others."""

        def work() -> Json:
            """Read the fields and record the hand-in."""
            learner, assignment, answers = self.fields(learner=str, assignment=str, answers=dict)
            if assignment not in self.settings["passerelles_course"].assignments:
                raise Refused(HTTPStatus.NOT_FOUND, "unknown-assignment")
            return {"handin": self.settings["passerelles_lessons"].receive(learner, assignment, answers)}

        self.reply(work, HTTPStatus.ACCEPTED)

    def get(self) -> None:
        """Send where that hand-in stands."""

        def work() -> Json:
            """Read the number and find the hand-in."""
            number = self.get_query_argument("number", "")
            if not number.isdecimal():
                raise Refused(HTTPStatus.BAD_REQUEST, "fields")
            return {"handin": self.settings["passerelles_lessons"].received(int(number))}

        self.reply(work)


ROUTES: list[tuple[Any, ...]] = [
    (r"api/admin/export", ExportHandler),
    (r"api/admin/erase", EraseHandler),
    (r"api/admin/forget", ForgetHandler),
    (r"api/admin/submit", SubmitHandler),
]
