"""Our style sheets, scripts, typeface and drawing: the only static files a learner's browser fetches from us."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from passerelles.server.web.compression import Packed

SERVER = Path(__file__).resolve().parents[1]
TEMPLATES = SERVER / "templates"
STATIC = SERVER / "static"
LASTING = "public, max-age=31536000, immutable"


@cache
def version() -> str:
    """Return what changes whenever one of our files does: twelve hexadecimal digits."""
    files = sorted(file for file in STATIC.rglob("*") if file.is_file())
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()[:12]


def asset(base_url: str, name: str) -> str:
    """Return the address of a file of `static/`: browsers keep what it leads to until the file changes."""
    return f"{base_url}static/{name}?v={version()}"


class AssetHandler(Packed):
    """Serve `static/`: fonts and what was asked in our version for a year, the rest checked again at each visit."""

    def set_extra_headers(self, path: str) -> None:
        """Add how long the browser may keep the file."""
        lasting = path.endswith(".woff2") or self.get_query_argument("v", "") == version()
        self.set_header("Cache-Control", LASTING if lasting else "no-cache")
        self.set_header("X-Content-Type-Options", "nosniff")
