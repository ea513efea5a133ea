"""The life of an opened server: assemble, announce, serve, drain."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import shutil
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tornado.httpserver import HTTPServer
from tornado.web import Application

from passerelles.content.course import Course
from passerelles.paths import course_root
from passerelles.server import startup
from passerelles.server.freshness import Freshness
from passerelles.server.sessions.access import local_address
from passerelles.server.voila import capacity
from passerelles.server.web.compression import QuickGzip
from passerelles.server.web.hosts import EVERYWHERE, HostGuard
from passerelles.server.web.identity import KernelAuthorizer, LearnerIdentity, cookie_name
from passerelles.server.web.security import log_request, set_up_logs
from passerelles.store import Store
from passerelles.text import t
from passerelles.widgets import served

if TYPE_CHECKING:
    from passerelles.server.learning.grading import GradingQueue

MAX_BODY = 256 * 1024  # bytes: a text of 20 000 signs, escaped, and room to spare
DRAIN_SECONDS = 8.0


class Running:
    """What must be given back when the server stops, in the order in which it was taken."""

    def __init__(self, app: Any) -> None:
        """Serve `app`, the PasserellesServer."""
        self.app = app
        self.sockets: list[socket.socket] = []
        self.store: Store | None = None
        self.runtime: Path | None = None
        self.run_file: startup.RunFile | None = None

    def run(self, started: float) -> None:
        """Serve until SIGTERM or Ctrl+C, then leave everything complete."""
        set_up_logs(logging.DEBUG if self.app.debug else logging.WARNING)
        try:
            asyncio.run(self._serve())
        finally:
            self.close()
        self.app.say(t("server.stopped"))

    def close(self) -> None:
        """Give back what was taken; safe at any moment of a start."""
        for taken in self.sockets:
            taken.close()
        if self.run_file:
            self.run_file.remove()
        if self.runtime:
            shutil.rmtree(self.runtime, ignore_errors=True)
        if self.store:
            self.store.close()

    async def _serve(self) -> None:
        """Assemble the application, announce it, wait for the end, drain."""
        app, stop = self.app, startup.stop_signal()
        capacity.raise_file_limit()
        self.runtime = startup.runtime_folder()
        app.connection_dir, app.empty_dir = str(self.runtime), self.runtime / "vide"
        app.root_dir = str(app.empty_dir)
        if startup.can_use_ipc(self.runtime):
            app.config.KernelManager.transport = "ipc"
        app.app = Application(**self._settings(), transforms=[QuickGzip])
        settings = app.app.settings
        app.app.add_handlers(".*$", _routes(app))
        server = HTTPServer(app.app, max_body_size=MAX_BODY, max_header_size=64 * 1024)
        server.add_sockets(self.sockets)
        app.kernel_manager.watch()
        settings["passerelles_grading"].start()
        watching = asyncio.create_task(settings["passerelles_freshness"].watch())
        self._announce(settings["passerelles_admin_token"])
        await stop.wait()
        watching.cancel()
        await self._drain(server, settings)

    def _settings(self) -> dict[str, Any]:
        """Return the settings of the web application: Voilà's, then ours."""
        from passerelles.server.learning.grading import GradingQueue
        from passerelles.server.pages import NotFoundHandler, page_environment
        from passerelles.server.sessions.hub import Hub

        app = self.app
        app.identity_provider_class, app.authorizer_class = LearnerIdentity, KernelAuthorizer
        app.kernel_websocket_connection_class = _connection_class()
        settings: dict[str, Any] = app.init_settings()
        app.identity_provider.store = app.store
        app.identity_provider.cookie_name = cookie_name(app.cookie_secret)
        app.kernel_settings = self._kernel_settings()
        grading = GradingQueue(app.store, app.data_dir_path)
        settings |= _of_course(app, grading)
        return settings | {
            "xsrf_cookie_kwargs": {"path": app.base_url, "samesite": "Lax"},
            "websocket_max_message_size": MAX_BODY,
            "log_function": log_request,
            "default_handler_class": NotFoundHandler,
            "passerelles_app": app,
            "passerelles_store": app.store,
            "passerelles_identity": app.identity_provider,
            "passerelles_guard": HostGuard(app.ip, app.allowed_hosts),
            "passerelles_pages": page_environment(),
            "passerelles_grading": grading,
            "passerelles_sessions": Hub(app.store, app.cookie_secret),
            "passerelles_freshness": Freshness(app.course, course_root(), self._renew),
            "passerelles_admin_token": secrets.token_urlsafe(32),
        }

    def _renew(self, course: Course) -> None:
        """Serve a new version of the course: the next request finds it."""
        self.app.course = course
        settings = self.app.app.settings
        settings.update(_of_course(self.app, settings["passerelles_grading"]))

    def _kernel_settings(self) -> dict[str, str]:
        """Return what the environment of every kernel says."""
        app = self.app
        assert self.runtime is not None  # noqa: S101 - made at the start of `_serve`
        return {
            "PASSERELLES_API": f"http://127.0.0.1:{app.port}{app.base_url}api/kernel",
            "VOILA_BASE_URL": app.base_url,
            served.VARIABLE: served.version(),
            "IPYTHONDIR": str(self.runtime / "ipython"),
        }

    def _announce(self, admin_token: str) -> None:
        """Say where the course is, and let the command line find us."""
        app = self.app
        host = "127.0.0.1" if app.ip in EVERYWHERE else app.ip
        url = f"http://{host}:{app.port}{app.base_url}"
        self.run_file = startup.RunFile(app.data_dir_path)
        api = f"http://127.0.0.1:{app.port}{app.base_url}api/admin"
        self.run_file.write(port=app.port, url=url, api=api, token=admin_token, runtime=str(self.runtime))
        app.say(t("server.ready", url=url))
        app.say(t("server.ready-data", where=app.data_dir_path))
        if app.ip in EVERYWHERE:
            app.say(_for_the_room(app.port, app.base_url))
        if key := _trainer_key(app.store, forget=app.reset_trainer):
            app.say(t("server.ready-trainer", url=f"{url}formateur/mot-de-passe?cle={key}"))
        app.say(t("server.ready-stop"))
        if app.open_browser:
            threading.Thread(target=startup.open_browser, args=(url, app.say, app.browser), daemon=True).start()

    async def _drain(self, server: HTTPServer, settings: dict[str, Any]) -> None:
        """Let running requests end, then end grading and kernels; nothing acknowledged is lost."""
        self.app.say(t("server.stopping"))
        server.stop()
        self.sockets = []
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(_end(settings), DRAIN_SECONDS)
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(server.close_all_connections(), 1)


