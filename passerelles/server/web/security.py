"""The headers that every response carries, and what is never written to a log."""

from __future__ import annotations

import hashlib
import logging
import secrets
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

from tornado.web import HTTPError, RequestHandler

log = logging.getLogger("passerelles.server")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING = "default-src 'none'; frame-ancestors 'none'"
PAGE = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


def lesson_policy(host: str) -> str:
    """Return the policy of a Voilà page: its client opens a websocket, anywidget loads modules from blobs."""
    return (
        "default-src 'self'; script-src 'self' blob:; style-src 'self' 'unsafe-inline'; "
        f"img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
    )


def protect(handler: RequestHandler, policy: str) -> None:
    """Set the headers of a response."""
    for name, value in HEADERS.items():
        handler.set_header(name, value)
    handler.set_header("Content-Security-Policy", policy)
    handler.clear_header("Server")


def installation(purpose: str, secret: bytes | str) -> str:
    """Return eight signs of this data folder for the name of a cookie: cookies ignore ports, courses must not mix."""
    raw = secret if isinstance(secret, bytes) else str(secret).encode()
    return hashlib.sha256(purpose.encode() + raw).hexdigest()[:8]


def event(what: str, error: BaseException | None = None) -> str:
    """Log that something went wrong and return its id. The place is logged, not the message: it may hold an answer."""
    name = secrets.token_hex(4)
    log.error("event %s: %s%s", name, what, f" ({_place(error)})" if error else "")
    return name


def log_request(handler: RequestHandler) -> None:
    """Log a served request without its query, which may hold a secret; only refusals and failures by default."""
    status = handler.get_status()
    level = logging.DEBUG if status < 400 else logging.INFO if status < 500 else logging.ERROR
    log.log(level, "%s %s %s", status, handler.request.method, handler.request.path)


def log_failure(error_type: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
    """Log what a handler raised: a refusal quietly, a bug with an id and its place."""
    if isinstance(error, HTTPError):
        log.debug("refused: %s", error.status_code)
    elif error is not None:
        event("unexpected error in a handler", error)


def set_up_logs(level: int) -> None:
    """Send our own log lines to the terminal; requests are only told in detail when asked (`--debug`)."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.handlers = [handler]
    log.propagate = False
    log.setLevel(level)


def _place(error: BaseException) -> str:
    """Return the kind of an error and the lines it went through, without values."""
    frames: list[Any] = traceback.extract_tb(error.__traceback__)[-4:]
    return " < ".join([type(error).__name__, *(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames))])
