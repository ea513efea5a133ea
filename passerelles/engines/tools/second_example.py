"""Reads the second example of « share or keep silent »: the conditions as a chain, the decision, both examples.

Reads the parts `secret`, `conditions` (field `etat`: reunie, manque, inconnu), `decision` (`choix`: rien, partie,
tout; `phrase`; `relue`), `suite` (`gestes`, `premiers`) and `changerait` (`effet`). What can be argued for is told by
the rows themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import quoted

from .picture import BRICK, GREY, INK, MOSS, PAPER, SAND, Picture, wrapped
from .reading import (
    Figure,
    Finding,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    argued,
    filled,
    option,
    part,
    plain,
    row_text,
    say,
    single,
)

_STROKES = {"reunie": (MOSS, None), "manque": (BRICK, "7 4"), "inconnu": (GREY, "2 4")}
_WIDTH, _SPACE = 340, 16


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Return what to look at again, the chain of conditions, why each answer can be argued for, both examples."""
    findings = [*argued(tool, value, "secret"), *_doubts(tool, value, "conditions")]
    findings += [*_decision(tool, value, world), *_next(tool, value), *_doubts(tool, value, "changerait")]
    states = _states(value)
    figures = [_chain(tool, states, world)] if states else []
    tables = [_reasons(tool, value, world, name) for name in ("conditions", "changerait") if filled(value, name)]
    return Reading(findings, figures, [*tables, _beside(tool, value)] if tables else [])


def _doubts(tool: Tool, value: Value, part_id: str) -> Iterator[Finding]:
    """Yield the comments of what can hardly be argued for; when none is left, say once that reasons are in a table."""
    told, found = argued(tool, value, part_id), part(tool, part_id)
    doubts = [finding for finding in told if finding.level != "good"]
    yield from doubts
    if found and not doubts and len(told) == len(found.rows):
        yield Finding("good", say(tool, "argued", part=plain(found.title)), (part_id,))


def _states(value: Value) -> dict[str, str]:
    """Return how each condition was judged, by row id."""
    return {name: str(row["etat"]) for name, row in filled(value, "conditions") if "etat" in row}


def _decision(tool: Tool, value: Value, world: World) -> Iterator[Finding]:
    """Yield what the decision leads to, and what the sentence still lacks."""
    made, states = single(value, "decision"), _states(value)
    lacking = [row_text(tool, "conditions", name, world) for name, state in states.items() if state != "reunie"]
    if made.get("choix") in ("partie", "tout"):
        if lacking:
            told = say(tool, "shared", conditions=quoted(words.rstrip(".") for words in lacking))
            yield Finding("stop", told, ("decision",))
        elif states:
            yield Finding("warning", say(tool, "chain-all"), ("conditions",))
    elif made.get("choix") == "rien":
        yield Finding("good", say(tool, "kept"), ("decision",))
    if made.get("phrase") and (missing := _unticked(tool, made)):
        yield Finding("warning", say(tool, "reread", missing=" ".join(missing)), ("decision",))


def _unticked(tool: Tool, made: Mapping[str, Any]) -> list[str]:
    """Return what the learner did not tick about the sentence."""
    found = part(tool, "decision")
    checks = next((field.options for field in found.fields if field.id == "relue"), []) if found else []
    return [plain(check.text) for check in checks if check.id not in made.get("relue", [])]


def _next(tool: Tool, value: Value) -> Iterator[Finding]:
    """Yield what the follow-up with the young person calls for."""
    silent = single(value, "decision").get("choix") == "rien"
    gestures = single(value, "suite").get("gestes", [])
    if silent and not gestures:
        yield Finding("warning", say(tool, "kept-alone"), ("suite",))
    if gestures and "parler" not in gestures:
        yield Finding("warning", say(tool, "no-talk"), ("suite",))
    if "trois" in gestures:
        yield Finding("good", say(tool, "together"), ("suite",))


def _outcome(tool: Tool, states: Mapping[str, str]) -> str:
    """Return what the chain comes to: it holds by all its links, or not at all."""
    found = part(tool, "conditions")
    whole = bool(found) and len(states) == len(found.rows if found else [])
    if any(state != "reunie" for state in states.values()):
        return say(tool, "chain-broken")
    return say(tool, "chain-held" if whole else "chain-open")


