"""The learner's own page: read, download, erase what they wrote."""

from __future__ import annotations

import json

from tornado.web import HTTPError

from passerelles.documents import workbook, workbook_html

from .base import Learner, PageHandler
from .erasure import erase


class CarnetHandler(PageHandler):
    """`/mon-carnet?telecharger=html|json`."""

    active = "carnet"

    def get(self) -> None:
        """Show the workbook, or send it as a file."""
        learner = self.learner()
        form = self.get_query_argument("telecharger", "")
        if learner is None:
            self.page("carnet_empty.html")
        elif form == "html":
            self._send_html(learner)
        elif form == "json":
            self._send_json(learner)
        else:
            self.page("carnet.html", learner=learner, book=workbook(self.course, self.store, learner.public))

    def _send_html(self, learner: Learner) -> None:
        """Send the readable file."""
        book = workbook(self.course, self.store, learner.public)
        self.send_file(workbook_html(book), f"carnet-{learner.public}.html", "text/html; charset=utf-8")

    def _send_json(self, learner: Learner) -> None:
        """Send everything that is kept about the learner, for another program."""
        kept = self.store.privacy.export(learner.public)
        body = json.dumps(kept, ensure_ascii=False, indent=2)
        self.send_file(body, f"carnet-{learner.public}.json", "application/json; charset=utf-8")


class EraseHandler(PageHandler):
    """`/effacer`: asks once (GET), then erases (POST)."""

    active = "carnet"

    def get(self) -> None:
        """Say what will go and ask for a confirmation."""
        self.page("erase.html", wrong=False)

    async def post(self) -> None:
        """Erase the learner of the cookie when they typed the first six signs of their code."""
        learner = self.learner()
        if learner is None:
            raise HTTPError(403)
        typed = self.get_body_argument("code", "").upper()
        if "".join(c for c in typed if c.isalnum())[:6] != learner.public:
            self.set_status(422)
            self.page("erase.html", learner=learner, wrong=True)
            return
        complete = await erase(self.settings, learner.public)
        self.identity.leave(self)
        self.page("erased.html", complete=complete)
