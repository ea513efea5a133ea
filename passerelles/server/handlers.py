"""Handlers of what Jupyter and Voilà bring: kernels, their files. Each is wrapped in the same guard."""

from __future__ import annotations

import re
from collections.abc import Awaitable
from http import HTTPStatus
from typing import Any, cast

from jupyter_server.base.handlers import APIHandler, FileFindHandler, JupyterHandler
from jupyter_server.services.kernels.handlers import KernelHandler
from tornado.web import HTTPError, RequestHandler
from voila.static_file_handler import MultiStaticFileHandler, TemplateStaticFileHandler
from voila.tornado.kernel_websocket_handler import VoilaKernelWebsocketHandler

from passerelles.server.pages.assets import LASTING, AssetHandler, version
from passerelles.server.pages.errors import error_page
from passerelles.server.voila.kernels import LearnerKernels
from passerelles.server.web.compression import Packed, accepts_gzip, compressed
from passerelles.server.web.identity import Learner
from passerelles.server.web.security import NOTHING, PAGE, log_failure, protect
from passerelles.text import t
from passerelles.widgets import served

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

    ping_interval = 0  # Jupyter's pings are milliseconds to it and seconds to tornado: tornado's are used

    def get_websocket_protocol(self) -> Any:
        """See WebSocketHandler; a page that does not answer to a ping before the next one is gone."""
        protocol: Any = super().get_websocket_protocol()
        if protocol is not None:
            protocol.params.ping_interval = protocol.params.ping_timeout = self.kernel_manager.ping_every
        return protocol

    def prepare(self, **options: Any) -> Any:
        """Refuse whoever does not say which page they are; tornado itself only checks an Origin that is there."""
        if self.get_origin() is None:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        return super().prepare(**options)


class ScriptHandler(Guarded, Packed, MultiStaticFileHandler):
    """Voilà's client, under an address that changes with its version: a browser fetches it once."""

    def set_extra_headers(self, path: str) -> None:
        """See StaticFileHandler."""
        self.set_header("Cache-Control", LASTING)


class TemplateFileHandler(Guarded, Packed, TemplateStaticFileHandler):
    """Files of the templates; a strange path is not found instead of an error of ours."""

    def set_extra_headers(self, path: str) -> None:
        """See StaticFileHandler; what was asked in our version is fetched once."""
        self.set_header("Cache-Control", LASTING if self.get_query_argument("v", "") == version() else "no-cache")

    def parse_url_path(self, url_path: str) -> str:
        """See StaticFileHandler."""
        if url_path.count("/") < 2 or url_path.split("/")[1] != "static" or ".." in url_path.split("/"):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return str(super().parse_url_path(url_path))


class ExtensionHandler(Guarded, Packed, FileFindHandler):
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
        self.set_header("Cache-Control", LASTING)
        if accepts_gzip(self.request):
            self.set_header("Content-Encoding", "gzip")
            self.finish(compressed(text))
        else:
            self.finish(text)

    head = get


class OwnAssetHandler(Guarded, AssetHandler):
    """Our style sheets, fonts and scripts."""


def _sentence(status: int) -> str:
    """Return the key of the sentence for an HTTP status."""
    known = {400, 403, 404, 405, 413, 429, 500, 503}
    return f"pages.error.{status if status in known else 500 if status >= 500 else 400}.text"
