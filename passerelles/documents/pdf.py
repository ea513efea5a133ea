"""Accessible PDF (PDF/UA-1, refused by its own compiler otherwise) and pictures, with fonts of our own: typst."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .templating import TEMPLATES

if TYPE_CHECKING:
    import typst
    from _typeshed import DataclassInstance

FONTS = Path(__file__).resolve().parent / "fonts"

# What no font of ours draws (found by trying each sign) would have the document refused as PDF/UA; a word that no line
# holds would run off the page.
_UNDRAWN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u0500-\u1dff\u2041\u2043\u211f-\u2125\u2152\u2185-\u218b\u2400-\u244a\u2630-\u2637"
    r"\u268c-\u268f\u269d-\u269f\u26a8\u26a9\u26b3-\u2700\u2705\u270a\u270b\u2728\u274c\u274e\u2753-\u2757\u275f\u2760"
    r"\u2780-\u2793\u2795-\u2797\u27b0\u2c00-\U0010ffff]"
)
_LONG = re.compile(r"(\S{30})(?=\S)")
_WHOLE = ("svg", "qr", "page")  # pictures and addresses: no word of them is cut


def pdf(paper: DataclassInstance, template: str = "paper.typ") -> bytes:
    """Return the document as PDF/UA-1; as a plain PDF rather than not at all when what was typed does not allow it.

    A `Paper`, or whatever its own `template` sets.
    """
    import typst

    data = json.dumps(_drawable(asdict(paper)), ensure_ascii=False)
    try:
        return _compiled(template, {"data": data}, pdf_standards="ua-1")
    except typst.TypstError as error:
        logging.getLogger(__name__).error("not PDF/UA: %s", type(error).__name__)
        return _compiled(template, {"data": data})


def png(svg: str) -> bytes:
    """Return a drawing as PNG, sharp on paper."""
    return _compiled("drawing.typ", {"svg": _signs(svg)}, format="png", ppi=200.0)


def _compiled(template: str, inputs: dict[str, str], **form: Any) -> bytes:
    """Return what typst makes of a template of ours."""
    import typst

    made = typst.compile(str(TEMPLATES / template), root=str(TEMPLATES), font_paths=_fonts(), sys_inputs=inputs, **form)
    assert isinstance(made, bytes)  # noqa: S101 - without an output file it returns the document
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return our fonts, and those that typst brings along: the same on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONTS)])


def _drawable(value: Any) -> Any:
    """Return the same with every text made of signs that can be drawn, and of words that can be cut."""
    if isinstance(value, dict):
        return {key: _signs(inner) if key in _WHOLE else _drawable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_drawable(inner) for inner in value]
    return _LONG.sub("\\1\u200b", _signs(value)) if isinstance(value, str) else value


def _signs(text: str) -> str:
    """Return a text, or a drawing, without the signs that no font of ours draws."""
    return _UNDRAWN.sub("□", text.replace("\u202f", "\u00a0"))
