"""Smaller responses, and which ones stay as they are."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPServerRequest, RequestStartLine
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from passerelles.server.web.compression import Packed, QuickGzip, accepts_gzip, packed

TEXT = "Une phrase qui revient. " * 200


class Page(RequestHandler):
    """A page, in one piece or in two."""

    async def get(self, pieces: str) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.write(TEXT)
        if pieces == "2":
            await self.flush()
            self.write(TEXT)

    head = post = get


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.css").write_text(TEXT)
    (tmp_path / "tiny.css").write_text("a{}")
    (tmp_path / "a.woff2").write_bytes(b"wOF2" + bytes(5000))
    return tmp_path


@pytest.fixture
def ask(folder: Path) -> Iterator[Any]:
    """Asks a small application; returns its answer with the body as it was sent."""
    app = Application([(r"/page/(\d)", Page), (r"/f/(.*)", Packed, {"path": str(folder)})], transforms=[QuickGzip])
    sock, port = bind_unused_port()
    loop = asyncio.new_event_loop()

    async def fetch(path: str, **options: Any) -> HTTPResponse:
        server = HTTPServer(app)
        server.add_socket(sock.dup())
        try:
            client = AsyncHTTPClient(force_instance=True)
            return await client.fetch(
                f"http://127.0.0.1:{port}{path}", raise_error=False, decompress_response=False, **options
            )
        finally:
            server.stop()
            await server.close_all_connections()

    yield lambda path, **options: loop.run_until_complete(fetch(path, **options))
    sock.close()
    loop.close()


ZIP = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("pieces", [1, 2])
def test_a_page_is_compressed_piece_by_piece(ask: Any, pieces: int) -> None:
    answer = ask(f"/page/{pieces}", headers=ZIP)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.body).decode() == TEXT * pieces
    assert len(answer.body) < len(TEXT) / 10


def test_who_does_not_understand_gzip_gets_the_page_as_it_is(ask: Any) -> None:
    answer = ask("/page/1")
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert answer.body.decode() == TEXT


@pytest.mark.parametrize("options", [{"method": "POST", "body": "q=a"}, {"method": "GET"}])
def test_what_a_request_may_have_chosen_is_never_compressed(ask: Any, options: dict[str, Any]) -> None:
    answer = ask("/page/1?q=secret" if options["method"] == "GET" else "/page/1", headers=ZIP, **options)
    assert "Content-Encoding" not in answer.headers
    assert answer.body.decode() == TEXT


def test_a_compressed_page_is_checked_by_a_weak_tag(ask: Any) -> None:
    tag = ask("/page/1", headers=ZIP).headers["Etag"]
    assert tag.startswith('W/"')
    again = ask("/page/1", headers={**ZIP, "If-None-Match": tag})
    assert (again.code, again.body) == (304, b"")
    assert ask("/page/1").headers["Etag"].startswith('"')


def test_a_file_is_compressed_once_and_kept(ask: Any, folder: Path) -> None:
    packed.cache_clear()
    first, second = (ask("/f/a.css", headers=ZIP) for _ in range(2))
    assert gzip.decompress(first.body).decode() == TEXT
    assert first.body == second.body
    assert int(first.headers["Content-Length"]) == len(first.body)
    assert packed.cache_info().misses == 1
    again = ask("/f/a.css", headers={**ZIP, "If-None-Match": first.headers["Etag"]})
    assert (again.code, again.body) == (304, b"")
    assert ask("/f/a.css").body.decode() == TEXT


def test_the_headers_of_a_file_are_those_of_its_body(ask: Any) -> None:
    whole, head = ask("/f/a.css", headers=ZIP), ask("/f/a.css", headers=ZIP, method="HEAD")
    assert head.body == b""
    for name in ("Content-Length", "Content-Encoding", "Content-Type", "Etag", "Vary"):
        assert head.headers[name] == whole.headers[name]


def test_what_does_not_get_smaller_and_parts_of_files_are_sent_as_they_are(ask: Any) -> None:
    for path in ("/f/tiny.css", "/f/a.woff2"):
        assert "Content-Encoding" not in ask(path, headers=ZIP).headers
    part = ask("/f/a.css", headers={**ZIP, "Range": "bytes=4-9"})
    assert (part.code, part.body) == (206, b"phrase")


def test_a_missing_or_strange_file_is_refused(ask: Any) -> None:
    for path in ("/f/b.css", "/f/%2e%2e/a.css", "/f/..%2fa.css"):
        assert ask(path, headers=ZIP).code in (403, 404)


@pytest.mark.parametrize(
    ("offered", "yes"),
    [("gzip", True), ("br, GZIP ;q=0.5", True), ("gzip;q=0", False), ("gzip;q=0.0", False), ("br", False), ("", False)],
)
def test_what_a_browser_says_it_understands(offered: str, yes: bool) -> None:
    headers = HTTPHeaders({"Accept-Encoding": offered, "Host": "localhost"})
    request = HTTPServerRequest(start_line=RequestStartLine("GET", "/", "HTTP/1.1"), headers=headers)
    assert accepts_gzip(request) is yes
