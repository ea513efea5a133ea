"""The learner's own page, « Mon dossier »: read, take away, erase what they made."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from tornado.web import HTTPError

from passerelles.content.course import LoadedModule
from passerelles.documents import workbook, workbook_html
from passerelles.documents.blocks import Paper, tool_paper, workbook_paper
from passerelles.documents.calendar import calendar, tool_reminders
from passerelles.documents.workbook import Tool, made_tool
from passerelles.store.rows import WorkRow

from .base import Learner, PageHandler
from .erasure import erase
from .files import MIMES, made, tables_csv

_SETTING = ThreadPoolExecutor(max_workers=1, thread_name_prefix="setting")  # one document at a time, beside the pages


class PaperHandler(PageHandler):
    """A page that can be taken away as a document."""

    active = "dossier"

    async def send_paper(self, paper: Paper, name: str, form: str) -> None:
        """Send a document as PDF or Word file; setting it does not keep other pages waiting."""
        body = await asyncio.get_running_loop().run_in_executor(_SETTING, made, paper, form)
        self.send_file(body, f"{name}.{form}", MIMES[form])


class DossierHandler(PaperHandler):
    """`/mon-dossier?telecharger=pdf|docx|html|json`; `/mon-carnet`, its former address."""

    async def get(self) -> None:
        """Show everything the learner made, or send it as a file."""
        learner = self.learner()
        form = self.get_query_argument("telecharger", "")
        if learner is None:
            self.page("dossier_empty.html")
        elif form == "json":
            self._send_json(learner)
        else:
            await self._send_book(learner, form)

    async def _send_book(self, learner: Learner, form: str) -> None:
        """Show the page, or send it in that form."""
        book = workbook(self.course, self.store, learner.public)
        name = f"dossier-{learner.public}"
        if form in ("pdf", "docx"):
            await self.send_paper(workbook_paper(book), name, form)
        elif form == "html":
            self.send_file(workbook_html(book), f"{name}.html", MIMES[form])
        else:
            self.page("dossier.html", learner=learner, book=book)

    def _send_json(self, learner: Learner) -> None:
        """Send everything that is kept about the learner, for another program."""
        kept = self.store.privacy.export(learner.public)
        body = json.dumps(kept, ensure_ascii=False, indent=2)
        self.send_file(body, f"dossier-{learner.public}.json", MIMES["json"])


class ToolHandler(PaperHandler):
    """`/mon-dossier/MODULE/OUTIL?forme=pdf|docx|csv|ics|svg&figure=1`: one tool, to take away."""

    async def get(self, module: str, name: str) -> None:
        """Send what the learner made with that tool."""
        tool, form = self._made(module, name), self.get_query_argument("forme", "pdf")
        if form in ("pdf", "docx"):
            await self.send_paper(tool_paper(tool, self.course.modules[module].module.title), name, form)
        elif form == "csv":
            self.send_file(tables_csv(tool.reading.tables), f"{name}.csv", MIMES[form])
        elif form == "svg":
            self._send_figure(tool)
        elif form == "ics":
            self.send_file(self._reminders(module, name), f"{name}.ics", MIMES[form])
        else:
            raise HTTPError(404)

    def _made(self, module: str, name: str) -> Tool:
        """Return what the learner of the cookie made, as it is read back; 404 when that is nothing."""
        learner, loaded, work = self._kept(module, name)
        return made_tool(self.course, self.store, learner.public, loaded, name, work)

    def _kept(self, module: str, name: str) -> tuple[Learner, LoadedModule, WorkRow]:
        """Return who reads, the module, and what they kept of its tool; 404 when that is nothing."""
        learner, loaded = self.learner(), self.course.modules.get(module)
        if learner is None or loaded is None or loaded.tool(name) is None:
            raise HTTPError(404)
        work = self.store.records.works(learner.public, module).get(f"tool:{name}")
        if work is None or not work.value:
            raise HTTPError(404)
        return learner, loaded, work

    def _reminders(self, module: str, name: str) -> bytes:
        """Return the dates of a tool for a calendar; 404 when it has none."""
        _, loaded, work = self._kept(module, name)
        tool = loaded.tool(name)
        if tool is None or not tool.has_reminders:
            raise HTTPError(404)
        return calendar(tool_reminders(tool, work.value))

    def _send_figure(self, tool: Tool) -> None:
        """Send one of the figures, numbered from 1."""
        wanted = self.get_query_argument("figure", "1")
        figures = {str(n): figure for n, figure in enumerate(tool.reading.figures, 1)}
        if wanted not in figures:
            raise HTTPError(404)
        self.send_file(figures[wanted].svg, f"{tool.name}-{wanted}.svg", MIMES["svg"])


class EraseHandler(PageHandler):
    """`/effacer`: asks once (GET), then erases (POST)."""

    active = "dossier"

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
