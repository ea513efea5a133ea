"""Handlers of what Jupyter and Voilà bring: lessons, kernels, their files. Each is wrapped in the same guard."""

from __future__ import annotations

import asyncio
import re
import uuid
from collections.abc import Awaitable
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast

from jupyter_server.base.handlers import APIHandler, FileFindHandler, JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler
from voila import __version__ as VOILA
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler
from voila.utils import get_page_config

from passerelles.paths import course_root
from passerelles.server.identity import Learner
from passerelles.server.kernels import LearnerKernels
from passerelles.server.pages.assets import AssetHandler
from passerelles.server.pages.errors import error_page
from passerelles.server.rendering import LessonRenderer
from passerelles.server.security import NOTHING, PAGE, event, lesson_policy, log_failure, protect
from passerelles.text import t
from passerelles.widgets import served

LASTING = "public, max-age=31536000, immutable"
HASHED = re.compile(r"\.[0-9a-f]{8,}\.js$")


class Guarded(RequestHandler):
    """First base of every handler here: protective headers, known host names, errors without details."""

    public = False  # true for files that need no learner

    def policy(self) -> str:
        """Return the Content-Security-Policy of this handler's responses."""
        return NOTHING

    def set_default_headers(self) -> None:
        """See RequestHandler."""
        protect(self, self.policy())

    def prepare(self, **options: Any) -> Any:
        """Refuse other host names before anything else happens."""
        self.settings["passerelles_guard"](self)
        return super().prepare(**options) if isinstance(self, JupyterHandler) and not self.public else None

    def log_exception(self, *args: Any) -> None:
        """Log an id and a place, never what a learner wrote."""
        log_failure(*args)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with our page, or with JSON to a script; the same body for "not yours" and "not there"."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        if after := getattr(error, "retry_after", None):
            self.set_header("Retry-After", str(after))
        if "text/html" in self.request.headers.get("Accept", ""):
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Content-Security-Policy", PAGE)
            env = self.settings["passerelles_pages"]
            self.finish(error_page(env, self.settings["base_url"], status_code))
        else:
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish({"code": str(status_code), "message": t(_sentence(status_code))})


class OwnedKernel(Guarded):
    """A handler whose address names a kernel: 403 without a learner, 404 when it is not theirs or not there."""

    def prepare(self, **options: Any) -> Any:
        """Refuse whoever does not own the kernel."""
        return self._owned(super().prepare(**options))

    async def _owned(self, prepared: Awaitable[None]) -> None:
        """Finish preparing, then check the owner."""
        await prepared
        learner = cast(Learner | None, self.current_user)
        if learner is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        kernels = cast(LearnerKernels, self.settings["kernel_manager"])
        if kernels.registry.owner(self.path_kwargs["kernel_id"]) != learner.public:
            raise HTTPError(HTTPStatus.NOT_FOUND)


