"""The life of a preview: look at the files, tell the pages and the terminal, until Ctrl+C."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from tornado.httpserver import HTTPServer
from tornado.web import Application

from passerelles.documents.templating import compose, environment
from passerelles.server import startup
from passerelles.server.preview import tools
from passerelles.server.preview.pages import SERVER, PreviewSocket, routes
from passerelles.server.preview.workshop import Examined, Workshop
from passerelles.server.web.hosts import HostGuard
from passerelles.server.web.security import event
from passerelles.text import t
from passerelles.widgets.desk import DeskRefused

HERE = "127.0.0.1"
PAUSE = 0.1  # seconds between two looks at the files
REMINDER = "case-draft"  # a problem that is only something left to write

Say = Callable[[str], None]


def run(root: Path, slug: str, port: int, *, browser: bool, say: Say) -> None:
    """Show a case until Ctrl+C; `say` prints a line. Raises Refusal: no such case, or the port cannot be opened."""
    workshop = Workshop(root, slug)
    sockets = startup.open_port(port, HERE)
    try:
        asyncio.run(Preview(workshop, say).serve(sockets, browser=browser))
    finally:
        for taken in sockets:
            taken.close()
    say(t("preview.stopped"))


class Preview:
    """One case shown to the pages that are open on it, as its files change."""

    def __init__(self, workshop: Workshop, say: Say) -> None:
        """Show the case of that workshop."""
        self.workshop, self.pages = workshop, set[PreviewSocket]()
        self._say, self._environment = say, _environment()
        self.parts = self._around(None)
        self._look: asyncio.Task[None] | None = None

    async def serve(self, sockets: list[socket.socket], *, browser: bool) -> None:
        """Serve until told to stop."""
        stop = startup.stop_signal()
        server = HTTPServer(Application(routes(self), passerelles_guard=HostGuard(HERE), log_function=lambda _: None))
        server.add_sockets(sockets)
        url = f"http://{HERE}:{sockets[0].getsockname()[1]}/"
        self._say(t("preview.ready", file=self.workshop.file, url=url))
        if browser:
            threading.Thread(target=startup.open_browser, args=(url, self._say), daemon=True).start()
        watching = asyncio.create_task(self._watch())
        await stop.wait()
        watching.cancel()
        server.stop()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(server.close_all_connections(), 1)

    def jump(self, asked: dict[str, Any]) -> None:
        """Go to a moment of the case, in every page. What is asked is checked as choices are."""
        if self.workshop.desk is None:
            return
        said = ""
        try:
            self.workshop.desk.jump(asked["mode"], asked["after"], asked["viewpoint"], asked["choices"])
        except DeskRefused:
            said = t("preview.gone")
        for page in self.pages:
            page.renew(jumped=True)
            page.tell(said=said)

    def rendered(self, template: str, **values: Any) -> str:
        """Return a template of the preview as HTML."""
        return compose(self._environment, f"preview/{template}.html", base_url="/", **values)

    async def _watch(self) -> None:
        """Look at the files again and again; what fails here is logged, and the next change gets its chance."""
        self._examine()
        seen = before = self.workshop.stamp()
        while True:
            await asyncio.sleep(PAUSE)
            now = self.workshop.stamp()
            if now != seen and now == before:  # it changed, and who writes it has finished
                corpus, seen = now[1] != seen[1], now
                try:
                    self._changed(corpus=corpus)
                except Exception as error:
                    event("the preview could not follow a change", error)
            before = now

    def _changed(self, *, corpus: bool) -> None:
        """Read what changed and show it."""
        if corpus:
            self.workshop.read_course()
        else:
            self.workshop.read_case()
        if self.workshop.fresh:
            for page in self.pages:
                page.renew()
        self._examine()

    def _examine(self) -> None:
        """Examine the text as it stands, aside; an examination that is still going on is of no more use."""
        if self._look:
            self._look.cancel()
        self._look = asyncio.create_task(self._looked())
        self._look.add_done_callback(_logged)

    async def _looked(self) -> None:
        """Tell the pages and the terminal what the examination found."""
        found = await asyncio.get_running_loop().run_in_executor(None, self.workshop.examine)
        self.parts, said = self._around(found), summary(found)
        for page in self.pages:
            page.tell(parts=self.parts, said=said)
        self._say(f"\n{datetime.now():%H:%M:%S} {said}")
        for problem in found.problems:
            if problem.code != REMINDER:
                self._say(str(problem))

    def _around(self, found: Examined | None) -> dict[str, str]:
        """Return the parts of a page around the story, by their ids; None while the first examination lasts."""
        problems = found.problems if found else []
        values: dict[str, Any] = {
            "examined": found is not None,
            "case": self.workshop.shown,
            "fresh": self.workshop.fresh,
            "problems": [p for p in problems if p.code != REMINDER],
            "left": [p for p in problems if p.code == REMINDER],
            **(found.overview if found else tools.overview([])),
        }
        names = {"problemes": "_problems", "alerte": "_alert", "aller": "_moments", "atelier": "_tools"}
        return {part: self.rendered(name, **values) for part, name in names.items()}


def summary(found: Examined) -> str:
    """Return in one sentence what an examination found."""
    left = sum(p.code == REMINDER for p in found.problems)
    errors = sum(p.severity == "error" for p in found.problems)
    return t("preview.summary", errors=errors, warnings=len(found.problems) - errors - left, left=left)


def _logged(look: asyncio.Task[None]) -> None:
    """Log an examination that failed: a fault of ours, which the next save may not meet."""
    if not look.cancelled() and (error := look.exception()):
        event("the preview could not examine a case", error)


def _environment() -> Environment:
    """Return the templates; the style sheets are those of the course, asked again at each visit."""
    env = environment(SERVER / "templates")
    env.globals["asset"] = lambda base, name: f"{base}static/{name}"
    return env
