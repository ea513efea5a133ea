"""The page of a module, a case or a role play: its cells run in a kernel of its own, shown by our client or Voilà's."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar, cast

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError
from voila import __version__ as VOILA
from voila.utils import get_page_config

from passerelles.content.markdown import render
from passerelles.server.handlers import Guarded
from passerelles.server.learning.subjects import Kind, subject
from passerelles.server.voila.admission import admitted, release, turn
from passerelles.server.voila.execution import run_cells
from passerelles.server.voila.kernels import LearnerKernels
from passerelles.server.voila.outputs import VIEW, Outputs
from passerelles.server.voila.rendering import LessonRenderer, read_notebook
from passerelles.server.web.identity import Learner
from passerelles.server.web.security import event, lesson_policy
from passerelles.text import t
from passerelles.widgets import served


@dataclass(frozen=True)
class Cell:
    """A cell of a notebook: the HTML of a text, or the source of code that the kernel runs."""

    html: str | None
    source: str = ""


class LessonHandler(Guarded):
    """GET /module/<slug>, /cas/<slug> and /jeu/<slug>: a page with a kernel of its own."""

    needs_voila: ClassVar[dict[Path, int]] = {}  # notebooks our client cannot show, and when they were last changed

    def policy(self) -> str:
        """See Guarded."""
        return lesson_policy(self.request.host)

    async def get(self, kind: Kind, slug: str) -> None:
        """Send the page as it is made: the frame at once, the rest when its cells have run."""
        about = subject(self.settings["passerelles_course"], kind, slug)
        if about is None or not about.notebook.is_file():
            raise HTTPError(HTTPStatus.NOT_FOUND)
        learner = cast(Learner, self.settings["passerelles_identity"].welcome(self))
        if not await admitted(self, about.title, learner.public):
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.xsrf_token  # noqa: B018 - sets the cookie that the page's scripts send back
        kernel = str(uuid.uuid4())
        lesson = {"subject": about, "learner": learner.public, "kernel": kernel, "views": served.version()}
        notebook, changed = about.notebook, about.notebook.stat().st_mtime_ns
        try:
            if self.needs_voila.get(notebook) == changed:
                await self._send_for_voila(notebook, lesson)
            else:
                await self._send_light(notebook, changed, lesson)
        except StreamClosedError:
            await self._kernels.end(kernel)  # the learner left before the page was there
        except Exception as error:
            await self._kernels.end(kernel)
            self._send_failure(event("a lesson could not be shown", error))
        finally:
            release(self)

    @property
    def _kernels(self) -> LearnerKernels:
        """The kernels of the server."""
        return cast(LearnerKernels, self.settings["kernel_manager"])

    async def _send_light(self, notebook: Path, changed: int, lesson: dict[str, Any]) -> None:
        """Send the page for our own client; one that it cannot show is opened again, for Voilà's."""
        frame, base = self.settings["passerelles_pages"].get_template("_lesson.html").module, self.settings["base_url"]
        self.write(frame.top(lesson, base, "light"))
        await self.flush()
        cells = cells_of(notebook, changed)
        async with turn(self):
            manager = await self._start(lesson)
            outputs = await run_cells(manager, [cell.source for cell in cells if cell.html is None])
        states = outputs.embedded()
        if states is None:
            self.needs_voila[notebook] = changed
            await self._kernels.end(lesson["kernel"])
            await self.finish(frame.again())
        else:
            self.write(body_of(frame, cells, outputs))
            await self.finish(frame.bottom(base, f"{base}vues/{lesson['views']}/{served.LIGHT}", data_block(states)))

    async def _send_for_voila(self, notebook: Path, lesson: dict[str, Any]) -> None:
        """Send the page for Voilà's client, piece by piece."""
        script = f"{self.settings['base_url']}voila/static/{VOILA}/voila.js"
        renderer = self._renderer(notebook, lesson | {"voila": script})
        await renderer.initialize()
        async with turn(self):
            starting = asyncio.ensure_future(self._start(lesson))
            async for snippet, _ in renderer.generate_content_generator(lesson["kernel"], starting):
                self.write(snippet)
                await self.flush()

    async def _start(self, lesson: dict[str, Any]) -> Any:
        """Start the kernel of the page and return its manager."""
        return await self._kernels.start_lesson(lesson["kernel"], lesson["learner"], lesson["subject"].slug)

    def _renderer(self, notebook: Path, lesson: dict[str, Any]) -> LessonRenderer:
        """Return Voilà's renderer for this request."""
        app = self.settings["passerelles_app"]
        return LessonRenderer(
            notebook,
            lesson,
            request_handler=self,
            voila_configuration=app.voila_configuration,
            traitlet_config=app.config,
            template_paths=app.template_paths,
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=app.base_url,
            kernel_spec_manager=app.kernel_spec_manager,
            page_config=_page_config(app),
        )

    def _send_failure(self, name: str) -> None:
        """Say at the end of a page already begun that it could not be completed."""
        if not self._headers_written:
            raise HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.write(f'<p role="alert" class="p-note p-note--caution">{t("server.kernel-error", event=name)}</p>')


@lru_cache(maxsize=32)
def cells_of(notebook: Path, changed: int) -> tuple[Cell, ...]:
    """Return the cells of a notebook in order, texts rendered; nothing of raw and empty ones."""
    cells = [cell for cell in read_notebook(notebook, changed).cells if cell.source.strip()]
    made = {"markdown": lambda source: Cell(render(source)), "code": lambda source: Cell(None, source)}
    return tuple(made[cell.cell_type](cell.source) for cell in cells if cell.cell_type in made)


@cache
def _page_config(app: Any) -> dict[str, Any]:
    """Return what Voilà's client is told about this server; the extensions it lists do not change while we run."""
    found: dict[str, Any] = get_page_config(
        base_url=app.base_url, settings=app.app.settings, log=app.log, voila_configuration=app.voila_configuration
    )
    return found | {"fullStaticUrl": f"{found['fullStaticUrl']}/{VOILA}"}


def body_of(frame: Any, cells: tuple[Cell, ...], outputs: Outputs) -> str:
    """Return what stands between the frame's top and bottom."""
    given, pieces = iter(outputs.cells), []
    for cell in cells:
        if cell.html is not None:
            pieces.append(str(frame.markdown(cell.html)))
        else:
            pieces += [_shown(frame, output, outputs) for output in next(given)]
    return "".join(pieces)


def _shown(frame: Any, output: dict[str, Any], outputs: Outputs) -> str:
    """Return an output as HTML; a widget that is closed or not there leaves nothing."""
    model = output.get("data", {}).get(VIEW, {}).get("model_id")
    if model is None:
        return str(frame.shown(output))
    return str(frame.shown(output, f' data-model="{escape(model)}"')) if model in outputs.models else ""


def data_block(states: str) -> str:
    """Return JSON of widgets' states as a block of data in a page, which no text in them can end."""
    escaped = states.replace("<", "\\u003c")
    return f'<script id="passerelles-etats" type="application/vnd.jupyter.widget-state+json">{escaped}</script>'
