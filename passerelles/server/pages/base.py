"""What every page of ours shares: who reads, the frame, the headers, kind errors."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Protocol, cast

from jinja2 import Environment
from markupsafe import Markup
from tornado.web import HTTPError, RequestHandler

from passerelles.content.course import Course
from passerelles.documents.templating import compose
from passerelles.server.web.security import log_failure, protect
from passerelles.store import Store
from passerelles.store.errors import StoreFull, StoreUnavailable

from .errors import error_page

POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
RECORDS: dict[type[BaseException], HTTPStatus] = {  # what becomes of a request that the records cannot take
    StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreFull: HTTPStatus.INSUFFICIENT_STORAGE,
}
AGAIN = "10"  # seconds after which one may try again


class Learner(Protocol):
    """A learner as the browser's cookie proves them."""

    public: str  # the six signs a trainer may see
    code: str  # the whole code, to be shown to nobody else


class Identity(Protocol):
    """Who reads: the server's identity room, found in `settings["passerelles_identity"]`."""

    def current(self, handler: RequestHandler) -> Learner | None:
        """Return the learner of the cookie; None without a valid one."""

    def welcome(self, handler: RequestHandler) -> Learner:
        """Return the learner of the cookie, or make one and set the cookie."""

    def enter(self, handler: RequestHandler, code: str) -> Learner | None:
        """Set the cookie for a code that was typed; None when it is nobody's."""

    def leave(self, handler: RequestHandler) -> None:
        """Forget the learner of this browser."""


class PageHandler(RequestHandler):
    """A page of ours. Every change of state needs the XSRF token; nothing of a failure reaches the browser."""

    active = ""
    cache = "private, no-store"

    @property
    def course(self) -> Course:
        """The course as it is served now: see `freshness`."""
        return cast(Course, self.settings["passerelles_course"])

    @property
    def store(self) -> Store:
        """The records."""
        return cast(Store, self.settings["passerelles_store"])

    @property
    def identity(self) -> Identity:
        """The room that knows who reads."""
        return cast(Identity, self.settings["passerelles_identity"])

    @property
    def base_url(self) -> str:
        """Where the site starts, with its last slash."""
        return cast(str, self.settings.get("base_url", "/"))

    def learner(self) -> Learner | None:
        """Return who reads, or None."""
        return self.identity.current(self)

    def set_default_headers(self) -> None:
        """Send the headers that protect a page of ours."""
        protect(self, POLICY)
        self.set_header("Cache-Control", self.cache)

    def prepare(self) -> None:
        """Run the server's own guard (Host allow-list), then refuse a forged change of state."""
        if guard := self.settings.get("passerelles_guard"):
            guard(self)
        if self.request.method not in SAFE_METHODS:
            self.check_xsrf_cookie()

    def head(self, *path: str) -> Any:
        """Answer as to GET; tornado leaves the body out."""
        return cast(Any, self.get)(*path)

    def xsrf(self) -> Markup:
        """Return the hidden field that every form of ours carries."""
        return Markup(self.xsrf_form_html())  # noqa: S704 - made by tornado, the token is escaped

    def page(self, template: str, **values: Any) -> None:
        """Render a template inside the frame and finish the answer."""
        learner = values.pop("learner", None) or self.learner()
        env = cast(Environment, self.settings["passerelles_pages"])
        frame = {"base_url": self.base_url, "active": self.active, "learner": learner, "xsrf": self.xsrf}
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(compose(env, template, **frame | values))

    def send_file(self, body: bytes | str, name: str, mime: str) -> None:
        """Send a document to be kept under that name."""
        self.set_header("Content-Type", mime)
        self.set_header("Content-Disposition", f'attachment; filename="{name}"')
        self.finish(body)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        """Tell records that are full, or that do not answer, from a mistake of ours."""
        failure = kwargs.get("exc_info", (None,))[0]
        super().send_error(RECORDS.get(failure, status_code), **kwargs)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Say what happened and what to do, in plain words."""
        env = cast(Environment, self.settings["passerelles_pages"])
        self.set_header("Content-Type", "text/html; charset=utf-8")
        if status_code in RECORDS.values():
            self.set_header("Retry-After", AGAIN)
        self.finish(error_page(env, self.base_url, status_code))

    def log_exception(self, *failure: Any) -> None:
        """Log the place of a failure, never what the request held."""
        log_failure(*failure)


class NotFoundHandler(PageHandler):
    """Every address that leads nowhere."""

    def prepare(self) -> None:
        """Answer 404, whatever the method."""
        raise HTTPError(HTTPStatus.NOT_FOUND)
