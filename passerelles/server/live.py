"""A view that lives in this process and is shown by one page: no kernel, its traits as JSON over a websocket.

The page's side is `widgets/client/live.js`. To the page: `{"whole": model id, "state": all traits, …}` for a view that
takes the place of the one before, `{"state": …}` for traits that changed, `{"done": n}` once message `n` is dealt with;
anything else is for the page. From the page: `{"n": number, "state": …}` for the view, `{"n": number, …}` for us.
"""

from __future__ import annotations

import contextlib
import json
from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from passerelles.server.web.security import event, log_failure
from passerelles.widgets.view import View


class LiveHandler(WebSocketHandler):
    """Shows one view at a time in the page at the other end. What it shows, and when, is said by who extends it."""

    _view: View | None = None

    def prepare(self) -> None:
        """Refuse whoever calls us by another name, or does not say which page they are."""
        self.settings["passerelles_guard"](self)
        if "Origin" not in self.request.headers:
            raise HTTPError(HTTPStatus.FORBIDDEN)

    def show(self, view: View, **more: Any) -> None:
        """Show that view in the page in place of the one before; `more` travels with its state."""
        self._forget()
        self._view = view
        view.observe(self._changed, names=view.keys)
        self.tell(whole=view.model_id, state=view.get_state(), **more)

    def tell(self, **message: Any) -> None:
        """Send a message to the page; a page that has just gone does not hear it."""
        with contextlib.suppress(WebSocketClosedError):
            self.write_message(json.dumps(message, ensure_ascii=False))

    def heard(self, message: dict[str, Any]) -> None:
        """Do what the page asked that is not about the view; nothing by default."""

    def on_message(self, message: str | bytes) -> None:
        """Give the view what the page set; acknowledge. What is not a message of ours closes the line."""
        try:
            said = json.loads(message)
            number = int(said["n"])
        except (ValueError, TypeError, KeyError):
            self.close(1003)
            return
        if self._view and "state" in said:
            self._view.set_state(said["state"])
        else:
            self._listen(said)
        self.tell(done=number)

    def on_close(self) -> None:
        """Let go of the view."""
        self._forget()

    def log_exception(self, *failure: Any) -> None:
        """Log the place of a failure, never what the page said."""
        log_failure(*failure)

    def _listen(self, said: dict[str, Any]) -> None:
        """Hear a message; a failure of ours is logged and leaves the line open."""
        try:
            self.heard(said)
        except Exception as error:
            event("a message of a live page", error)

    def _changed(self, change: Any) -> None:
        """Tell the page the new value of a trait, unless it comes from there."""
        if change["name"] != "request":
            self.tell(state={change["name"]: change["new"]})

    def _forget(self) -> None:
        """Close the view that is shown."""
        if self._view:
            self._view.unobserve(self._changed, names=self._view.keys)
            self._view.close()
        self._view = None
