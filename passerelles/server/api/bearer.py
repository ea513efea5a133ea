"""JSON requests: from browsers, and from this machine with a token, where no cookie counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from passerelles.server.handlers import Guarded
from passerelles.server.learning.service import Json, Refused
from passerelles.server.web.hosts import is_loopback, peer
from passerelles.server.web.security import event
from passerelles.store.errors import BadValue, StoreError, UnknownLearner
from passerelles.text import t

SCHEME = "bearer "
RETRY_AFTER = 5  # seconds
PROXY_HEADERS = ("X-Forwarded-For", "X-Real-Ip", "Forwarded")


class JsonHandler(Guarded):
    """Base of every API. Each answer is a JSON object; a refusal holds `code` and `message` (French)."""

    unknown_learner = HTTPStatus.UNAUTHORIZED  # the status when the learner was erased

    def send(self, status: int, body: Json | None) -> None:
        """Send a JSON object, or nothing."""
        self.set_status(status)
        self.set_header("Cache-Control", "no-store")
        if body is None:
            self.finish()
        else:
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))

    def reply(self, work: Callable[[], Json | None], status: int = HTTPStatus.OK) -> None:
        """Do the work and send what it returns; what went wrong becomes a status and a sentence."""
        try:
            body = work()
        except Refused as refused:
            self.send(refused.status, refused.body)
        except UnknownLearner as error:
            self.send(self.unknown_learner, {"code": error.code, "message": str(error)})
        except BadValue:
            self.send(HTTPStatus.UNPROCESSABLE_ENTITY, refusal("malformed"))
        except StoreError as error:
            event(f"the records refused: {error.code}", error)
            self.set_header("Retry-After", str(RETRY_AFTER))
            self.send(HTTPStatus.SERVICE_UNAVAILABLE, refusal("not-saved"))
        else:
            self.send(status, body)

    def fields(self, **kinds: type) -> list[Any]:
        """Return these fields of the JSON body, in order. Refused 400, 415 or 422; `object` takes any JSON value."""
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "not-json")
        try:
            body = json.loads(self.request.body)
        except (ValueError, RecursionError):
            raise Refused(HTTPStatus.BAD_REQUEST, "not-json") from None
        if not isinstance(body, dict) or set(body) != set(kinds):
            raise Refused(HTTPStatus.BAD_REQUEST, "fields")
        if not all(isinstance(body[name], kind) for name, kind in kinds.items()):
            raise Refused(HTTPStatus.UNPROCESSABLE_ENTITY, "malformed")
        return [body[name] for name in kinds]


class BearerHandler(JsonHandler):
    """Base of the APIs for kernels and for the command line: from this machine, with a token."""

    def prepare(self, **options: Any) -> None:
        """Refuse other machines and wrong tokens."""
        super().prepare(**options)
        header = self.request.headers.get("Authorization", "")
        token = header[len(SCHEME) :] if header[: len(SCHEME)].lower() == SCHEME else ""
        proxied = any(name in self.request.headers for name in PROXY_HEADERS)
        if proxied or not is_loopback(peer(self.request)):
            self.send(HTTPStatus.FORBIDDEN, refusal("not-from-here"))
        elif not token or not self.admit(token):
            self.set_header("WWW-Authenticate", "Bearer")
            self.send(HTTPStatus.UNAUTHORIZED, refusal("token"))

    def admit(self, token: str) -> bool:
        """Say whether the token opens this handler."""
        raise NotImplementedError


def refusal(code: str) -> Json:
    """Return the body of a refusal."""
    return {"code": code, "message": t(f"server.refused.{code}")}
