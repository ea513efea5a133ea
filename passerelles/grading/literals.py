"""Answers as Python literals, and open answers as Markdown: one canonical writing, and its exact inverse.

Reading never runs anything: the text is parsed, and only an assignment of one JSON-like literal is understood.
"""

from __future__ import annotations

import ast
import math
import re
import warnings

MAX_SOURCE = 100_000  # characters of an answer cell
MAX_DEPTH = 4
MAX_VALUES = 500
MAX_INTEGER = 10**15

_MARKDOWN = re.compile(r"[\\<&\[]")  # what starts HTML, links and images; a trainer's browser must see text
_ESCAPED = re.compile(r"\\([\\<&\[])")
_BAD = (SyntaxError, ValueError, TypeError, MemoryError, RecursionError)


class Unreadable(ValueError):
    """A value or a cell that is not an answer. `why` is one of: code, name, quotes, size, shape."""

    def __init__(self, why: str) -> None:
        """Keep the reason."""
        super().__init__(why)
        self.why = why


def write(value: object) -> str:
    """Return the canonical literal of a JSON value; raises Unreadable when it is something else."""
    literal = repr(_plain(value))
    if len(literal) > MAX_SOURCE:
        raise Unreadable("size")
    return literal


def read(source: str, name: str) -> object:
    """Return the value that a cell assigns to `name`; None when the cell is empty or holds only comments.

    Raises Unreadable for anything but one assignment of one literal.
    """
    if len(source) > MAX_SOURCE:
        raise Unreadable("size")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(source).body
    except _BAD:
        raise Unreadable("code") from None
    if not body:
        return None
    match body:
        case [ast.Assign(targets=[ast.Name(id=target)], value=value)]:
            return _value(value, target, name)
    raise Unreadable("code")


def to_markdown(text: str) -> str:
    """Return a text as Markdown in which nothing is HTML, a link or an image."""
    return _MARKDOWN.sub(r"\\\g<0>", text)


def from_markdown(source: str) -> str:
    """Return the text that `to_markdown` was given."""
    return _ESCAPED.sub(r"\1", source)


def clean_text(text: str) -> str:
    """Return a text with simple line ends, without blanks around it, that can be written in UTF-8."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return lines.encode("utf-8", "replace").decode("utf-8")


def _value(node: ast.expr, target: str, name: str) -> object:
    """Return the value of a parsed literal assigned to the expected name."""
    if target != name:
        raise Unreadable("name")
    if isinstance(node, ast.Name):
        raise Unreadable("quotes")
    try:
        return _plain(ast.literal_eval(node))
    except Unreadable:
        raise
    except _BAD:
        raise Unreadable("code") from None


def _plain(value: object, depth: int = 0) -> object:
    """Return a JSON value with sorted keys and lists only; raises Unreadable."""
    if depth > MAX_DEPTH:
        raise Unreadable("shape")
    if isinstance(value, list | tuple):
        _require_few(len(value))
        return [_plain(v, depth + 1) for v in value]
    if isinstance(value, dict):
        _require_few(len(value))
        if not all(isinstance(k, str) for k in value):
            raise Unreadable("shape")
        return {k: _plain(value[k], depth + 1) for k in sorted(value)}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int) and abs(value) < MAX_INTEGER:
        return value
    if isinstance(value, float) and math.isfinite(value):
        return value
    raise Unreadable("shape")


def _require_few(count: int) -> None:
    """Raise Unreadable on a collection that is too long."""
    if count > MAX_VALUES:
        raise Unreadable("size")
