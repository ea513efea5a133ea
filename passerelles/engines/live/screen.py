"""What somebody sees of an activity, as JSON: blocks that the page of a phone, the projector or the trainer draws.

Every block has a `kind`, which the page knows how to draw, and an `id`, stable as long as it is the same thing: what
somebody is typing in a form survives a new screen that still holds that form. Words of people are `words`, always drawn
as text; `html` only ever comes from the course.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from passerelles.content.markdown import render

Block = dict[str, Any]
Tone = Literal["normal", "hint", "strong", "caution", "said", "good"]
FieldType = Literal["line", "text", "choice", "many", "scale", "number", "date"]


@dataclass(frozen=True, slots=True)
class Field:
    """Something to fill in. `options` are (value, label); `many` is sent as its values joined by commas."""

    name: str
    label: str
    type: FieldType = "line"
    hint: str = ""
    most: int = 300  # characters
    options: Sequence[tuple[str, str]] = ()
    value: str = ""
    required: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: the deed it is. `pressed` None: a plain button; True or False: one of a choice."""

    label: str
    deed: str
    what: str = ""
    says: Sequence[str] = ()
    pressed: bool | None = None
    confirm: str = ""  # asked before, when it cannot be undone
    style: Literal["plain", "main", "danger"] = "plain"
    place: str | None = None  # another activity of the session than the one shown; "" for the session itself


@dataclass(frozen=True)
class Screen:
    """A title and blocks, in order."""

    title: str
    blocks: Sequence[Block] = field(default=())

    def told(self) -> dict[str, Any]:
        """Return it as JSON; a block without an id gets one by its kind and rank."""
        blocks = [{"id": f"{block['kind']}-{rank}", **block} for rank, block in enumerate(self.blocks)]
        return {"title": self.title, "blocks": blocks}


def words(text: str, tone: Tone = "normal", *, live: bool = False) -> Block:
    """Return a paragraph; `live`: read out by screen readers when it changes."""
    return {"kind": "words", "words": text, "tone": tone, "live": live}


def prose(markdown: str, tone: Tone = "normal") -> Block:
    """Return a text of the course."""
    return {"kind": "prose", "html": render(markdown), "tone": tone}


def heading(text: str) -> Block:
    """Return a heading inside the screen."""
    return {"kind": "heading", "words": text}


def listing(items: Iterable[str], title: str = "", *, ordered: bool = False) -> Block:
    """Return a list."""
    return {"kind": "list", "title": title, "items": list(items), "ordered": ordered}


def table(caption: str, head: Sequence[str], rows: Iterable[Sequence[str]], *, shaded: bool = False) -> Block:
    """Return a table; the first cell of a row heads it. `shaded`: numbers also show as tints."""
    return {"kind": "table", "caption": caption, "head": list(head), "rows": [list(row) for row in rows],
            "shaded": shaded}  # fmt: skip


def bars(caption: str, rows: Iterable[tuple[str, float]], *, most: float | None = None, unit: str = "") -> Block:
    """Return bars: (label, value); `most` is the length of a whole bar, by default the greatest value."""
    told = list(rows)
    longest = most if most is not None else max((value for _, value in told), default=0)
    found = [{"label": label, "value": value} for label, value in told]
    return {"kind": "bars", "caption": caption, "rows": found, "most": longest, "unit": unit}


def timer(name: str, label: str, since: float | None, seconds: float) -> Block:
    """Return a countdown: `since` in seconds of the server's clock, None before it runs."""
    return {"kind": "timer", "id": f"timer-{name}", "label": label, "since": since, "seconds": seconds}


def buttons(name: str, label: str, choices: Iterable[Choice], *, stacked: bool = False) -> Block:
    """Return a group of buttons; the group has a name that is read out. `stacked`: one under the other, full width."""
    return {"kind": "buttons", "id": f"buttons-{name}", "label": label, "stacked": stacked,
            "choices": [_choice(choice) for choice in choices]}  # fmt: skip


def form(
    name: str,
    label: str,
    deed: str,
    fields: Iterable[Field],
    submit: str,
    *,
    what: str = "",
    clears: bool = False,
    place: str | None = None,
    private: bool = False,
) -> Block:
    """Return a form, sent as one deed whose `says` are the fields in order. `clears`: emptied once it is kept.

    `private`: with the reminder that nobody may be recognised in what is typed.
    """
    told = [{name: getattr(one, name) for name in Field.__slots__} for one in fields]
    told = [one | {"options": [list(option) for option in one["options"]]} for one in told]
    return {"kind": "form", "id": f"form-{name}", "label": label, "deed": deed, "what": what, "fields": told,
            "submit": submit, "clears": clears, "place": place, "private": private}  # fmt: skip


def cards(label: str, found: Iterable[Mapping[str, str]]) -> Block:
    """Return cards: `title`, `words`, `note`, `tone`, each of them optional."""
    return {"kind": "cards", "label": label, "cards": [dict(card) for card in found]}


def cloth(name: str, label: str, traces: Iterable[tuple[str, str, str]], lines: Iterable[Sequence[str]]) -> Block:
    """Return traces (id, words, note) and the lines that join two of them."""
    told = [{"id": one, "words": said, "note": note} for one, said, note in traces]
    return {"kind": "cloth", "id": f"cloth-{name}", "label": label, "traces": told, "lines": [list(x) for x in lines]}


def fold(name: str, label: str, blocks: Iterable[Block], *, opened: bool = False) -> Block:
    """Return blocks that stay folded until somebody opens them."""
    return {"kind": "fold", "id": f"fold-{name}", "label": label, "opened": opened,
            "blocks": Screen("", tuple(blocks)).told()["blocks"]}  # fmt: skip


def link(label: str, path: str) -> Block:
    """Return a link to a page of the course: a path without the address the site starts at."""
    return {"kind": "link", "label": label, "path": path}


def question(item: Mapping[str, Any], state: Mapping[str, Any]) -> Block:
    """Return an item of the bank as the lessons show it: what `engines.lesson` says the learner may see."""
    return {"kind": "question", "id": f"question-{item['id']}", "item": dict(item), "state": dict(state)}


def _choice(choice: Choice) -> Block:
    """Return a button as JSON."""
    return {name: getattr(choice, name) for name in Choice.__slots__} | {"says": list(choice.says)}
