"""Error pages: what happened, what to do, nothing about the inside of the machine."""

from __future__ import annotations

from jinja2 import Environment

from passerelles.documents.templating import compose
from passerelles.text import catalogue, t


def error_page(env: Environment, base_url: str, status: int) -> str:
    """Return the page of an HTTP status; usable by any handler, also Voilà's."""
    known = f"pages.error.{status}.title" in catalogue()
    kind = str(status) if known else ("500" if status >= 500 else "400")
    return compose(
        env,
        "error.html",
        base_url=base_url,
        active="",
        learner=None,
        status=status,
        title=t(f"pages.error.{kind}.title"),
        text=t(f"pages.error.{kind}.text"),
    )
