"""The trainer's analysis of a session: a short notebook, run in a kernel that may ask for these figures and no others.

The page needs no kernel once it is there: the kernel ends, and its token with it, before the page is sent.
"""

from __future__ import annotations

import json
import uuid
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from markupsafe import Markup
from tornado.web import HTTPError

from passerelles.engines.live.figures import figures_of
from passerelles.engines.tools.reading import Table
from passerelles.french import number
from passerelles.paths import course_root
from passerelles.server.api.bearer import BearerHandler
from passerelles.server.pages.files import MIMES, tables_csv
from passerelles.server.voila.admission import NoRoom, turn
from passerelles.server.voila.execution import run_cells
from passerelles.server.voila.kernels import LearnerKernels
from passerelles.server.voila.lesson_page import body_of, cells_of
from passerelles.server.voila.registry import Grant
from passerelles.server.web.security import event
from passerelles.text import t

from .access import WithSessions
from .evidence import day_of, file_name
from .live_session import LiveSession
from .trainer_pages import LeadingPage

NOTEBOOK = Path("grading") / "analyse-seance.ipynb"


class AnalysisHandler(LeadingPage):
    """`/formateur/seances/<id>/analyse`: the notebook, run."""

    async def get(self, name: str) -> None:
        """Show it; a notebook that could not be run leaves a sentence, and the figures as files."""
        session = self.led(name)
        notebook = course_root() / NOTEBOOK
        if not notebook.is_file():
            raise HTTPError(HTTPStatus.NOT_FOUND)
        problem, body = "", ""
        try:
            body = await self._run(name, notebook)
        except NoRoom:
            problem = t("live.documents.no-room")
        except Exception as error:
            problem = t("server.kernel-error", event=event("an analysis could not be made", error))
        told = {"title": session.state.title, "body": Markup(body), "problem": problem}  # noqa: S704 - of our notebook
        self.page("trainer/live_analysis.html", section="seances", session=name, **told)

    async def _run(self, session: str, notebook: Path) -> str:
        """Run the cells in a kernel of their own and return what they give as HTML."""
        kernels = cast(LearnerKernels, self.settings["kernel_manager"])
        cells = cells_of(notebook, notebook.stat().st_mtime_ns)
        kernel, owner = str(uuid.uuid4()), owner_of(session)
        place = await kernels.reserve(owner)
        if place is None:
            raise NoRoom
        try:
            async with turn(self):
                manager = await kernels.start_lesson(kernel, owner, session)
                outputs = await run_cells(manager, [cell.source for cell in cells if cell.html is None])
        finally:
            kernels.registry.give_back(place)
            await kernels.end(kernel)
        return body_of(self.settings["passerelles_pages"].get_template("_lesson.html").module, cells, outputs)


class FiguresHandler(LeadingPage):
    """`/formateur/seances/<id>/chiffres.(json|csv)`: the same figures, to be kept."""

    def get(self, name: str, form: str) -> None:
        """Send the file."""
        session = self.led(name)
        told = _figures(session)
        body = tables_csv(_tables(told)) if form == "csv" else json.dumps(told, ensure_ascii=False, indent=1)
        names = {
            "csv": f"{file_name(session.state, 'figures')}.csv",
            "json": "seance.json",
        }  # as the notebook asks for it
        self.send_file(body, names[form], MIMES[form])


class KernelFiguresHandler(BearerHandler, WithSessions):
    """GET api/kernel/seance: the figures of the session of the token."""

    grant: Grant

    def admit(self, token: str) -> bool:
        """Accept the token of an analysis, as long as its session is there."""
        found = cast(LearnerKernels, self.settings["kernel_manager"]).registry.grant(token)
        if found is None or found.learner != owner_of(found.module) or not self.hub.exists(found.module):
            return False
        self.grant = found
        return True

    def get(self) -> None:
        """Send them."""
        self.reply(lambda: _figures(self.hub.get(self.grant.module)))


def owner_of(session: str) -> str:
    """Return whose the kernels of an analysis are: nobody's code, so no page of a learner reaches them."""
    return f"formateur:{session}"


def _figures(session: LiveSession) -> dict[str, Any]:
    """Return the figures of a session as they are now."""
    return figures_of(session.state, day_of(session.state, session.row.created_at))


def _tables(told: dict[str, Any]) -> list[Table]:
    """Return the figures as tables of words; too few people are an empty cell."""
    named = [(" : ".join(filter(None, [one.get("activity"), one["caption"]])), one) for one in told["tables"]]
    tables = [Table(name, one["head"], [[*map(_cell, row)] for row in one["rows"]]) for name, one in named]
    head = [t(f"analysis.{name}") for name in ("activity", "measure", "value")]
    return [*tables, Table(t("analysis.facts"), head, [[*map(_cell, row)] for row in told["facts"]])]


def _cell(value: object) -> str:
    """Return a cell of a file."""
    if value is None:
        return ""
    return number(float(value)) if isinstance(value, int | float) else str(value)
