"""What a page of a live session says, read with suspicion: a deed of a decent size, in words that can be shown."""

from __future__ import annotations

import json
import re

from passerelles.engines.live.activity import Json

from .live_session import Deed

LONGEST = 64 * 1024  # characters of one message
MOST_SAID, LONGEST_SAID, LONGEST_NAME = 60, 4000, 80
# Nobody types them: half signs, which no page could be sent; controls, which no document holds; what turns the
# direction of the words of others around.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def read(message: str | bytes) -> Json | None:
    """Return what a page said, None when it is no JSON object of a decent size."""
    if len(message) > LONGEST:
        return None
    try:
        said = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def deed_of(said: Json) -> Deed | None:
    """Return a deed, None when it is not one or is too long."""
    names = [said.get(name, "") for name in ("place", "kind", "what", "key")]
    says = said.get("says", [])
    if not all(map(_is_name, names)) or not names[1] or not names[3]:
        return None
    if not isinstance(says, list) or len(says) > MOST_SAID:
        return None
    if not all(isinstance(words, str) and len(words) <= LONGEST_SAID for words in says):
        return None
    place, kind, what, key = names
    return Deed(place, kind, what, tuple(map(shown, says)), key)


def shown(words: str) -> str:
    """Return words without the signs that cannot be shown."""
    return _UNSHOWN.sub("", words)


def _is_name(name: object) -> bool:
    """Say whether that names something: short, and nothing in it that cannot be seen."""
    return isinstance(name, str) and len(name) <= LONGEST_NAME and shown(name) == name
