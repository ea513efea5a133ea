"""What every view shares: one way in for the browser (`request`), one way out (`reply`), and nothing of the code."""

from __future__ import annotations

import json
import os
import traceback
from functools import cache
from typing import Any, ClassVar

import anywidget
import traitlets
from ipywidgets import Layout
from traitlets.log import get_logger

from passerelles.text import room, t
from passerelles.widgets.bundle import bundle, stylesheet
from passerelles.widgets.desk import DeskRefused, DeskUnreachable, Json
from passerelles.widgets.served import VARIABLE, loader

MAX_VALUE = 20_000  # bytes of JSON in one request
MAX_KEY = 80


class View(anywidget.AnyWidget):
    """A view whose Python side answers requests `{"key", "type", "value"}` with `{"key", "ok", "message", …}`.

    The browser is not believed: it can set no other trait, and a request of unknown type or too large is refused.
    """

    script: ClassVar[str]  # the module of the view, in `static/`
    styles: ClassVar[tuple[str, ...]] = ()  # its style sheets, there too
    texts: tuple[str, ...] = ("common",)
    types: ClassVar[frozenset[str]] = frozenset()

    # what anywidget would add to each instance, making a class for it
    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _anywidget_id = traitlets.Unicode().tag(sync=True)

    labels = traitlets.Dict().tag(sync=True)
    scope = traitlets.Unicode().tag(sync=True)
    request = traitlets.Any().tag(sync=True)
    reply = traitlets.Dict().tag(sync=True)

    def __init__(self, *, scope: str, **traits: Any) -> None:
        """`scope`: the name under which a browser keeps what was not acknowledged."""
        super().__init__(labels=labels(*self.texts), scope=scope, layout=_layout(), **traits)
        self.observe(self._asked, "request")

    @traitlets.default("_esm")
    def _module(self) -> str:
        """Return the view's code, or what fetches it from the server of its page."""
        version = os.environ.get(VARIABLE)
        return loader(self.script, version) if version else bundle(self.script)

    @traitlets.default("_anywidget_id")
    def _identity(self) -> str:
        """Return what anywidget names the class by."""
        return f"{type(self).__module__}.{type(self).__name__}"

    @traitlets.default("_css")
    def _style(self) -> str:
        """Return the view's style; a page of ours has it already."""
        return "" if os.environ.get(VARIABLE) else stylesheet(*self.styles)

    def add_traits(self, **traits: Any) -> None:
        """Add what the class does not have yet, if anything. See HasTraits."""
        if missing := {name: trait for name, trait in traits.items() if not self.has_trait(name)}:
            super().add_traits(**missing)

    def set_state(self, sync_data: object) -> None:
        """Take a message of the browser: only its `request`, and never raise into the front end."""
        try:
            if isinstance(sync_data, dict) and "request" in sync_data:
                super().set_state({"request": sync_data["request"]})
        except Exception as error:
            log_event(error)

    def _handle_custom_msg(self, content: object, buffers: object) -> None:
        """Ignore messages outside the traits: no view of ours has any."""

    def handle(self, kind: str, value: Any, key: str) -> Json:
        """Do what was asked; return what to add to the reply. Raises DeskRefused or DeskUnreachable."""
        raise NotImplementedError

    def settled(self) -> None:
        """Called once a request has been answered well; for what must not delay the answer."""

    def _asked(self, change: Any) -> None:
        """Answer one request, whatever it is."""
        request = change["new"]
        key = request.get("key") if isinstance(request, dict) else None
        key = key[:MAX_KEY] if isinstance(key, str) else ""
        self.reply = {"key": key, "try": _try_number(request), **self._answered(request, key)}
        if self.reply["ok"]:
            try:
                self.settled()
            except Exception as error:
                log_event(error)

    def _answered(self, request: Any, key: str) -> Json:
        """Return the reply to a request; an exception becomes a sentence, its words stay here."""
        try:
            if not key or not is_request(request, self.types):
                return _refused("invalid", t("widgets.common.invalid"))
            kind = kind_of(request)
            return {"ok": True, "code": "ok", "message": "", **self.handle(kind, request.get("value"), key)}
        except DeskRefused as error:
            return _refused(error.code, error.message)
        except DeskUnreachable:
            return _refused("unreachable", t("widgets.common.unreachable"))
        except Exception as error:
            log_event(error)
            return _refused("error", t("widgets.common.error"))


@cache
def labels(*groups: str) -> dict[str, str]:
    """Return the strings a view shows: those of `widgets.<group>.…`, keyed without `widgets.`. Not to be changed."""
    return {key: value for key, value in room("widgets").items() if key.partition(".")[0] in groups}


@cache
def _layout() -> Layout:
    """Return the one layout of all views; none of them has wishes of its own."""
    return Layout()


def is_request(request: object, types: frozenset[str]) -> bool:
    """Say whether the browser sent a request of a known type, with a value that is small enough."""
    if not isinstance(request, dict) or kind_of(request) not in types:
        return False
    try:
        return len(json.dumps(request.get("value")).encode()) <= MAX_VALUE
    except (TypeError, ValueError, RecursionError):
        return False


def kind_of(request: Json) -> str:
    """Return the type of a request, without what may follow a colon: that keeps texts apart in the browser's queue."""
    kind = request.get("type")
    return kind.partition(":")[0] if isinstance(kind, str) else ""


def log_event(error: BaseException) -> None:
    """Log where something went wrong on the kernel's own log, which never reaches the browser: no text, no source."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"
    get_logger().error("passerelles.widgets: %s at %s", type(error).__name__, where)


def _refused(code: str, message: str) -> Json:
    """Return a reply that says no."""
    return {"ok": False, "code": code, "message": message, "saved_at": None}


def _try_number(request: object) -> int:
    """Return which try of the same request this is, as the browser counted."""
    number = request.get("try") if isinstance(request, dict) else None
    return number if isinstance(number, int) and 0 <= number < 10_000 else 0
