"""The letters of the house, written inside a document to print: it needs no network and no installed typeface."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "server" / "static" / "fonts"


@cache
def typefaces() -> list[tuple[str, str, str]]:
    """Return the letters of the house: weight, style, base64."""
    kinds = [("400", "normal"), ("400", "italic"), ("700", "normal")]
    files = [FONTS / f"atkinson-hyperlegible-next-latin-{weight}-{style}.woff2" for weight, style in kinds]
    return [(*kind, b64encode(file.read_bytes()).decode()) for kind, file in zip(kinds, files, strict=True)]
