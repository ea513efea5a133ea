"""French typography: signs that must not part from their word at the end of a line."""

from __future__ import annotations

import re

NARROW_NBSP = "\u202f"
NBSP = "\u00a0"

_TAGS = re.compile(r"(<style\b.*?</style>|<[^>]*>)", re.DOTALL)
_THIN = re.compile(r"\s+([;?!])(?!\w)")
_WIDE = re.compile(r"(?<=«)\s+|\s+(?=[:»](?!\w))")


def typeset(html: str) -> str:
    """Return HTML or text whose « guillemets » and double signs stay with their word; tags are left alone."""
    pieces = _TAGS.split(html)
    pieces[::2] = [_WIDE.sub(NBSP, _THIN.sub(NARROW_NBSP + r"\1", text)) for text in pieces[::2]]
    return "".join(pieces)
