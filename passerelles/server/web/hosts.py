"""Which host names this server answers to.

A page of another site can make its own name point at 127.0.0.1 (DNS rebinding) and then read us as its own origin.
It cannot choose the `Host` header its visitors send, so only known names are answered.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from tornado.httputil import HTTPServerRequest
from tornado.web import HTTPError, RequestHandler

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
EVERYWHERE = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - compared with, never bound by default

log = logging.getLogger("passerelles.server")


class HostGuard:
    """Says whether a request was addressed to us. Call it with a handler to refuse the others with 403."""

    def __init__(self, ip: str, allowed: Iterable[str] = ()) -> None:
        """`ip` is what the server listens on; `allowed` are further names from the configuration."""
        self.everywhere = ip in EVERYWHERE
        own = {ip.lower()} if not self.everywhere else _machine_names()
        self.names = LOOPBACK | own | {name.lower() for name in allowed}

    def __call__(self, handler: RequestHandler) -> None:
        """Raise HTTPError 403 when the request was not addressed to us."""
        if not self.allows(handler.request):
            log.warning("refused a request for another host name")
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def allows(self, request: HTTPServerRequest) -> bool:
        """Say whether the `Host` header names us."""
        name = host_name(request.host)
        return name in self.names or (self.everywhere and name == _own_address(request.connection))


def host_name(header: str) -> str:
    """Return the name of a `Host` header, without port, brackets or final dot, in lower case."""
    header = header.strip().lower()
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].rstrip(".")


def is_loopback(address: str) -> bool:
    """Say whether a peer address is this machine itself."""
    try:
        return ipaddress.ip_address(address.partition("%")[0]).is_loopback
    except ValueError:
        return False


def peer(request: HTTPServerRequest) -> str:
    """Return the address of the other end of the socket, whatever the headers say."""
    address = getattr(getattr(request.connection, "context", None), "address", None)
    return str(address[0]) if isinstance(address, tuple) else ""


def _own_address(connection: Any) -> str:
    """Return the address of our end of the socket: a visitor who typed it means us."""
    try:
        return str(connection.stream.socket.getsockname()[0])
    except (AttributeError, OSError):
        return "?"


def _machine_names() -> set[str]:
    """Return the names under which the neighbours of this machine know it."""
    name = socket.gethostname().lower()
    return {name, f"{name.partition('.')[0]}.local"}
