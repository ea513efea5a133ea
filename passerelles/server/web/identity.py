"""Who reads: a pseudonymous learner code in a signed cookie. No account, no e-mail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jupyter_server.auth.authorizer import Authorizer
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.base.handlers import JupyterHandler
from tornado.web import RequestHandler
from traitlets import Any as AnyTrait

from passerelles.server.web.security import installation
from passerelles.store import Store
from passerelles.store.learners import HALF, normalised

COOKIE_DAYS = 400  # browsers keep no cookie longer
REFRESH_DAYS = 30  # an older cookie is signed again at the next page

_MEMO = "_passerelles_learner"


@dataclass
class Learner(User):
    """A learner as the browser's cookie proves them."""

    code: str = ""  # the whole code, shown to the learner only

    @property
    def public(self) -> str:
        """The six signs a trainer may see."""
        return self.username


class LearnerIdentity(IdentityProvider):
    """The learners of this server, by cookie. `store` and `cookie_name` are given by the server."""

    store: Any = AnyTrait()

    def current(self, handler: RequestHandler) -> Learner | None:
        """Return the learner of the request's cookie; None without a valid one, or when they were erased."""
        if not hasattr(handler, _MEMO):
            setattr(handler, _MEMO, self._of_cookie(handler))
        found: Learner | None = getattr(handler, _MEMO)
        return found

    def welcome(self, handler: RequestHandler) -> Learner:
        """Return the learner of the cookie, or make one and set the cookie. Store errors go through."""
        learner = self.current(handler)
        if learner is None:
            return self._remember(handler, _learner(self._records.learners.create()))
        self._records.learners.touch(learner.public)
        if not handler.get_signed_cookie(self._name, max_age_days=REFRESH_DAYS):
            self._remember(handler, learner)
        return learner

    def enter(self, handler: RequestHandler, code: str) -> Learner | None:
        """Set the cookie for a code that was typed; None when it is nobody's."""
        known = self._records.learners.verify(code)
        return self._remember(handler, _learner(code)) if known else None

    def leave(self, handler: RequestHandler) -> None:
        """Forget the learner of this browser."""
        handler.clear_cookie(self._name, path=self._path(handler))
        setattr(handler, _MEMO, None)

    def get_user(self, handler: RequestHandler) -> Learner | None:
        """See IdentityProvider: Jupyter's own handlers ask here."""
        return self.current(handler)

    def is_token_authenticated(self, handler: RequestHandler) -> bool:
        """Never: Origin and XSRF checks hold for everybody."""
        return False

    def should_check_origin(self, handler: RequestHandler) -> bool:
        """Return True, always."""
        return True

    def get_handlers(self) -> list[tuple[str, object]]:
        """Return nothing: there is no login page, the code is typed on /reprendre."""
        return []

    @property
    def _records(self) -> Store:
        """The store, with its type."""
        store: Store = self.store
        return store

    @property
    def _name(self) -> str:
        """The name of the cookie."""
        return str(self.cookie_name)

    def _path(self, handler: RequestHandler) -> str:
        """Return the path under which the cookie is sent."""
        return str(handler.settings.get("base_url", "/"))

    def _of_cookie(self, handler: RequestHandler) -> Learner | None:
        """Return the learner of the cookie. Our signature says that the code is right: no need to hash it again."""
        value = handler.get_signed_cookie(self._name, max_age_days=COOKIE_DAYS)
        learner = _learner(value.decode("ascii", "replace")) if value else None
        return learner if learner and self._records.learners.exists(learner.public) else None

    def _remember(self, handler: RequestHandler, learner: Learner) -> Learner:
        """Set the cookie and return the learner."""
        secure = handler.request.protocol == "https" if self.secure_cookie is None else bool(self.secure_cookie)
        handler.set_signed_cookie(
            self._name,
            learner.code,
            expires_days=COOKIE_DAYS,
            path=self._path(handler),
            httponly=True,
            samesite="Lax",
            secure=secure,
        )
        setattr(handler, _MEMO, learner)
        return learner


class KernelAuthorizer(Authorizer):
    """A kernel belongs to the learner it was started for. Everything else is guarded by the handlers themselves."""

    def is_authorized(self, handler: JupyterHandler, user: User, action: str, resource: str) -> bool:
        """Say whether this learner may touch the kernel named in the address."""
        kernel = handler.path_kwargs.get("kernel_id")
        return bool(kernel) and handler.settings["kernel_manager"].registry.owner(kernel) == user.username


def _learner(code: str) -> Learner:
    """Return the learner of a whole code, however it was typed. Whether they exist is for the store to say."""
    signs = normalised(code) or "?" * (2 * HALF)
    public, secret = signs[:HALF], signs[HALF:]
    return Learner(public, code=f"{public}-{secret}")


def cookie_name(secret: bytes) -> str:
    """Return the name of the cookie of a learner."""
    return f"passerelles-{installation('name', secret)}"
