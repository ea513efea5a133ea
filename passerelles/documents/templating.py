"""The Jinja environment of everything people read: autoescaped, strict about unknown names, French in its filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from passerelles import french
from passerelles.content.markdown import render, render_inline, render_once
from passerelles.text import t
from passerelles.typography import typeset

TEMPLATES = Path(__file__).resolve().parent / "templates"


def compose(env: Environment, template: str, **values: Any) -> str:
    """Return a whole page, with the spacing of French typography."""
    return typeset(env.get_template(template).render(values))


def environment(*folders: Path) -> Environment:
    """Return a new environment over the templates of documents and those folders; make it once and share it."""
    env = Environment(
        loader=FileSystemLoader([*folders, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals["t"] = t
    env.filters |= {
        "md": lambda text: Markup(render(text)),  # noqa: S704 - render() escapes any HTML it is given
        "md_inline": lambda text: Markup(render_inline(text)),  # noqa: S704 - same
        "md_once": lambda text: Markup(render_once(text)),  # noqa: S704 - same
        "moment": french.moment,
        "day": french.day,
        "number": french.number,
        "share": french.share,
        "listed": french.listed,
        "duration": french.duration,
    }
    return env
