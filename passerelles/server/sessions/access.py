"""Who somebody is in a live session: the cookie of a phone, the trainer's, that of a second trainer."""

from __future__ import annotations

import socket
from typing import cast

import psutil
from tornado.web import RequestHandler

from passerelles.server.secret import digest
from passerelles.server.trainer.access import Access
from passerelles.server.trainer.base import trainer_cookie
from passerelles.server.web.hosts import LOOPBACK, host_name
from passerelles.server.web.security import installation
from passerelles.store import Store
from passerelles.store.rows import PersonRow

from .hub import Hub

DAYS = 2  # a phone that comes back the next morning is still the same person


class WithSessions(RequestHandler):
    """Whatever answers a request about live sessions."""

    @property
    def hub(self) -> Hub:
        """The sessions of this server."""
        return cast(Hub, self.settings["passerelles_sessions"])


def person_of(handler: RequestHandler, session: str) -> PersonRow | None:
    """Return who the cookie of this browser says they are in a session; None when it proves nothing."""
    kept = handler.get_signed_cookie(_name(handler, session), max_age_days=DAYS)
    if not kept:
        return None
    store = cast(Store, handler.settings["passerelles_store"])
    return store.live.person_of(session, digest(kept.decode("ascii", "replace")))


def remember(handler: RequestHandler, session: str, token: str) -> None:
    """Give this browser the secret of somebody, for the pages of one session alone."""
    handler.set_signed_cookie(
        _name(handler, session),
        token,
        expires_days=DAYS,
        path=f"{_base(handler)}seance/{session}",
        httponly=True,
        samesite="Lax",
        secure=handler.request.protocol == "https",
    )


class Door:
    """Whether a request comes from a trainer of a session, and by which address phones reach us."""

    def __init__(self, handler: RequestHandler) -> None:
        """Look at the cookies of a request."""
        self.handler = handler

    def opens(self, session: str) -> bool:
        """Say whether this is a trainer, or the second one of this session."""
        return self.trainer() or self.second(session)

    def trainer(self) -> bool:
        """Say whether a trainer is signed in."""
        kept = self.handler.get_signed_cookie(trainer_cookie(self.handler), max_age_days=1)
        access = Access(cast(Store, self.handler.settings["passerelles_store"]))
        return access.is_open(kept.decode("ascii", "replace") if kept else None)

    def second(self, session: str) -> bool:
        """Say whether this session was given to this browser, by the link that holds now."""
        kept = self.handler.get_signed_cookie(self._second(session), max_age_days=DAYS)
        return bool(kept) and kept == self._number(session)

    def give(self, session: str) -> None:
        """Give this browser a session, as a second trainer."""
        self.handler.set_signed_cookie(
            self._second(session),
            self._number(session),
            expires_days=DAYS,
            path=f"{_base(self.handler)}formateur/seances/{session}",
            httponly=True,
            samesite="Lax",
            secure=self.handler.request.protocol == "https",
        )

    def address(self) -> str:
        """Return the address under which phones find us: this one, unless it is this machine's name for itself."""
        request = self.handler.request
        host, name = request.host, host_name(request.host)
        if name in LOOPBACK and (own := local_address()):
            host = own + host[len(name) :] if host.startswith(name) else own
        return f"{request.protocol}://{host}{_base(self.handler)}"

    def _number(self, session: str) -> bytes:
        """Return the number of the link that holds; nothing for a session that is not there."""
        hub = cast(Hub, self.handler.settings["passerelles_sessions"])
        return str(hub.get(session).state.second).encode() if hub.exists(session) else b""

    def _second(self, session: str) -> str:
        """Return the name of the cookie of a second trainer."""
        return _name(self.handler, session) + "-f"


def local_address() -> str:
    """Return the address of this machine in its network, "" when it is in none; nothing is sent to find out."""
    up = {name for name, state in psutil.net_if_stats().items() if state.isup}
    found = [
        one.address
        for name, addresses in psutil.net_if_addrs().items()
        if name in up
        for one in addresses
        if one.family == socket.AF_INET and not one.address.startswith(("127.", "169.254."))
    ]
    return min(found, key=_wired, default="")


def _wired(address: str) -> tuple[bool, str]:
    """Return the order of addresses: those of a home or a school before those of containers."""
    return address.startswith("172."), address


def _name(handler: RequestHandler, session: str) -> str:
    """Return the name of the cookie of somebody in a session."""
    return f"passerelles-seance-{installation('live', handler.settings['cookie_secret'])}-{session}"


def _base(handler: RequestHandler) -> str:
    """Return where the site starts."""
    return cast(str, handler.settings.get("base_url", "/"))
