"""Every address of the server, in one table. What is not here does not exist: Voilà's tree, files and contents."""

from __future__ import annotations

import re
from typing import Any

from voila import __version__ as VOILA

from passerelles.server import handlers
from passerelles.server.api import admin
from passerelles.server.api import course as api
from passerelles.server.api import roleplays as roleplay_api
from passerelles.server.pages.assets import STATIC
from passerelles.server.voila import lesson_page

SLUG = r"([a-z][a-z0-9-]{0,39})"
KERNEL = r"(?P<kernel_id>\w+-\w+-\w+-\w+-\w+)"


def routes(app: Any) -> list[tuple[Any, ...]]:
    """Return the handlers of `app`, most specific first, under its base address."""
    from passerelles.server import pages, sessions, trainer

    own = [(app.base_url + pattern, *rest) for pattern, *rest in _own(app)]
    return own + pages.handlers(app.base_url) + trainer.handlers(app.base_url) + sessions.handlers(app.base_url)


def _own(app: Any) -> list[tuple[Any, ...]]:
    """Return what this room serves."""
    return [
        (f"(module|cas|jeu)/{SLUG}", lesson_page.LessonHandler),
        (f"api/kernels/{KERNEL}", handlers.OwnKernelHandler),
        (f"api/kernels/{KERNEL}/channels", handlers.OwnSocketHandler),
        (f"voila/api/shutdown/{KERNEL}", handlers.ShutdownHandler),
        (rf"voila/static/{re.escape(VOILA)}/(.*)", handlers.ScriptHandler, {"paths": app.static_paths}),
        (r"voila/templates/(.*)", handlers.TemplateFileHandler),
        (r"voila/labextensions/(.*)", handlers.ExtensionHandler, {"path": app.labextensions_path}),
        (r"vues/([0-9a-f]{12})/([a-z]+\.(?:js|css))", handlers.ViewsHandler),
        (r"static/(.*)", handlers.OwnAssetHandler, {"path": str(STATIC)}),
        *api.ROUTES,
        *roleplay_api.ROUTES,
        *admin.ROUTES,
    ]
