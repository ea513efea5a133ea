"""Draws a body: its members around a table, the place of the young people, and what comes out as arrows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, pi, sin
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import number
from passerelles.text import t

from .picture import BRICK, GREY, INK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Value, World, filled, option, single

_CENTRE, _TABLE, _RING, _SEAT = 170, 44, 82, 15
_LEFT, _WRAP = 44, 280  # of the boxes of what comes out
YOUNG = "J"  # the seat of the young people

Row = tuple[str, Mapping[str, Any]]


def drawing(tool: Tool, value: Value, world: World) -> Figure:
    """Draw the body; the description says the same in words."""
    name = str(single(value, "mission").get("nom") or t("engines.standing-body.unnamed"))
    place = str(single(value, "jeunes").get("place", ""))
    seats, outputs = _legend(tool, value, world), filled(value, "sorties")
    young = _young(tool, place)
    title = t("engines.standing-body.figure")
    sent = [f"{_what(of)} → {_whom(of)}" for _, of in outputs] or [t("engines.standing-body.nothing")]
    picture = Picture(340, 0, title, " ; ".join([name, *seats, young, *sent]))
    y = 28 + picture.text(_CENTRE, 22, name, size=15, weight=600, anchor="middle", wrap=320)
    y = _around(picture, y + _RING, value, place)
    y = _sent(picture, y, outputs)
    for line in (*seats, young):
        y += picture.text(8, y, line, size=13, wrap=324) + 4
    picture.height = y
    return Figure(title, picture.description, picture.svg())


def _around(picture: Picture, y: float, value: Value, place: str) -> float:
    """Draw the table and its seats, numbered; the young people sit at it, or beside it in dashes."""
    picture.path(f"M{_CENTRE} {y} V{y + _RING + 24} H24", stroke=MOSS, width=2)
    picture.circle(_CENTRE, y, _TABLE, fill=SAND)
    meetings = single(value, "vie").get("fois")
    pace = t("engines.standing-body.pace", n=number(meetings) if meetings else "?")
    picture.text(_CENTRE, y + 5, pace, size=13, anchor="middle", weight=600)
    labels = [str(rank) for rank, _ in enumerate(filled(value, "membres"), start=1)]
    labels += [YOUNG] if place == "membres" else []
    first = 0.5 * (1 - len(labels) % 2)  # nobody sits where what comes out leaves the table
    for rank, label in enumerate(labels):
        turn = 2 * pi * (rank + first) / len(labels) - pi / 2
        _seat(picture, _CENTRE + _RING * cos(turn), y + _RING * sin(turn), label)
    if place != "membres":
        if place in ("entendus", "informes"):
            picture.line(48, y, _CENTRE - _RING - 20, y, stroke=GREY, dash="3 4")
        _seat(picture, 30, y, YOUNG, dash="3 3")
    return y + _RING + 24


def _seat(picture: Picture, x: float, y: float, label: str, dash: str | None = None) -> None:
    """Draw one seat."""
    young = label == YOUNG
    picture.circle(x, y, _SEAT, fill=PAPER, stroke=BRICK if young else INK, width=2 if young else 1, dash=dash)
    picture.text(x, y + 5, label, size=13, anchor="middle", weight=600)


def _sent(picture: Picture, y: float, outputs: Sequence[Row]) -> float:
    """Draw an arrow to what comes out, and whom it reaches; return where the picture goes on."""
    told = [(_what(of), t("engines.standing-body.reaches", whom=_whom(of))) for _, of in outputs]
    told = told or [(t("engines.standing-body.nothing"), "")]
    top, last, y = y, y, y + 12
    for what, whom in told:
        high = 16 + _high(what, 600) + (_high(whom, 400) if whom else 0)
        picture.rect(_LEFT, y, _WRAP + 8, high, dash=None if outputs else "5 4")
        last = y + high / 2
        picture.line(24, last, _LEFT - 2, last, stroke=MOSS, width=2, arrow=True)
        under = y + 18 + picture.text(_LEFT + 10, y + 18, what, size=13, weight=600, wrap=_WRAP - 12)
        picture.text(_LEFT + 10, under, whom, size=13, wrap=_WRAP - 12)
        y += high + 8
    picture.line(24, top, 24, last, stroke=MOSS, width=2)
    return y + 16


def _high(words: str, weight: int) -> float:
    """Return how high words are in a box."""
    return Picture(340, 0, "", "").text(0, 0, words, size=13, weight=weight, wrap=_WRAP - 12)


def _legend(tool: Tool, value: Value, world: World) -> list[str]:
    """Return the members by number: the function, and the sector or « from elsewhere »."""
    elsewhere, nobody = t("engines.standing-body.elsewhere"), t("engines.standing-body.member")
    return [
        f"{rank}. {of.get('fonction') or nobody} ({_sector(tool, of, world) or elsewhere})"
        for rank, (_, of) in enumerate(filled(value, "membres"), start=1)
    ]


def _sector(tool: Tool, of: Mapping[str, Any], world: World) -> str:
    """Return the name of a member’s sector; nothing when none was chosen."""
    return option(tool, "membres", "secteur", of["secteur"], world) if "secteur" in of else ""


def _young(tool: Tool, place: str) -> str:
    """Return the line of the young people."""
    words = option(tool, "jeunes", "place", place) if place else t("engines.standing-body.unsaid")
    return t("engines.standing-body.young", letter=YOUNG, place=words)


def _what(of: Mapping[str, Any]) -> str:
    """Return what comes out."""
    return str(of.get("quoi", "…"))


def _whom(of: Mapping[str, Any]) -> str:
    """Return whom it reaches."""
    return str(of.get("vers") or t("engines.standing-body.nobody"))