class LessonHandler(Guarded):
    """GET /module/<slug>: the page of a module, with a kernel of its own."""

    def policy(self) -> str:
        """See Guarded."""
        return lesson_policy(self.request.host)

    async def get(self, slug: str) -> None:
        """Send the page as it is made: the frame at once, each cell when it has run."""
        loaded = self.settings["passerelles_course"].modules.get(slug)
        notebook = course_root() / "modules" / slug / f"{slug}.ipynb"
        if loaded is None or not notebook.is_file():
            raise HTTPError(HTTPStatus.NOT_FOUND)
        learner = cast(Learner, self.settings["passerelles_identity"].welcome(self))
        kernels = cast(LearnerKernels, self.settings["kernel_manager"])
        await kernels.make_room(learner.public)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Cache-Control", "no-store")
        self.xsrf_token  # noqa: B018 - sets the cookie that the page's scripts send back
        kernel = str(uuid.uuid4())
        try:
            await self._send(
                notebook,
                {"module": loaded.module, "learner": learner.public, "kernel": kernel, "views": served.version()},
                learner,
            )
        except StreamClosedError:
            await kernels.end(kernel)  # the learner left before the page was there
        except Exception as error:
            await kernels.end(kernel)
            self._send_failure(event("a lesson could not be shown", error))

    async def _send(self, notebook: Path, extra: dict[str, Any], learner: Learner) -> None:
        """Start the kernel and send the page, piece by piece."""
        kernels, kernel = self.settings["kernel_manager"], extra["kernel"]
        renderer = self._renderer(notebook, extra)
        await renderer.initialize()
        started = asyncio.ensure_future(kernels.start_lesson(kernel, learner.public, extra["module"].slug))
        async for snippet, _ in renderer.generate_content_generator(kernel, started):
            self.write(snippet)
            await self.flush()

    def _renderer(self, notebook: Path, extra: dict[str, Any]) -> LessonRenderer:
        """Return the renderer of this request."""
        app = self.settings["passerelles_app"]
        configuration = app.voila_configuration
        page_config = get_page_config(
            base_url=app.base_url, settings=self.settings, log=app.log, voila_configuration=configuration
        )
        page_config["fullStaticUrl"] += f"/{VOILA}"
        return LessonRenderer(
            notebook,
            extra,
            request_handler=self,
            voila_configuration=configuration,
            traitlet_config=app.config,
            template_paths=app.template_paths,
            config_manager=app.config_manager,
            contents_manager=app.contents_manager,
            base_url=app.base_url,
            kernel_spec_manager=app.kernel_spec_manager,
            page_config=page_config,
        )

    def _send_failure(self, name: str) -> None:
        """Say at the end of a page already begun that it could not be completed."""
        if not self._headers_written:
            raise HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.write(f'<p role="alert" class="p-note p-note--caution">{t("server.kernel-error", event=name)}</p>')


class OwnKernelHandler(OwnedKernel, KernelHandler):
    """GET and DELETE /api/kernels/<id>."""


class ShutdownHandler(OwnedKernel, APIHandler):
    """POST /voila/api/shutdown/<id>: the page says it is being left."""

    async def post(self, kernel_id: str) -> None:
        """End the kernel."""
        await self.settings["kernel_manager"].end(kernel_id)
        self.set_status(HTTPStatus.NO_CONTENT)
        self.finish()


class OwnSocketHandler(OwnedKernel, VoilaKernelWebsocketHandler):
    """The websocket of a kernel. The Origin is required: only a page of ours may open it."""

    def prepare(self, **options: Any) -> Any:
        """Refuse whoever does not say which page they are; tornado itself only checks an Origin that is there."""
        if self.get_origin() is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        return super().prepare(**options)


class ScriptHandler(Guarded, MultiStaticFileHandler):
    """Voilà's client, under an address that changes with its version: a browser fetches it once."""

    def set_extra_headers(self, path: str) -> None:
        """See StaticFileHandler."""
        self.set_header("Cache-Control", LASTING)


class TemplateFileHandler(Guarded, TemplateStaticFileHandler):
    """Files of the templates; a strange path is not found instead of an error of ours."""

    def parse_url_path(self, url_path: str) -> str:
        """See StaticFileHandler."""
        if url_path.count("/") < 2 or url_path.split("/")[1] != "static" or ".." in url_path.split("/"):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return str(super().parse_url_path(url_path))


class ExtensionHandler(Guarded, FileFindHandler):
    """The widget managers' scripts. Those named after their content are fetched once."""

    public = True

    def set_headers(self) -> None:
        """See StaticFileHandler."""
        super().set_headers()
        if HASHED.search(self.request.path):
            self.set_header("Cache-Control", LASTING)


class ViewsHandler(Guarded):
    """GET /vues/<version>/<file>: modules and style of the views, kept by browsers as long as they do not change."""

    public = True

    def get(self, version: str, name: str) -> None:
        """Send a file of the version that this server has."""
        text = served.files().get(name)
        if text is None or version != served.version():
            raise HTTPError(HTTPStatus.NOT_FOUND)
        kind = "text/javascript" if name.endswith(".js") else "text/css"
        self.set_header("Content-Type", f"{kind}; charset=utf-8")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable")
        self.finish(text)


class OwnAssetHandler(Guarded, AssetHandler):
    """Our style sheets, fonts and scripts."""


def _sentence(status: int) -> str:
    """Return the key of the sentence for an HTTP status."""
    known = {400, 403, 404, 405, 413, 429, 500, 503}
    return f"pages.error.{status if status in known else 500 if status >= 500 else 400}.text"