def _chain(tool: Tool, states: Mapping[str, str], world: World) -> Figure:
    """Draw the conditions as links of a chain, each with its state in words, down to what it comes to."""
    title, outcome = say(tool, "chain-title"), _outcome(tool, states)
    links = [(row_text(tool, "conditions", n, world), _state(tool, s), s) for n, s in states.items()]
    told = " ".join(f"{words} {state}." for words, state, _ in links)
    picture, y = Picture(_WIDTH, 0, title, f"{told} {outcome}."), 8.0
    for words, state, name in links:
        y = _link(picture, y, words, state, _STROKES.get(name, _STROKES["inconnu"]))
    picture.rect(60, y, _WIDTH - 120, 38, fill=SAND, stroke=INK)
    picture.text(_WIDTH / 2, y + 25, outcome, size=16, anchor="middle", weight=700)
    picture.height = y + 48
    return Figure(title, picture.description, picture.svg())


def _link(picture: Picture, y: float, words: str, state: str, stroke: tuple[str, str | None]) -> float:
    """Draw one link and what ties it to the next; return where that one begins."""
    colour, dash = stroke
    tall = 46 + 21 * len(wrapped(words, _WIDTH - 48, 16))
    picture.rect(10, y, _WIDTH - 20, tall, stroke=colour, width=3, dash=dash, fill=PAPER, rx=14)
    below = y + 26 + picture.text(24, y + 26, words, size=16, wrap=_WIDTH - 48)
    picture.text(24, below + 2, state, size=15, weight=700, fill=colour)
    picture.line(_WIDTH / 2, y + tall, _WIDTH / 2, y + tall + _SPACE, stroke=colour, width=3, dash=dash)
    return y + tall + _SPACE


def _reasons(tool: Tool, value: Value, world: World, part_id: str) -> Table:
    """Return the rows answered in a part, with the answer and the reason told about it."""
    found, given = part(tool, part_id), dict(filled(value, part_id))
    asked = found.fields[0] if found else None
    rows = [
        [
            row_text(tool, part_id, row.id, world),
            option(tool, part_id, asked.id, str(given[row.id][asked.id])),
            row.feedback,
        ]
        for row in (found.rows if found else [])
        if asked and asked.id in given.get(row.id, {})
    ]
    head = [say(tool, "head-row"), plain(asked.label) if asked else "", say(tool, "head-why")]
    return Table(plain(found.title) if found else part_id, head, [[plain(cell or "") for cell in row] for row in rows])


def _state(tool: Tool, state: str) -> str:
    """Return the words of a state of a condition."""
    return option(tool, "conditions", "etat", state)


def _beside(tool: Tool, value: Value) -> Table:
    """Return the worked example and the learner's, step by step."""
    made, after = single(value, "decision"), single(value, "suite")
    master = [option(tool, "secret", "qui", str(row["qui"])) for _, row in filled(value, "secret") if "qui" in row]
    choice = [option(tool, "decision", "choix", str(made["choix"]))] if "choix" in made else []
    gestures = [option(tool, "suite", "gestes", str(one)) for one in after.get("gestes", [])]
    mine = {
        3: master,
        4: [*choice, str(made.get("phrase", ""))],
        5: [" ; ".join(gestures), str(after.get("premiers", ""))],
        6: _changing(tool, value),
    }
    rows = [[say(tool, f"step-{n}"), plain(say(tool, f"first-{n}")), _joined(words)] for n, words in mine.items()]
    return Table(say(tool, "table"), [say(tool, f"head-{name}") for name in ("step", "first", "second")], rows)


def _changing(tool: Tool, value: Value) -> list[str]:
    """Return what, for the learner, would change the answer."""
    found = part(tool, "changerait")
    words = {row.id: plain(row.text or "") for row in (found.rows if found else [])}
    return [words.get(name, name) for name, row in filled(value, "changerait") if row.get("effet") == "oui"]


def _joined(words: list[str]) -> str:
    """Return the words that are there, one after the other."""
    return " – ".join(word for word in words if word) or "…"


_STEPS = {f"{name}-{step}" for name in ("step", "first") for step in range(3, 7)}
READING = ToolReading(
    read,
    frozenset(
        {"chain-title", "chain-all", "chain-broken", "chain-held", "chain-open", "shared", "kept", "kept-alone"}
        | {
            "reread",
            "no-talk",
            "together",
            "table",
            "argued",
            "head-row",
            "head-why",
            "head-step",
            "head-first",
            "head-second",
        }
        | _STEPS
    ),
)
