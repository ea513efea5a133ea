"""What the services behind the kernel API share: refusals, the size of what comes in, a learner's name in a browser."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from passerelles.text import t

MAX_VALUE = 20_000  # characters of JSON (or of a text) that one answer or work may have

Json = dict[str, Any]


class Refused(Exception):
    """What cannot be done: an HTTP status, a stable code, a sentence for the learner, and the item's state if any."""

    def __init__(self, status: int, code: str, **extra: Any) -> None:
        """`status` is HTTP's, `code` stable; `extra` goes into the body."""
        super().__init__(code)
        self.status = status
        self.body: Json = {"code": code, "message": t(f"server.refused.{code}"), **extra}


def check_size(value: Any) -> None:
    """Refuse what is too long to be kept, and texts that no file could hold."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    if len(text) > MAX_VALUE:
        raise Refused(413, "too-long")
    if "\0" in text or "\\u0000" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise Refused(422, "malformed")


def browser_name(learner: str) -> str:
    """Return the name under which a browser keeps what is not acknowledged yet: it says nothing of the code."""
    return hashlib.sha256(learner.encode()).hexdigest()[:12]
