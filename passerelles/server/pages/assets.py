"""Our style sheets, script, typeface and drawing: the only static files a learner's browser fetches from us."""

from __future__ import annotations

from pathlib import Path

from tornado.web import StaticFileHandler

SERVER = Path(__file__).resolve().parents[1]
TEMPLATES = SERVER / "templates"
STATIC = SERVER / "static"


class AssetHandler(StaticFileHandler):
    """Serve `static/`: fonts for a year, the rest checked again at each visit (a 304 when nothing changed)."""

    def set_extra_headers(self, path: str) -> None:
        """Add how long the browser may keep the file."""
        lasting = path.endswith(".woff2")
        self.set_header("Cache-Control", "public, max-age=31536000, immutable" if lasting else "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
