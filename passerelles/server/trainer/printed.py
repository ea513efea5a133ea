"""A whole document of its own, for a trainer to print: no frame of the site, and nothing it may load."""

from __future__ import annotations

from passerelles.server.web.security import protect

from .base import TrainerHandler

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


class PrintedHandler(TrainerHandler):
    """Shows a document that is complete in itself."""

    def print(self, document: str) -> None:
        """Send the document and finish the answer."""
        protect(self, POLICY)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(document)
