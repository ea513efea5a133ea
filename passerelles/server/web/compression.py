"""Responses made smaller: files compressed once and kept in memory, pages cheaply while they are sent.

What is compressed can be guessed from its length when a stranger chooses part of it (BREACH). Nothing of ours that
answers to a form or to a query is compressed, so no request can put text beside a secret; the XSRF token is masked anew
by tornado each time besides.
"""

from __future__ import annotations

import gzip
import mimetypes
from functools import lru_cache
from pathlib import Path

from tornado.httputil import HTTPHeaders, HTTPServerRequest
from tornado.web import GZipContentEncoding, StaticFileHandler

TEXTS = GZipContentEncoding.CONTENT_TYPES
WORTH = 0.9  # a file that does not get smaller than that is sent as it is


class QuickGzip(GZipContentEncoding):
    """Compresses a page piece by piece, unless the request may have chosen part of its text."""

    GZIP_LEVEL = 4  # 6 takes twice the time for 5 % less of a lesson's page

    def __init__(self, request: HTTPServerRequest) -> None:
        """Look at what the browser understands, and at what it asked."""
        super().__init__(request)
        self._gzipping = accepts_gzip(request) and request.method in ("GET", "HEAD") and not request.query

    def transform_first_chunk(
        self, status_code: int, headers: HTTPHeaders, chunk: bytes, finishing: bool
    ) -> tuple[int, HTTPHeaders, bytes]:
        """See OutputTransform; the tag of a compressed page is weak, its bytes are not those of the page."""
        self._gzipping &= "Accept-Ranges" not in headers  # a file: `Packed` has decided
        fresh = "Content-Encoding" not in headers
        result = super().transform_first_chunk(status_code, headers, chunk, finishing)
        if fresh and "Content-Encoding" in headers and headers.get("Etag", "").startswith('"'):
            headers["Etag"] = f"W/{headers['Etag']}"
        return result


class Packed(StaticFileHandler):
    """Files of text are sent compressed to who understands it; parts of files, and others, as they are."""

    async def get(self, path: str, include_body: bool = True) -> None:
        """See StaticFileHandler."""
        if "Range" in self.request.headers or not accepts_gzip(self.request):
            return await super().get(path, include_body)
        self.path = self.parse_url_path(path)
        wanted = self.get_absolute_path(self.root, self.path)  # may change the root: Voilà looks in several folders
        found = self.validate_absolute_path(self.root, wanted)
        small = packed(found, Path(found).stat().st_mtime_ns) if found else None
        if small is None:
            return await super().get(path, include_body)
        self.absolute_path = found
        self.modified = self.get_modified_time()
        self.set_headers()
        self.set_header("Content-Encoding", "gzip")
        if etag := self._headers.get("Etag"):
            self.set_header("Etag", f"W/{etag}")
        if self.should_return_304():
            self.set_status(304)
            return None
        self.set_header("Content-Length", len(small))
        if include_body:
            self.write(small)
        return None


def accepts_gzip(request: HTTPServerRequest) -> bool:
    """Say whether the browser understands gzip."""
    offered = request.headers.get("Accept-Encoding", "").replace(" ", "").lower().split(",")
    return any(one == "gzip" or (one.startswith("gzip;q=") and one.strip("0.") != "gzip;q=") for one in offered)


@lru_cache(maxsize=1024)
def packed(path: str, changed: int) -> bytes | None:
    """Return a file compressed as well as gzip can, None when that is of no use; `changed` is its time of change."""
    kind = mimetypes.guess_type(path)[0] or ""
    if not (kind.startswith("text/") or kind in TEXTS):
        return None
    whole = Path(path).read_bytes()
    small = gzip.compress(whole, mtime=0)
    return small if len(small) < WORTH * len(whole) else None


@lru_cache(maxsize=64)
def compressed(text: str) -> bytes:
    """Return a text compressed as well as gzip can, the same bytes each time."""
    return gzip.compress(text.encode(), mtime=0)