async def _end(settings: dict[str, Any]) -> None:
    """Stop grading, then every kernel."""
    await settings["passerelles_grading"].stop()
    kernels = settings["kernel_manager"]
    await asyncio.gather(*(kernels.end(kernel) for kernel in kernels.list_kernel_ids()), return_exceptions=True)


def _of_course(app: Any, grading: GradingQueue) -> dict[str, Any]:
    """Return the settings that change with the course."""
    from passerelles.server.learning.cases import Cases
    from passerelles.server.learning.lessons import Lessons
    from passerelles.server.learning.roleplays import RolePlays

    return {
        "passerelles_course": app.course,
        "passerelles_lessons": Lessons(app.course, app.store, grading.add),
        "passerelles_cases": Cases(app.course, app.store, grading.add),
        "passerelles_roleplays": RolePlays(app.course, app.store),
    }


def _routes(app: Any) -> list[tuple[Any, ...]]:
    """Return the table of addresses; imported late, it brings Jupyter's handlers."""
    from passerelles.server.routes import routes

    return routes(app)


def _connection_class() -> type:
    """Return the class of the websockets' connections."""
    from passerelles.server.web.websocket import ScrubbedConnection

    return ScrubbedConnection


def _for_the_room(port: int, base_url: str) -> str:
    """Return the address for the other devices of the network, or that there is no network."""
    own = local_address()
    return t("server.ready-open", url=f"http://{own}:{port}{base_url}") if own else t("server.ready-alone")


def _trainer_key(store: Store, *, forget: bool) -> str | None:
    """Return a new one-time key when no trainer's password was chosen yet, or when it is to be forgotten."""
    from passerelles.server.trainer import Access

    access = Access(store)
    if forget:
        access.forget_password()
    return access.new_key()
