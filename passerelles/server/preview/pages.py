"""What the browser of an author asks: the page, its script and style, and the line to the case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.web import RequestHandler

from passerelles.server.live import LiveHandler
from passerelles.server.web.compression import Packed
from passerelles.server.web.security import lesson_policy, log_failure, protect
from passerelles.widgets import served
from passerelles.widgets.bundle import bundle
from passerelles.widgets.case import case
from passerelles.widgets.view import View

if TYPE_CHECKING:
    from passerelles.server.preview.app import Preview

SERVER = Path(__file__).resolve().parents[1]


def routes(preview: Preview) -> list[tuple[Any, ...]]:
    """Return every address of a preview."""
    mine = {"preview": preview}
    return [
        (r"/", PageHandler, mine),
        (r"/vue", PreviewSocket, mine),
        (r"/(apercu\.js|vues\.css)", FileHandler, mine),
        (r"/static/(.*)", AssetHandler, {"path": str(SERVER / "static")}),
    ]


class Guarded(RequestHandler):
    """Answers this machine only, with the headers of a lesson's page."""

    def set_default_headers(self) -> None:
        """Send the headers that protect a page of ours; nothing is kept by the browser."""
        protect(self, lesson_policy(self.request.host))
        self.set_header("Cache-Control", "no-store")

    def prepare(self) -> None:
        """Refuse whoever calls us by another name."""
        self.settings["passerelles_guard"](self)

    def log_exception(self, *failure: Any) -> None:
        """Log the place of a failure."""
        log_failure(*failure)


class OfPreview(Guarded):
    """Speaks of one preview."""

    def initialize(self, preview: Preview) -> None:
        """See RequestHandler."""
        self.preview = preview


class PageHandler(OfPreview):
    """GET /: the frame of the page; the rest comes by the line."""

    def get(self) -> None:
        """Send the frame."""
        shown = self.preview.workshop.shown
        self.finish(self.preview.rendered("page", file=self.preview.workshop.file, title=shown.title if shown else ""))


class FileHandler(OfPreview):
    """GET /apercu.js, /vues.css: our script, and the style of the views."""

    def get(self, name: str) -> None:
        """Send the file."""
        script = name.endswith(".js")
        styles = [served.files()[name] for name in (served.STYLE, served.CASE_STYLE)]
        self.set_header("Content-Type", f"text/{'javascript' if script else 'css'}; charset=utf-8")
        self.finish(bundle("preview.js", served.CLIENT) if script else "\n".join(styles))


class AssetHandler(Guarded, Packed):
    """GET /static/…: style sheets and fonts of the course."""


class PreviewSocket(LiveHandler):
    """The line of one page: the case as its players see it, exactly what the notebook displays."""

    def initialize(self, preview: Preview) -> None:
        """See RequestHandler."""
        self.preview = preview

    def open(self, *path: str, **query: str) -> None:
        """Show the case, and what is said around it."""
        self.preview.pages.add(self)
        self.renew()
        self.tell(parts=self.preview.parts)

    def on_close(self) -> None:
        """See LiveHandler."""
        self.preview.pages.discard(self)
        super().on_close()

    def renew(self, *, jumped: bool = False) -> None:
        """Show the case as it is now; nothing as long as no version could be played."""
        desk, shown = self.preview.workshop.desk, list[Any]()
        if desk is None:
            return
        case(self.preview.workshop.slug, desk=desk, show=shown.append).show()
        html = [thing.data for thing in shown if not isinstance(thing, View)]
        story = self.preview.rendered("_story", case=self.preview.workshop.shown, html=html)
        views = [thing for thing in shown if isinstance(thing, View)]
        if views:
            self.show(views[0], html=story, jumped=jumped)
        else:
            self.tell(parts={"recit": story})

    def heard(self, message: dict[str, Any]) -> None:
        """Go where the author asked."""
        if "jump" in message:
            self.preview.jump(message["jump"])
